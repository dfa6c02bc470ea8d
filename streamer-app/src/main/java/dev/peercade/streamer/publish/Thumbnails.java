package dev.peercade.streamer.publish;

import dev.peercade.media.JpegStill;
import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.Size;
import dev.peercade.peer.session.MediatorException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Sends stills of what goes out to the mediator, from [#begin(UUID)] on. The picture's thread only scales.
public final class Thumbnails {

    private static final Size WITHIN = new Size(480, 270);
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /// What the mediator takes.
    private static final int BYTES_MAX = 64 * 1024;

    /// Blocks until the mediator has it.
    @FunctionalInterface
    public interface Upload {
        void put(UUID session, byte[] jpeg) throws MediatorException;
    }

    private final Upload upload;
    private final Consumer<Exception> failed;
    private final PictureTap tap = new PictureTap(WITHIN, this::send);
    private final AtomicBoolean sending = new AtomicBoolean();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile @Nullable UUID session;

    /// @param failed told of the first failure only, by any thread
    public Thumbnails(Upload upload, Consumer<Exception> failed) {
        this.upload = upload;
        this.failed = failed;
    }

    /// Where the pictures come in.
    public PictureTap tap() {
        return tap;
    }

    /// From now on the mediator may have them. Any thread.
    public void begin(UUID ofSession) {
        session = ofSession;
        tap.every(PERIOD);
    }

    /// A still that is not sent before the next one is due is not overtaken by it.
    private void send(Picture picture) {
        UUID of = session;
        if (of == null || !sending.compareAndSet(false, true)) {
            return;
        }
        Picture still = picture.share();
        Thread.ofVirtual().name("thumbnail").start(() -> {
            try (still) {
                upload.put(of, JpegStill.encode(still, BYTES_MAX));
            } catch (MediatorException | MediaException | RuntimeException e) {
                if (told.compareAndSet(false, true)) {
                    failed.accept(e);
                }
            } finally {
                sending.set(false);
            }
        });
    }
}
