package dev.peercade.testbed.lab;

import dev.peercade.testbed.lab.NatBehaviour.Filtering;
import dev.peercade.testbed.lab.NatBehaviour.Mapping;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/// Finds out from inside how a NAT maps and filters, as RFC 5780, section 4 does. Of one socket. One thread.
final class NatProbe implements AutoCloseable {

    /// The lab answers in less than 1 ms; a machine with much else to do may let a thread wait.
    private static final int ANSWER_MILLIS = 250;
    /// Where nothing comes back, it is asked again, so that silence is not taken for a pause.
    private static final int TRIES = 3;
    /// A datagram that the NAT lets in is there before one that was sent after it, but for one that another
    /// processor overtakes.
    private static final int OVERTAKEN_MILLIS = 50;

    private final DatagramSocket socket;
    private final NatResponder responder;
    private byte question;

    /// @param socket in the home, which the probe closes
    NatProbe(DatagramSocket socket, NatResponder responder) {
        this.socket = socket;
        this.responder = responder;
    }

    /// Asks with two sockets of the home: filtering is that of a fresh mapping.
    static NatBehaviour behaviour(Host host, InetAddress local, NatResponder responder) throws IOException {
        try (NatProbe one = new NatProbe(host.socket(local, 0), responder);
                NatProbe other = new NatProbe(host.socket(local, 0), responder)) {
            return one.outside(0).isEmpty() ? NatBehaviour.BLOCKED : new NatBehaviour(one.mapping(), other.filtering());
        }
    }

    /// RFC 5780, section 4.3: "Determining NAT Mapping Behavior".
    Mapping mapping() throws IOException {
        InetSocketAddress first = outside(0).orElseThrow();
        if (first.equals(socket.getLocalSocketAddress())) {
            return Mapping.UNTRANSLATED;
        }
        boolean sameForAddress = outside(2).orElseThrow().equals(first);
        boolean sameForPort = outside(1).orElseThrow().equals(first);
        if (sameForAddress && sameForPort) {
            return Mapping.ENDPOINT_INDEPENDENT;
        }
        return sameForPort ? Mapping.ADDRESS_DEPENDENT : Mapping.ADDRESS_AND_PORT_DEPENDENT;
    }

    /// RFC 5780, section 4.4: "Determining NAT Filtering Behavior". Of a socket that has asked end 0 only.
    Filtering filtering() throws IOException {
        outside(0);
        if (answeredBy(3)) {
            return Filtering.ENDPOINT_INDEPENDENT;
        }
        return answeredBy(1) ? Filtering.ADDRESS_DEPENDENT : Filtering.ADDRESS_AND_PORT_DEPENDENT;
    }

    /// How this end of the responder sees the socket; empty when nothing comes back.
    Optional<InetSocketAddress> outside(int end) throws IOException {
        for (int tries = 0; tries < TRIES; tries++) {
            byte asked = ask(end, end);
            Optional<byte[]> answer = receive(ANSWER_MILLIS);
            while (answer.isPresent() && answer.get()[0] != asked) {
                answer = receive(ANSWER_MILLIS);
            }
            if (answer.isPresent()) {
                return Optional.of(seen(answer.get()));
            }
        }
        return Optional.empty();
    }

    /// Whether anything comes in until so many milliseconds have passed.
    boolean hears(int millis) throws IOException {
        return receive(millis).isPresent();
    }

    /// Whether a question to end 0 is answered by this other end. No silence has to be waited for: end 0's own
    /// answer, which was sent later, comes in for certain.
    private boolean answeredBy(int end) throws IOException {
        byte asked = ask(0, end);
        byte last = ask(0, 0);
        boolean answered = false;
        Optional<byte[]> answer = receive(ANSWER_MILLIS * TRIES);
        while (answer.isPresent()) {
            answered |= answer.get()[0] == asked;
            answer = receive(answer.get()[0] == last ? OVERTAKEN_MILLIS : ANSWER_MILLIS * TRIES);
            if (answered) {
                return true;
            }
        }
        return answered;
    }

    private byte ask(int end, int answeringEnd) throws IOException {
        byte[] bytes = {++question, (byte) answeringEnd};
        socket.send(new DatagramPacket(bytes, bytes.length, responder.end(end)));
        return question;
    }

    private Optional<byte[]> receive(int millis) throws IOException {
        socket.setSoTimeout(millis);
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        try {
            socket.receive(packet);
            return Optional.of(Arrays.copyOf(packet.getData(), packet.getLength()));
        } catch (SocketTimeoutException e) {
            return Optional.empty();
        }
    }

    /// Of an answer.
    static InetSocketAddress seen(byte[] answer) throws UnknownHostException {
        ByteBuffer in = ByteBuffer.wrap(answer, 2, answer.length - 2);
        int port = Short.toUnsignedInt(in.getShort());
        byte[] address = new byte[in.remaining()];
        in.get(address);
        return new InetSocketAddress(InetAddress.getByAddress(address), port);
    }

    @Override
    public void close() {
        socket.close();
    }
}
