package dev.peercade.streamer.publish;

import dev.peercade.media.EncodedPicture;
import dev.peercade.media.MediaException;
import dev.peercade.media.RawFrame;
import dev.peercade.media.VideoEncoder;
import dev.peercade.media.VideoSource;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.session.StreamerSession;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.live.StreamerFigures;
import org.jspecify.annotations.Nullable;

/// Grabs, encodes and sends, one picture after another, on a thread of its own. Without a viewer pictures are
/// grabbed but not encoded.
public final class PictureLoop {

    /// An unchanged screen is sent so often at least: the encoder refines it, and a viewer sees that the stream
    /// lives.
    private static final long REFRESH_NANOS = 100_000_000;

    private final VideoSource source;
    private final VideoEncoder encoder;
    private final StreamerSession session;
    private final StreamerFigures figures;
    private final Thread thread = Thread.ofPlatform().name("pictures").unstarted(this::run);

    private volatile boolean stopped;
    private volatile boolean watched;
    private volatile boolean keyframeWanted;
    private volatile @Nullable MediaException failure;
    private volatile boolean sourceEnded;

    public PictureLoop(VideoSource source, VideoEncoder encoder, StreamerSession session, StreamerFigures figures) {
        this.source = source;
        this.encoder = encoder;
        this.session = session;
        this.figures = figures;
    }

    public void start() {
        thread.start();
    }

    /// Whether anyone watches; takes effect with the next picture.
    public void watched(boolean somebody) {
        watched = somebody;
    }

    /// The next picture is a keyframe, and comes also if nothing moves.
    public void requestKeyframe() {
        keyframeWanted = true;
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
        thread.join();
    }

    private void run() {
        try {
            long lastSent = System.nanoTime() - REFRESH_NANOS;
            while (!stopped) {
                RawFrame frame = source.next();
                if (frame == null) {
                    sourceEnded = true;
                    return;
                }
                boolean keyframe = keyframeWanted;
                boolean refresh = frame.captureStartNanos() - lastSent >= REFRESH_NANOS;
                if (watched && (keyframe || refresh || !frame.sameAsPrevious())) {
                    if (keyframe) {
                        keyframeWanted = false;
                        encoder.requestKeyframe();
                    }
                    send(encoder.encode(frame), frame);
                    lastSent = frame.captureStartNanos();
                }
            }
        } catch (MediaException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            // A fault of ours, an Error too, must end the stream, not freeze it.
            failure = MediaException.unforeseen("Capturing or encoding", e);
        }
    }

    private void send(EncodedPicture picture, RawFrame frame) {
        session.send(new AccessUnit(picture.annexB(), picture.keyframe(), new MonoTime(picture.captureStartNanos())));
        figures.onPicture(picture, !frame.sameAsPrevious());
    }
}
