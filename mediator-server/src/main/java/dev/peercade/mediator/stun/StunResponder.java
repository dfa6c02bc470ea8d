package dev.peercade.mediator.stun;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells peers the address that their datagrams come from (RFC 8489, Binding only), so that the suite needs no STUN
/// server of somebody else. Datagrams that are not a Binding request get no reply.
public final class StunResponder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StunResponder.class);

    /// A peer asks a few times a session; a thousand peers behind one NAT or in one test still get through in
    /// seconds.
    private static final SourceLimit.Rate EACH = new SourceLimit.Rate(200, 50);

    /// 5 000 answers of 32 bytes are 160 kB/s: what a flood with forged sources gets out of this responder at most.
    private static final SourceLimit.Rate ALL = new SourceLimit.Rate(5_000, 5_000);

    private static final int SOURCES = 4_096;
    private static final int DATAGRAM_MAX = 1_500;

    private final DatagramSocket socket;
    private final SourceLimit limit;
    private final LongAdder answered = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final Thread thread;

    private StunResponder(DatagramSocket socket, SourceLimit limit) {
        this.socket = socket;
        this.limit = limit;
        this.thread = Thread.ofPlatform().name("stun").daemon().unstarted(this::serve);
    }

    /// @param port UDP; 0 takes a free one
    /// @throws SocketException when the port cannot be had
    public static StunResponder start(InetAddress bind, int port) throws SocketException {
        return start(bind, port, new SourceLimit(EACH, ALL, SOURCES, System.nanoTime()));
    }

    static StunResponder start(InetAddress bind, int port, SourceLimit limit) throws SocketException {
        StunResponder responder = new StunResponder(new DatagramSocket(new InetSocketAddress(bind, port)), limit);
        responder.thread.start();
        return responder;
    }

    /// UDP.
    public int port() {
        return socket.getLocalPort();
    }

    /// Binding requests that got an answer.
    public long answered() {
        return answered.sum();
    }

    /// Binding requests without an answer, because their source had enough.
    public long limited() {
        return limited.sum();
    }

    /// Datagrams that are no Binding request.
    public long ignored() {
        return ignored.sum();
    }

    /// Payload bytes of all datagrams that came in; of one that is longer than a datagram of the protocol can be, as
    /// much as was read.
    public long bytesIn() {
        return bytesIn.sum();
    }

    /// Payload bytes of all answers. Beside [#bytesIn()] it shows what somebody with forged addresses would gain.
    public long bytesOut() {
        return bytesOut.sum();
    }

    private void serve() {
        byte[] in = new byte[DATAGRAM_MAX];
        ByteBuffer answer = ByteBuffer.allocate(BindingAnswer.MAX_BYTES);
        while (!socket.isClosed()) {
            DatagramPacket packet = new DatagramPacket(in, in.length);
            try {
                socket.receive(packet);
                answer(packet, answer);
            } catch (IOException e) {
                // The network may refuse a single answer; the next request is another matter.
                if (!socket.isClosed()) {
                    LOG.debug(
                            "A datagram of the STUN responder was lost: {}",
                            e.getClass().getSimpleName());
                }
            }
        }
    }

    private void answer(DatagramPacket packet, ByteBuffer answer) throws IOException {
        InetSocketAddress source = (InetSocketAddress) packet.getSocketAddress();
        bytesIn.add(packet.getLength());
        ByteBuffer datagram = ByteBuffer.wrap(packet.getData(), packet.getOffset(), packet.getLength());
        if (source.getPort() == 0 || !BindingAnswer.write(datagram, source, answer)) {
            ignored.increment();
        } else if (!limit.admits(source.getAddress(), System.nanoTime())) {
            limited.increment();
        } else {
            answered.increment();
            bytesOut.add(answer.remaining());
            socket.send(new DatagramPacket(answer.array(), 0, answer.remaining(), source));
        }
    }

    /// Frees the port.
    @Override
    public void close() {
        socket.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
