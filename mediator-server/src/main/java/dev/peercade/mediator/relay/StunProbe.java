package dev.peercade.mediator.relay;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// Asks whether a STUN server answers at an address (RFC 8489, Binding), as every TURN server does.
final class StunProbe {

    /// RFC 8489, section 6.2.1 would go on for 39.5 s; an agent waits for the answer, and what loses three
    /// datagrams in a row is no node to send media over.
    private static final int TRIES = 3;

    private static final Duration TRY = Duration.ofSeconds(1);
    private static final int HEADER = 20;
    private static final short BINDING_REQUEST = 0x0001;
    private static final short BINDING_SUCCESS = 0x0101;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// What came of it.
    enum Outcome {
        ANSWERED,
        SILENT,
        /// This machine has no way to addresses of that family, so nothing is known of the node.
        NO_ROUTE
    }

    private StunProbe() {}

    /// Blocks for 3 s at most.
    static Outcome ask(InetAddress address, int port) {
        byte[] transaction = new byte[12];
        RANDOM.nextBytes(transaction);
        byte[] request = ByteBuffer.allocate(HEADER)
                .putShort(BINDING_REQUEST)
                .putShort((short) 0)
                .putInt(MAGIC_COOKIE)
                .put(transaction)
                .array();
        try (DatagramSocket socket = new DatagramSocket()) {
            // A connected socket hears that address and port only.
            socket.connect(new InetSocketAddress(address, port));
            for (int attempt = 0; attempt < TRIES; attempt++) {
                if (answers(socket, request)) {
                    return Outcome.ANSWERED;
                }
            }
            return Outcome.SILENT;
        } catch (IOException e) {
            return Outcome.NO_ROUTE;
        }
    }

    /// @throws IOException where the datagram cannot even be sent
    private static boolean answers(DatagramSocket socket, byte[] request) throws IOException {
        long until = System.nanoTime() + TRY.toNanos();
        try {
            socket.send(new DatagramPacket(request, request.length));
        } catch (PortUnreachableException e) {
            // Said of the datagram before: nobody listened yet.
            LockSupport.parkNanos(until - System.nanoTime());
            return false;
        }
        byte[] bytes = new byte[1_500];
        for (long left = TRY.toMillis(); left > 0; left = (until - System.nanoTime()) / 1_000_000) {
            socket.setSoTimeout((int) left);
            DatagramPacket answer = new DatagramPacket(bytes, bytes.length);
            try {
                socket.receive(answer);
                if (isAnswer(ByteBuffer.wrap(bytes, 0, answer.getLength()), request)) {
                    return true;
                }
            } catch (SocketTimeoutException e) {
                return false;
            } catch (PortUnreachableException e) {
                LockSupport.parkNanos(until - System.nanoTime());
                return false;
            }
        }
        return false;
    }

    /// RFC 8489, section 6.3.3: the transaction id is what tells an answer from what anyone may send.
    private static boolean isAnswer(ByteBuffer answer, byte[] request) {
        return answer.remaining() >= HEADER
                && answer.getShort(0) == BINDING_SUCCESS
                && (answer.getShort(2) & 0xffff) == answer.remaining() - HEADER
                && Arrays.equals(answer.array(), 4, HEADER, request, 4, HEADER);
    }
}
