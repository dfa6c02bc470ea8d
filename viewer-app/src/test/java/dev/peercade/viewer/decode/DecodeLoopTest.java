package dev.peercade.viewer.decode;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.media.MediaException;
import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.live.ViewerFigures;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DecodeLoopTest {

    @Test
    @Timeout(60)
    void anErrorEndsTheViewAndNobodyWaitsForEver() throws Exception {
        CompletableFuture<MediaException> told = new CompletableFuture<>();
        MonoTime now = new MonoTime(System.nanoTime());
        DecodeLoop loop = new DecodeLoop(new ViewerFigures(new UUID(0, 1), now), new DecodeLoop.Listener() {
            @Override
            public void onKeyframeNeeded() {
                throw new LinkageError("a native library of another version");
            }

            @Override
            public void onDecodingFailed(MediaException failure) {
                told.complete(failure);
            }
        });
        loop.start();
        // Damaged: a slice of a picture whose parameters never came.
        loop.offer(new AccessUnit(new byte[] {0, 0, 0, 1, 0x65, (byte) 0x88, (byte) 0x84, 0x21}, true, now));
        MediaException failure = told.get(30, TimeUnit.SECONDS);
        assertThat(failure.code()).isEqualTo("internal");
        assertThat(failure).hasMessageContaining("a native library of another version");
        assertThat(loop.finish()).isNull();
    }
}
