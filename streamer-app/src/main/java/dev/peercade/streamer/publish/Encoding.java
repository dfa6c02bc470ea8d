package dev.peercade.streamer.publish;

import dev.peercade.media.EncodedPicture;
import dev.peercade.media.EncoderSettings;
import dev.peercade.media.MediaException;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import dev.peercade.media.VideoEncoder;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.publish.QualityLadder.Rung;
import org.jspecify.annotations.Nullable;

/// One rendition: an encoder that keeps to a rate, and gives way to another one of another size where that suits the
/// rate
/// better. One thread.
final class Encoding implements AutoCloseable {

    private final QualityLadder ladder;
    private VideoEncoder encoder;
    private Rung rung;
    private int kbps;
    private long offered;

    private Encoding(QualityLadder ladder, VideoEncoder encoder, int kbps) {
        this.ladder = ladder;
        this.encoder = encoder;
        this.rung = ladder.present();
        this.kbps = kbps;
    }

    /// @param settings of the whole picture, and the rate to begin with
    /// @throws MediaException `encoder-failed`
    static Encoding open(EncoderSettings settings) throws MediaException {
        QualityLadder ladder = new QualityLadder(settings.size(), settings.fps());
        ladder.begin(settings.bitrateKbps());
        return new Encoding(ladder, open(ladder.present(), settings.bitrateKbps()), settings.bitrateKbps());
    }

    private static VideoEncoder open(Rung rung, int kbps) throws MediaException {
        return VideoEncoder.open(new EncoderSettings(rung.size(), rung.fps(), kbps));
    }

    void rate(int target) {
        kbps = target;
        encoder.bitrate(target);
    }

    /// Null where this picture is left out for a lower frame rate, unless it has to be a keyframe.
    ///
    /// @param steady whether size and frame rate have to stay as they are
    @Nullable
    EncodedPicture encode(RawFrame frame, boolean keyframe, boolean steady) throws MediaException {
        if (!steady) {
            follow(ladder.on(kbps, new MonoTime(frame.captureStartNanos())));
        }
        boolean due = offered++ % rung.every() == 0;
        if (!due && !keyframe) {
            return null;
        }
        if (keyframe) {
            encoder.requestKeyframe();
        }
        return encoder.encode(frame);
    }

    private void follow(Rung wanted) throws MediaException {
        if (!wanted.equals(rung)) {
            VideoEncoder other = open(wanted, kbps);
            encoder.close();
            encoder = other;
            rung = wanted;
            offered = 0;
        }
    }

    String profileLevelId() {
        return encoder.profileLevelId();
    }

    Size size() {
        return rung.size();
    }

    @Override
    public void close() {
        encoder.close();
    }
}
