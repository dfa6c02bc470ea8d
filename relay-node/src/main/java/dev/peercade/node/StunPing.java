package dev.peercade.node;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Waits until a TURN server answers on this machine (RFC 8489, Binding).
final class StunPing {

    private static final int HEADER = 20;
    private static final int MAGIC_COOKIE = 0x2112A442;
    private static final Duration TRY = Duration.ofMillis(200);
    private static final SecureRandom RANDOM = new SecureRandom();

    private StunPing() {}

    /// Says whether it answered before the patience was over or `child` had ended.
    static boolean await(InetAddress address, int port, Process child, Duration patience) throws InterruptedException {
        long until = System.nanoTime() + patience.toNanos();
        while (System.nanoTime() < until && child.isAlive()) {
            try (DatagramSocket socket = new DatagramSocket()) {
                socket.connect(address, port);
                if (answers(socket)) {
                    return true;
                }
            } catch (PortUnreachableException e) {
                // It does not listen yet.
                TimeUnit.MILLISECONDS.sleep(TRY.toMillis());
            } catch (IOException e) {
                return false;
            }
        }
        return false;
    }

    private static boolean answers(DatagramSocket socket) throws IOException {
        byte[] transaction = new byte[12];
        RANDOM.nextBytes(transaction);
        byte[] request = ByteBuffer.allocate(HEADER)
                .putInt(0x0001_0000)
                .putInt(MAGIC_COOKIE)
                .put(transaction)
                .array();
        socket.setSoTimeout((int) TRY.toMillis());
        socket.send(new DatagramPacket(request, HEADER));
        DatagramPacket answer = new DatagramPacket(new byte[1_500], 1_500);
        try {
            socket.receive(answer);
        } catch (SocketTimeoutException e) {
            return false;
        }
        return answer.getLength() >= HEADER && Arrays.equals(answer.getData(), 4, HEADER, request, 4, HEADER);
    }
}
