package dev.peercade.peer.edge.nodes;

import dev.peercade.peer.nodes.RoundTrips;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;

/// Asks a TURN port a few times how far it is, by binding requests (RFC 8489), which it answers anyone. One
/// question after the other, so that none waits behind another. [#close()] ends it.
final class StunRounds implements Waiting {

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /// Longer than any answer to a bare request.
    private static final int ANSWER_BYTES = 1_500;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final DatagramSocket socket;

    StunRounds() throws IOException {
        this.socket = new DatagramSocket();
    }

    /// @param each runs after every question
    RoundTrips ask(InetAddress address, int port, Runnable each) throws IOException, InterruptedException {
        RoundTrips trips = new RoundTrips();
        socket.connect(address, port);
        while (!trips.isOver()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            ask(trips);
            each.run();
        }
        return trips;
    }

    private void ask(RoundTrips trips) throws IOException {
        TransactionId transaction = new TransactionId(RANDOM.nextInt(), RANDOM.nextLong());
        byte[] question = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, transaction)
                .fingerprint()
                .toBytes();
        MonoTime askedAt = now();
        try {
            socket.send(new DatagramPacket(question, question.length));
            for (long left = PATIENCE.toMillis(); left > 0; left = PATIENCE.toMillis() - ms(askedAt)) {
                DatagramPacket packet = new DatagramPacket(new byte[ANSWER_BYTES], ANSWER_BYTES);
                socket.setSoTimeout((int) left);
                socket.receive(packet);
                MonoTime now = now();
                StunMessage answer = StunMessage.parse(Arrays.copyOf(packet.getData(), packet.getLength()));
                // One that comes late answers the question before.
                if (answer != null
                        && answer.kind() == StunMessage.Kind.SUCCESS
                        && answer.transaction().equals(transaction)) {
                    trips.answered(now.nanosSince(askedAt) / 1e6);
                    return;
                }
            }
        } catch (SocketTimeoutException | PortUnreachableException e) {
            trips.lost();
            return;
        }
        trips.lost();
    }

    private static long ms(MonoTime since) {
        return now().nanosSince(since) / 1_000_000;
    }

    private static MonoTime now() {
        return new MonoTime(System.nanoTime());
    }

    @Override
    public void close() {
        socket.close();
    }
}
