package dev.peercade.node;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.SplittableRandom;
import java.util.concurrent.Semaphore;

/// Lets a peer measure the way to and from this node: so many bytes down that nothing can compress, or bytes up
/// that are counted and dropped. Thread-safe.
final class SpeedTest {

    /// Two seconds at 100 Mbit/s, which is more than any stream wants.
    static final long BYTES_MAX = 25_000_000;

    /// At once, over all sources: relaying comes first.
    static final int AT_ONCE = 4;

    private static final int CHUNK = 64 * 1024;

    private final Semaphore free = new Semaphore(AT_ONCE);

    int running() {
        return AT_ONCE - free.availablePermits();
    }

    /// Says whether there was room for it.
    boolean tryRun(Measurement measurement) throws IOException {
        if (!free.tryAcquire()) {
            return false;
        }
        try {
            measurement.run();
        } finally {
            free.release();
        }
        return true;
    }

    /// One of the two.
    interface Measurement {
        void run() throws IOException;
    }

    static void download(HttpExchange exchange, long bytes) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(200, bytes == 0 ? -1 : bytes);
        SplittableRandom random = new SplittableRandom(bytes);
        byte[] chunk = new byte[CHUNK];
        try (OutputStream out = exchange.getResponseBody()) {
            for (long left = bytes; left > 0; left -= CHUNK) {
                random.nextBytes(chunk);
                out.write(chunk, 0, (int) Math.min(left, CHUNK));
            }
        }
    }

    /// How many bytes came, or -1 when they were too many.
    static long upload(InputStream in) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long bytes = 0;
        for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
            bytes += read;
            if (bytes > BYTES_MAX) {
                return -1;
            }
        }
        return bytes;
    }
}
