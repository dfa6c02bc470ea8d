package dev.peercade.peer.edge.dtls;

import dev.peercade.peer.secure.DatagramGuard.DtlsRecord;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.bouncycastle.tls.DTLSTransport;
import org.bouncycastle.tls.DatagramTransport;
import org.jspecify.annotations.Nullable;

/// What the library takes for its network: gives it one record at a time, gathers what it sends into datagrams, and
/// repeats a flight that stays unanswered. Belongs to the association's thread.
final class FlightTransport implements DatagramTransport {

    /// The IPv6 minimum of 1280 less headers and a tunnel's.
    static final int MTU = 1200;

    private static final int RECEIVE_LIMIT = 13 + (1 << 14) + 2048;

    /// The library doubles its resend time without a useful limit, so that at 50 % loss it would be silent for most
    /// of the 30 s. Repeating a flight of 1 kB every 400 ms burdens no path that is to carry video.
    private static final long REPEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

    /// Anyone who knows the 5-tuple can forge a plaintext alert, so it counts only when the handshake then stands
    /// still: a peer that has truly refused sends nothing more, a living one repeats its flight every 400 ms.
    private static final long REFUSAL_NANOS = TimeUnit.SECONDS.toNanos(2);

    private static final int SEQUENCE_AT = 3;
    private static final int MAX_FLIGHT_DATAGRAMS = 16;

    private final RecordQueue queue;
    private final Consumer<byte[]> network;
    private final ByteBuffer gathered = ByteBuffer.allocate(MTU);
    private List<byte[]> flight = new ArrayList<>();
    private boolean answered;
    private long sentAt;
    private long plaintextRecords;
    private @Nullable Long refusedAt;
    private boolean established;
    private @Nullable DtlsRecord pending;

    FlightTransport(RecordQueue queue, Consumer<byte[]> network) {
        this.queue = queue;
        this.network = network;
    }

    @Override
    public int getReceiveLimit() {
        return RECEIVE_LIMIT;
    }

    @Override
    public int getSendLimit() {
        return MTU;
    }

    /// -1 when the time is up (the library's own convention).
    @Override
    public int receive(byte[] buffer, int offset, int length, int waitMillis) throws IOException {
        flush();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMillis);
        while (true) {
            long now = System.nanoTime();
            if (refusedAt != null && now - refusedAt >= REFUSAL_NANOS) {
                throw new IOException("the peer refused");
            }
            if (!established && !flight.isEmpty() && now - sentAt >= REPEAT_NANOS) {
                repeatFlight();
            }
            long wait = Math.min(deadline - now, REPEAT_NANOS);
            if (wait <= 0) {
                return -1;
            }
            DtlsRecord next = poll(wait);
            if (next == null) {
                continue;
            }
            if (next.epoch() == 0 && next.kind() == DtlsRecord.Kind.ALERT) {
                refusedAt = refusedAt == null ? System.nanoTime() : refusedAt;
                continue;
            }
            refusedAt = null;
            answered = true;
            byte[] bytes = next.epoch() == 0 ? renumbered(next.bytes()) : next.bytes();
            int count = Math.min(length, bytes.length);
            System.arraycopy(bytes, 0, buffer, offset, count);
            return count;
        }
    }

    /// Hands the library one protected record outside of its own waiting.
    ///
    /// @return whether the library lives on; if not, that ends nothing, since its keys have been exported
    boolean feed(DtlsRecord arrived, DTLSTransport library, byte[] buffer) {
        pending = arrived;
        try {
            library.receive(buffer, 0, buffer.length, 1);
            return true;
        } catch (InterruptedIOException e) {
            return true;
        } catch (IOException | RuntimeException e) {
            return false;
        } finally {
            pending = null;
            flush();
        }
    }

    private @Nullable DtlsRecord poll(long waitNanos) throws IOException {
        if (established) {
            DtlsRecord only = pending;
            pending = null;
            if (only == null) {
                // The one exception that the library passes on without ending its association.
                throw new InterruptedIOException("nothing more to hand in");
            }
            return only;
        }
        try {
            DtlsRecord next = queue.poll(waitNanos);
            if (next == null && queue.isClosed()) {
                throw new InterruptedIOException("closed");
            }
            return next;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    /// The numbers of plaintext records are anyone's to forge, and one that is too high would make the library
    /// discard all genuine ones as old. Handshake messages have numbers of their own, so these are given in the
    /// order of arrival.
    private byte[] renumbered(byte[] bytes) {
        byte[] copy = Arrays.copyOf(bytes, bytes.length);
        ByteBuffer.wrap(copy).putLong(SEQUENCE_AT, plaintextRecords++);
        return copy;
    }

    @Override
    public void send(byte[] buffer, int offset, int length) {
        if (answered && !established) {
            flight = new ArrayList<>();
            answered = false;
        }
        if (gathered.remaining() < length) {
            flush();
        }
        if (length > gathered.remaining()) {
            emit(Arrays.copyOfRange(buffer, offset, offset + length));
        } else {
            gathered.put(buffer, offset, length);
        }
    }

    /// From now on records come by [#feed] only, and the flight that has been sent last stays the last.
    void onEstablished() {
        flush();
        established = true;
    }

    /// Sends what has been gathered.
    void flush() {
        if (gathered.position() > 0) {
            byte[] datagram = Arrays.copyOf(gathered.array(), gathered.position());
            gathered.clear();
            emit(datagram);
        }
    }

    private void emit(byte[] datagram) {
        sentAt = System.nanoTime();
        if (established) {
            network.accept(datagram);
            return;
        }
        if (flight.size() >= MAX_FLIGHT_DATAGRAMS) {
            // The library repeats with new record numbers: the oldest repetition is worth the least.
            flight.removeFirst();
        }
        flight.add(datagram);
        network.accept(datagram);
    }

    /// Sends the latest flight again as it was: to the network a duplicate, so its encryption is no second use of a
    /// nonce.
    void repeatFlight() {
        sentAt = System.nanoTime();
        flight.forEach(network);
    }

    @Override
    public void close() {
        flush();
    }
}
