package dev.peercade.peer.edge.stream;

import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sockets with two virtual threads each: one reads, the other writes what waits.
public final class SocketStreams implements StreamPort {

    private static final Logger log = LoggerFactory.getLogger(SocketStreams.class);

    private static final int CONNECT_MS = 5_000;

    /// A tenth of a second of 20 Mbit/s: what waits longer is of no use to anyone.
    private static final int WAITING_MAX = 256;

    /// STUN messages find room beyond that: a lost request is not repeated over a stream.
    private static final int REQUESTS_MAX = 64;

    /// What is read and not dealt with yet.
    private static final int READ_AHEAD = 64;

    private static final int READ_BYTES = 16 * 1024;

    @Override
    public Connection open(TransportAddress server, @Nullable String pin, Consumer<Event> events) {
        Stream stream = new Stream(events);
        Thread.ofVirtual().name("peercade-relay-read").start(() -> stream.run(server, pin));
        return stream;
    }

    private static final class Stream implements Connection {

        private final Consumer<Event> events;
        private final BlockingQueue<byte[]> waiting = new ArrayBlockingQueue<>(WAITING_MAX + REQUESTS_MAX);
        private final Semaphore ahead = new Semaphore(READ_AHEAD);
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile @Nullable Socket socket;
        private volatile @Nullable Thread writer;

        Stream(Consumer<Event> events) {
            this.events = events;
        }

        void run(TransportAddress server, @Nullable String pin) {
            try (Socket plain = new Socket()) {
                socket = plain;
                plain.setTcpNoDelay(true);
                plain.connect(new InetSocketAddress(InetAddress.getByAddress(server.ip()), server.port()), CONNECT_MS);
                if (closed.get()) {
                    return;
                }
                Socket ready = pin == null ? plain : secured(plain, pin);
                OutputStream out = ready.getOutputStream();
                writer = Thread.ofVirtual().name("peercade-relay-write").start(() -> write(out));
                tell(new Event.Opened());
                read(ready.getInputStream());
            } catch (IOException | InterruptedException | GeneralSecurityException | IllegalArgumentException e) {
                // The message names the address.
                log.debug("A stream to a relay ended: {}", e.getClass().getSimpleName());
            } finally {
                stopWriting();
                if (closed.compareAndSet(false, true)) {
                    events.accept(new Event.Closed());
                }
            }
        }

        private static Socket secured(Socket plain, String pin) throws IOException, GeneralSecurityException {
            return PinnedTrust.context(pin)
                    .getSocketFactory()
                    .createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), true);
        }

        private void read(InputStream in) throws IOException, InterruptedException {
            byte[] buffer = new byte[READ_BYTES];
            for (int read = in.read(buffer); read >= 0 && !closed.get(); read = in.read(buffer)) {
                ahead.acquire();
                tell(new Event.Received(Arrays.copyOf(buffer, read), ahead::release));
            }
        }

        private void write(OutputStream out) {
            try {
                while (!closed.get()) {
                    out.write(waiting.take());
                    out.flush();
                }
            } catch (IOException | InterruptedException e) {
                disconnect();
            }
        }

        private void tell(Event event) {
            if (!closed.get()) {
                events.accept(event);
            }
        }

        @Override
        public void send(byte[] message) {
            boolean request = message.length > 0 && message[0] >= 0 && message[0] < 0x40;
            boolean room = request || waiting.size() < WAITING_MAX;
            if (!room || !waiting.offer(message)) {
                log.trace("A relay takes less than is sent to it");
            }
        }

        @Override
        public void close() {
            closed.set(true);
            // Whoever waits for leave to read on ends too.
            ahead.release(READ_AHEAD);
            stopWriting();
            disconnect();
        }

        private void stopWriting() {
            Thread thread = writer;
            if (thread != null) {
                thread.interrupt();
            }
        }

        private void disconnect() {
            Socket open = socket;
            if (open != null) {
                try {
                    open.close();
                } catch (IOException e) {
                    log.trace("closed already", e);
                }
            }
        }
    }
}
