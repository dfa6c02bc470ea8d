package dev.peercade.mediator.stun;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells peers the address that their datagrams come from (RFC 8489, Binding only), so that the suite needs no
/// STUN server of somebody else, and what kind of NAT they are behind (RFC 5780): by answers from the next port
/// and, where it has two addresses, from the other one. Datagrams that are not a Binding request get no reply.
/// Left out of RFC 5780 are RESPONSE-PORT, by which answers go where nobody asked, and PADDING, by which they
/// grow.
public final class StunResponder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StunResponder.class);

    /// A peer asks a few times a session; a thousand peers behind one NAT or in one test still get through in
    /// seconds.
    private static final SourceLimit.Rate EACH = new SourceLimit.Rate(200, 50);

    /// 5 000 answers of 32 to 100 bytes are 160 to 500 kB/s: what a flood with forged sources gets out of this
    /// responder at most.
    private static final SourceLimit.Rate ALL = new SourceLimit.Rate(5_000, 5_000);

    private static final int SOURCES = 4_096;
    private static final int DATAGRAM_MAX = 1_500;
    private static final int BATCH_MAX = 64;

    private final StunEnds ends;
    private final Selector selector;
    private final SourceLimit limit;
    private final LongAdder answered = new LongAdder();
    private final LongAdder limited = new LongAdder();
    private final LongAdder ignored = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final ByteBuffer in = ByteBuffer.allocateDirect(DATAGRAM_MAX);
    private final ByteBuffer answer = ByteBuffer.allocateDirect(BindingAnswer.MAX_BYTES);
    private final Thread thread;

    private StunResponder(StunEnds ends, Selector selector, SourceLimit limit) {
        this.ends = ends;
        this.selector = selector;
        this.limit = limit;
        this.thread = Thread.ofPlatform().name("stun").daemon().unstarted(this::serve);
    }

    /// On one address. Takes the next port too, where it is free.
    ///
    /// @param port UDP; 0 takes a free one
    /// @throws SocketException when the port cannot be had
    public static StunResponder start(InetAddress bind, int port) throws SocketException {
        return start(List.of(bind), port);
    }

    /// @param addresses one or two of each family; with two of them peers learn all that there is to know about
    ///     their NATs (RFC 5780)
    /// @param port UDP; 0 takes a free one
    /// @throws SocketException when the port cannot be had
    public static StunResponder start(List<InetAddress> addresses, int port) throws SocketException {
        return start(addresses, port, new SourceLimit(EACH, ALL, SOURCES, System.nanoTime()));
    }

    static StunResponder start(List<InetAddress> addresses, int port, SourceLimit limit) throws SocketException {
        StunEnds ends = StunEnds.open(addresses, port);
        try {
            Selector selector = Selector.open();
            for (StunEnd end : ends.all()) {
                end.channel().register(selector, SelectionKey.OP_READ, end);
            }
            StunResponder responder = new StunResponder(ends, selector, limit);
            responder.thread.start();
            return responder;
        } catch (IOException e) {
            ends.close();
            SocketException refused = new SocketException(e.getMessage());
            refused.initCause(e);
            throw refused;
        }
    }

    /// UDP; where peers ask. Answers about NATs come from the next one too.
    public int port() {
        return ends.port();
    }

    /// Whether it has the next port as well, so that peers can ask what their NAT lets in (RFC 5780).
    public boolean hasNextPort() {
        return ends.all().getLast().secondPort();
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

    /// Payload bytes of all datagrams that came in; of one that is longer than a datagram of the protocol can be,
    /// as much as was read.
    public long bytesIn() {
        return bytesIn.sum();
    }

    /// Payload bytes of all answers. Beside [#bytesIn()] it shows what somebody with forged addresses would gain.
    public long bytesOut() {
        return bytesOut.sum();
    }

    private void serve() {
        while (selector.isOpen()) {
            try {
                selector.select(key -> drain((StunEnd) key.attachment()));
            } catch (ClosedSelectorException e) {
                return;
            } catch (IOException e) {
                LOG.debug("The STUN responder was disturbed: {}", e.getClass().getSimpleName());
            }
        }
    }

    /// Some datagrams, so that a flood at one end does not starve the others.
    private void drain(StunEnd end) {
        for (int left = BATCH_MAX; left > 0; left--) {
            try {
                if (!(end.channel().receive(in.clear()) instanceof InetSocketAddress source)) {
                    return;
                }
                answer(end, source, in.flip());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                // The network may refuse a single answer; the next request is another matter.
                LOG.debug(
                        "A datagram of the STUN responder was lost: {}",
                        e.getClass().getSimpleName());
            }
        }
    }

    private void answer(StunEnd asked, InetSocketAddress source, ByteBuffer datagram) throws IOException {
        bytesIn.add(datagram.remaining());
        BindingRequest request = source.getPort() == 0 ? null : BindingRequest.parse(datagram);
        if (request == null) {
            ignored.increment();
            return;
        }
        if (!limit.admits(source.getAddress(), System.nanoTime())) {
            limited.increment();
            return;
        }
        // What is refused is refused where it was asked: a client takes no error from anywhere else.
        StunEnd from = request.unknown().isEmpty()
                ? ends.changed(asked, request.change().orElse(0))
                : asked;
        if (from == null) {
            // RFC 5780, section 6.1: a server without the end that is asked for understands no CHANGE-REQUEST.
            BindingAnswer.refuse(request, List.of(BindingRequest.CHANGE_REQUEST), answer);
            from = asked;
        } else {
            boolean changeRequested = request.change().isPresent();
            BindingAnswer.write(request, source, ends.origin(asked, from, changeRequested), answer);
        }
        answered.increment();
        bytesOut.add(answer.remaining());
        // To the address that asks and to no other, whichever end it comes from.
        from.channel().send(answer, source);
    }

    /// Frees the ports.
    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            LOG.debug("Closing failed: {}", e.getClass().getSimpleName());
        }
        ends.close();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
