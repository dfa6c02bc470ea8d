package dev.peercade.streamer.publish;

import dev.peercade.media.EncodedPicture;
import dev.peercade.media.EncoderSettings;
import dev.peercade.media.MediaException;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The encoders of a stream, one for each rendition that the viewers need: the first is always there, the others come
/// and go. Orders may come from any thread; encoding and closing belong to one.
public final class Encodings implements AutoCloseable {

    /// A coded picture of one rendition.
    record Coded(int rendition, EncodedPicture picture) {}

    private final EncoderSettings settings;
    private final List<Encoding> encoders = new ArrayList<>();
    private final Set<Integer> keyframes = ConcurrentHashMap.newKeySet();
    private volatile List<Integer> targets = List.of();

    private Encodings(EncoderSettings settings, Encoding first) {
        this.settings = settings;
        encoders.add(first);
    }

    /// @param settings of the first rendition; its bit rate is what is spent at most
    /// @throws MediaException `encoder-failed`
    public static Encodings open(EncoderSettings settings) throws MediaException {
        return new Encodings(settings, Encoding.open(settings));
    }

    /// As in [dev.peercade.media.VideoEncoder#profileLevelId()], of the first.
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

    /// Of the first rendition's pictures as they are coded now. The encoding thread's.
    Size presentSize() {
        return encoders.getFirst().size();
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

    /// One coded picture for each rendition whose frame rate has one now.
    ///
    /// @param steady whether the first rendition's size and frame rate have to stay as they are
    List<Coded> encode(RawFrame frame, boolean steady) throws MediaException {
        follow(targets);
        List<Coded> pictures = new ArrayList<>(encoders.size());
        for (int rendition = 0; rendition < encoders.size(); rendition++) {
            EncodedPicture picture =
                    encoders.get(rendition).encode(frame, keyframes.remove(rendition), steady && rendition == 0);
            if (picture != null) {
                pictures.add(new Coded(rendition, picture));
            }
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
                encoders.add(Encoding.open(new EncoderSettings(settings.size(), settings.fps(), kbps)));
            }
            encoders.get(rendition).rate(kbps);
        }
    }

    @Override
    public void close() {
        encoders.forEach(Encoding::close);
        encoders.clear();
    }
}
