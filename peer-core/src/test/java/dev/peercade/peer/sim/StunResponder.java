package dev.peercade.peer.sim;

import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

/// A STUN server on a real socket of this machine, for tests of step 1.
public final class StunResponder implements AutoCloseable {

    private final DatagramSocket socket;
    private final AtomicInteger answered = new AtomicInteger();

    public StunResponder() throws SocketException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
    }

    public int port() {
        return socket.getLocalPort();
    }

    public int answered() {
        return answered.get();
    }

    /// What a STUN server says to this datagram, or null.
    public static byte[] answer(byte[] datagram, TransportAddress from) {
        StunMessage request = StunMessage.parse(datagram);
        return request == null || request.kind() != StunMessage.Kind.REQUEST
                ? null
                : new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, request.transaction())
                        .mappedAddress(from)
                        .toBytes();
    }

    private void serve() {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        try {
            while (true) {
                packet.setLength(1500);
                socket.receive(packet);
                byte[] answer = answer(
                        Arrays.copyOf(packet.getData(), packet.getLength()),
                        TransportAddress.of(packet.getAddress().getAddress(), packet.getPort()));
                if (answer != null) {
                    answered.incrementAndGet();
                    socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                }
            }
        } catch (IOException e) {
            // closed
        }
    }

    @Override
    public void close() {
        socket.close();
    }
}
