package dev.peercade.streamer.publish;

import dev.peercade.media.EncodedPicture;
import dev.peercade.media.EncoderSettings;
import dev.peercade.media.MediaException;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import dev.peercade.media.VideoEncoder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The encoders of a stream, one for each rendition that the viewers need: the first is always there, the others come
/// and go. Orders may come from any thread; encoding and closing belong to one.
public final class Encodings implements AutoCloseable {

    /// Below so many bits a pixel x264's fastest preset shows blocks rather than a game, and a picture of half the
    /// width looks better.
    private static final double BITS_PER_PIXEL_MIN = 0.03;

    private final EncoderSettings settings;
    private final List<VideoEncoder> encoders = new ArrayList<>();
    private final Set<Integer> keyframes = ConcurrentHashMap.newKeySet();
    private volatile List<Integer> targets = List.of();

    private Encodings(EncoderSettings settings, VideoEncoder first) {
        this.settings = settings;
        encoders.add(first);
    }

    /// @param settings of the first rendition; its bit rate is what is spent at most
    /// @throws MediaException `encoder-failed`
    public static Encodings open(EncoderSettings settings) throws MediaException {
        return new Encodings(settings, VideoEncoder.open(settings));
    }

    /// As in [VideoEncoder#profileLevelId()], of the first.
    public String profileLevelId() {
        return encoders.getFirst().profileLevelId();
    }

    /// The most that is spent on one rendition, in 1000 bits a second.
    public int ceilingKbps() {
        return settings.bitrateKbps();
    }

    public Size size() {
        return settings.size();
    }

    /// What each rendition may spend from the next picture on; one that is not named ends.
    ///
    /// @param kbps 1000 bits a second, at least one entry
    public void targets(List<Integer> kbps) {
        targets = List.copyOf(kbps);
    }

    /// The next picture of this rendition is a keyframe.
    public void requestKeyframe(int rendition) {
        keyframes.add(rendition);
    }

    /// As [#requestKeyframe(int)], of all.
    void requestKeyframes() {
        for (int rendition = 0; rendition < encoders.size(); rendition++) {
            keyframes.add(rendition);
        }
    }

    boolean owesKeyframe() {
        return !keyframes.isEmpty();
    }

    /// One coded picture for each rendition.
    List<EncodedPicture> encode(RawFrame frame) throws MediaException {
        follow(targets);
        List<EncodedPicture> pictures = new ArrayList<>(encoders.size());
        for (int rendition = 0; rendition < encoders.size(); rendition++) {
            VideoEncoder encoder = encoders.get(rendition);
            if (keyframes.remove(rendition)) {
                encoder.requestKeyframe();
            }
            pictures.add(encoder.encode(frame));
        }
        // Of a rendition that is gone.
        keyframes.removeIf(rendition -> rendition >= encoders.size());
        return pictures;
    }

    private void follow(List<Integer> wanted) throws MediaException {
        while (encoders.size() > Math.max(1, wanted.size())) {
            encoders.removeLast().close();
        }
        for (int rendition = 0; rendition < wanted.size(); rendition++) {
            int kbps = Math.clamp(wanted.get(rendition), EncoderSettings.KBPS_MIN, settings.bitrateKbps());
            if (rendition == encoders.size()) {
                encoders.add(VideoEncoder.open(new EncoderSettings(sizeFor(kbps), settings.fps(), kbps)));
            }
            encoders.get(rendition).bitrate(kbps);
        }
    }

    private Size sizeFor(int kbps) {
        Size size = settings.size();
        double bitsPerPixel = kbps * 1000.0 / settings.fps() / size.width() / size.height();
        return bitsPerPixel < BITS_PER_PIXEL_MIN ? new Size(size.width() / 2, size.height() / 2).even() : size;
    }

    @Override
    public void close() {
        encoders.forEach(VideoEncoder::close);
        encoders.clear();
    }
}
