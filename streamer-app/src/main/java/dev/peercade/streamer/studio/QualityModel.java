package dev.peercade.streamer.studio;

import dev.peercade.desktop.preferences.Preferences;
import dev.peercade.media.CaptureSettings;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.studio.Quality.Rate;
import dev.peercade.streamer.studio.Quality.Rows;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import org.jspecify.annotations.Nullable;

/// Decides how well a source is shown, and what that costs. Kept from one start to the next. Window's thread.
public final class QualityModel {

    /// In kbit/s.
    public static final int BITRATE_MIN = 500;

    public static final int BITRATE_MAX = 50_000;

    private final ObjectProperty<Quality> quality;
    private final ObjectProperty<Rows> rows;
    private final ObjectProperty<Rate> rate;
    private final DoubleProperty mbps;

    QualityModel(Preferences preferences) {
        quality = preferences.choice("streamer.quality", Quality.class, Quality.AUTO);
        rows = preferences.choice("streamer.rows", Rows.class, Quality.CUSTOM.rows());
        rate = preferences.choice("streamer.rate", Rate.class, Quality.CUSTOM.rate());
        mbps = preferences.number("streamer.mbps", 0);
    }

    /// What to capture and to send of this source.
    ///
    /// @param display the X11 display, or null for the variable's
    StreamOptions.Picture picture(Quality chosen, SourceSpec source, Size ofSource, @Nullable String display) {
        boolean custom = chosen == Quality.CUSTOM;
        Size coded = coded(custom ? rows.get() : chosen.rows(), ofSource);
        int fps = (custom ? rate.get() : chosen.rate()).fps();
        // A file's size is known only when it is opened.
        boolean own = coded.equals(ofSource) && source instanceof SourceSpec.File;
        int kbps = custom && mbps.get() > 0 ? (int) Math.clamp(mbps.get() * 1000, BITRATE_MIN, BITRATE_MAX) : 0;
        return new StreamOptions.Picture(source, new CaptureSettings(display, fps, null), own ? null : coded, kbps);
    }

    /// What it costs each viewer's way, in kbit/s.
    public int kbps(Quality chosen, Size ofSource) {
        StreamOptions.Picture picture = picture(chosen, new SourceSpec.Scene(), ofSource, null);
        Size coded = picture.size() == null ? ofSource : picture.size();
        return StreamOptions.bitrateKbps(picture, coded.even());
    }

    private static Size coded(Rows rows, Size ofSource) {
        int height = rows.of(ofSource.height());
        // The coder wants it even.
        return height == ofSource.height()
                ? ofSource
                : new Size(Math.max(2, 2 * Math.round(ofSource.width() * height / 2f / ofSource.height())), height);
    }

    public ObjectProperty<Quality> quality() {
        return quality;
    }

    /// Counts with [Quality#CUSTOM] only.
    public ObjectProperty<Rows> rows() {
        return rows;
    }

    /// Counts with [Quality#CUSTOM] only.
    public ObjectProperty<Rate> rate() {
        return rate;
    }

    /// In Mbit/s, 0 for what suits size and rate. Counts with [Quality#CUSTOM] only.
    public DoubleProperty mbps() {
        return mbps;
    }
}
