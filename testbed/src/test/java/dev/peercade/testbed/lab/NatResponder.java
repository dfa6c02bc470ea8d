package dev.peercade.testbed.lab;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Says what it sees of a datagram's source, from any of its four ends: two ports of each of two addresses (RFC
/// 5780, section 3). End 0 and end 1 share an address, so do 2 and 3; even ends share a port, so do odd ones.
///
/// A question is its number and the end that shall answer, one byte each; an answer is those two, the seen port,
/// and the seen address.
final class NatResponder implements AutoCloseable {

    static final int ENDS = 4;

    private static final int FIRST_PORT = 3478;
    private static final int QUESTION_BYTES = 2;

    private final List<DatagramSocket> ends = new ArrayList<>();

    /// @param local one address of each of two machines, of one family
    static NatResponder start(Host one, InetAddress local, Host other, InetAddress otherLocal) throws IOException {
        NatResponder responder = new NatResponder();
        for (int end = 0; end < ENDS; end++) {
            responder.ends.add(
                    end < 2 ? one.socket(local, FIRST_PORT + end) : other.socket(otherLocal, FIRST_PORT + end - 2));
        }
        responder.ends.forEach(
                end -> Thread.ofPlatform().daemon().name("NAT responder").start(() -> responder.serve(end)));
        return responder;
    }

    InetSocketAddress end(int end) {
        return (InetSocketAddress) ends.get(end).getLocalSocketAddress();
    }

    /// Sends what nobody asked for.
    void send(int end, byte[] datagram, InetSocketAddress to) throws IOException {
        ends.get(end).send(new DatagramPacket(datagram, datagram.length, to));
    }

    private void serve(DatagramSocket end) {
        DatagramPacket question = new DatagramPacket(new byte[64], 64);
        try {
            while (true) {
                question.setLength(64);
                end.receive(question);
                byte[] asked = Arrays.copyOf(question.getData(), question.getLength());
                if (asked.length == QUESTION_BYTES && asked[1] >= 0 && asked[1] < ENDS) {
                    InetSocketAddress seen = (InetSocketAddress) question.getSocketAddress();
                    send(asked[1], answer(asked, seen), seen);
                }
            }
        } catch (IOException e) {
            if (!end.isClosed()) {
                throw new AssertionError(e);
            }
        }
    }

    private static byte[] answer(byte[] asked, InetSocketAddress seen) {
        byte[] address = seen.getAddress().getAddress();
        return ByteBuffer.allocate(QUESTION_BYTES + Short.BYTES + address.length)
                .put(asked)
                .putShort((short) seen.getPort())
                .put(address)
                .array();
    }

    @Override
    public void close() {
        ends.forEach(DatagramSocket::close);
    }
}
