package dev.peercade.streamer.studio;

import dev.peercade.media.CaptureSettings;
import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.PictureScaler;
import dev.peercade.media.RawFrame;
import dev.peercade.media.Size;
import dev.peercade.media.SourceSpec;
import dev.peercade.media.VideoSource;
import java.util.function.Consumer;

/// Grabs a source for a look at it, on a thread of its own.
final class PreviewLoop implements Studio.Preview {

    /// Enough to see that it moves.
    private static final int FPS = 12;

    private static final Size WITHIN = new Size(640, 360);

    private final SourceSpec spec;
    private final Consumer<Picture> pictures;
    private final Consumer<MediaException> failed;
    private final Thread thread = Thread.ofPlatform().daemon().name("preview").unstarted(this::run);
    private volatile boolean closed;

    private PreviewLoop(SourceSpec spec, Consumer<Picture> pictures, Consumer<MediaException> failed) {
        this.spec = spec;
        this.pictures = pictures;
        this.failed = failed;
    }

    static Studio.Preview start(SourceSpec spec, Consumer<Picture> pictures, Consumer<MediaException> failed) {
        PreviewLoop loop = new PreviewLoop(spec, pictures, failed);
        loop.thread.start();
        return loop;
    }

    private void run() {
        try (VideoSource source = VideoSource.open(spec, new CaptureSettings(null, FPS, null));
                PictureScaler scaler = new PictureScaler(WITHIN)) {
            for (RawFrame frame = source.next(); frame != null && !closed; frame = source.next()) {
                if (!frame.sameAsPrevious()) {
                    try (Picture picture = scaler.scale(frame)) {
                        pictures.accept(picture);
                    }
                }
            }
        } catch (MediaException e) {
            tell(e);
        } catch (InterruptedException e) {
            // Closed.
        } catch (Throwable e) {
            tell(MediaException.unforeseen("The preview", e));
        }
    }

    private void tell(MediaException e) {
        if (!closed) {
            failed.accept(e);
        }
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
