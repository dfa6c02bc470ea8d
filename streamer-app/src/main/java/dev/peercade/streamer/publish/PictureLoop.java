package dev.peercade.streamer.publish;

import dev.peercade.media.EncodedPicture;
import dev.peercade.media.MediaException;
import dev.peercade.media.RawFrame;
import dev.peercade.media.VideoSource;
import dev.peercade.media.keep.Keeping;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.session.StreamerSession;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.live.Grab;
import dev.peercade.streamer.live.StreamerFigures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Grabs, encodes and sends, one picture after another, on a thread of its own. While nobody watches and nothing is
/// recorded, pictures are grabbed but not encoded.
public final class PictureLoop {

    /// An unchanged screen is sent so often at least: the encoder refines it, and a viewer sees that the stream
    /// lives.
    private static final long REFRESH_NANOS = 100_000_000;

    /// Where pictures come from.
    ///
    /// @param pause shown instead of the screen, which is not even grabbed then
    public record Sources(VideoSource screen, VideoSource pause) {}

    /// Where they go.
    ///
    /// @param keeping records what is encoded
    /// @param taps get what goes out, whether or not it is encoded
    public record Outlets(StreamerSession session, Keeping keeping, List<PictureTap> taps) {}

    private final Sources sources;
    private final Encodings encodings;
    private final Outlets outlets;
    private final StreamerFigures figures;
    private final Thread thread = Thread.ofPlatform().name("pictures").unstarted(this::run);

    private volatile boolean stopped;
    private volatile boolean watched;
    private volatile boolean paused;
    private volatile @Nullable MediaException failure;
    private volatile boolean sourceEnded;

    /// Owned by the loop's thread.
    private @Nullable VideoSource shown;

    private long lastSentNanos;

    public PictureLoop(Sources sources, Encodings encodings, Outlets outlets, StreamerFigures figures) {
        this.sources = sources;
        this.encodings = encodings;
        this.outlets = outlets;
        this.figures = figures;
    }

    public void start() {
        thread.start();
    }

    /// Whether anyone watches; takes effect with the next picture.
    public void watched(boolean somebody) {
        watched = somebody;
    }

    /// Nothing that the screen shows from this call on is sent while paused.
    public void pause(boolean pause) {
        paused = pause;
        // The source may wait for a window that is hidden.
        thread.interrupt();
    }

    /// The next picture of this rendition is a keyframe, and comes also if nothing moves.
    public void requestKeyframe(int rendition) {
        encodings.requestKeyframe(rendition);
    }

    /// Why the loop ended by itself, or null.
    public @Nullable MediaException failure() {
        return failure;
    }

    /// Whether the source has no more pictures, as at the end of a file.
    public boolean sourceEnded() {
        return sourceEnded;
    }

    /// Returns when the last picture has been sent.
    public void stop() throws InterruptedException {
        stopped = true;
        thread.interrupt();
        thread.join();
    }

    private void run() {
        lastSentNanos = System.nanoTime() - REFRESH_NANOS;
        try {
            while (!stopped && !sourceEnded) {
                try {
                    grab();
                } catch (InterruptedException e) {
                    // Paused, resumed or stopped: all three are looked at anew.
                }
            }
        } catch (MediaException e) {
            failure = e;
        } catch (Throwable e) {
            // A fault of ours, an Error too, must end the stream, not freeze it.
            failure = MediaException.unforeseen("Capturing or encoding", e);
        } finally {
            outlets.taps().forEach(PictureTap::close);
        }
    }

    private VideoSource source() {
        return paused ? sources.pause() : sources.screen();
    }

    private void grab() throws MediaException, InterruptedException {
        VideoSource source = source();
        long askedNanos = System.nanoTime();
        RawFrame frame = source.next();
        if (frame == null) {
            sourceEnded = true;
            return;
        }
        if (source != source()) {
            return;
        }
        boolean switched = source != shown;
        shown = source;
        if (switched) {
            figures.onSwitch();
        }
        if (source == sources.screen()) {
            figures.onGrab(new Grab(frame.tick(), askedNanos, frame.captureStartNanos(), frame.captureEndNanos()));
        }
        offer(frame, switched);
        for (PictureTap tap : outlets.taps()) {
            tap.offer(frame);
        }
    }

    private void offer(RawFrame frame, boolean switched) throws MediaException {
        if (switched) {
            encodings.requestKeyframes();
        }
        boolean refresh = frame.captureStartNanos() - lastSentNanos >= REFRESH_NANOS;
        boolean wanted = watched || outlets.keeping().isRecording();
        if (wanted && (encodings.owesKeyframe() || refresh || !frame.sameAsPrevious())) {
            send(encodings.encode(frame, outlets.keeping().isRecording()), frame);
            lastSentNanos = frame.captureStartNanos();
        }
    }

    /// What is recorded is the first rendition.
    private void send(List<Encodings.Coded> renditions, RawFrame frame) {
        for (Encodings.Coded coded : renditions) {
            EncodedPicture picture = coded.picture();
            MonoTime capturedAt = new MonoTime(picture.captureStartNanos());
            outlets.session().send(coded.rendition(), new AccessUnit(picture.annexB(), picture.keyframe(), capturedAt));
            if (coded.rendition() == 0) {
                outlets.keeping().offer(picture.annexB(), picture.keyframe(), picture.captureStartNanos());
                figures.onPicture(picture, !frame.sameAsPrevious());
            }
        }
    }
}
