package dev.peercade.peer.edge.stun;

import dev.peercade.peer.port.AddressLocator;
import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.ice4j.ResponseCollector;
import org.ice4j.StunException;
import org.ice4j.StunResponseEvent;
import org.ice4j.StunTimeoutEvent;
import org.ice4j.Transport;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.ice4j.message.Message;
import org.ice4j.message.MessageFactory;
import org.ice4j.stack.StunStack;
import org.ice4j.stack.TransactionID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Step 1 with ice4j's STUN stack. The stack gets a socket of its own kind that sends through ours and is fed what
/// comes from the server, since ours has another reader.
public final class Ice4jAddressLocator implements AddressLocator {

    private static final Logger log = LoggerFactory.getLogger(Ice4jAddressLocator.class);

    /// Held, since java.util.logging forgets the levels of loggers that nobody holds. ice4j writes addresses into its
    /// log.
    private static final java.util.logging.Logger FOREIGN_LOG = java.util.logging.Logger.getLogger("org.ice4j");

    static {
        FOREIGN_LOG.setLevel(java.util.logging.Level.OFF);
        // Else ice4j asks a cloud's metadata address at start.
        System.setProperty("ice4j.harvest.mapping.aws.enabled", "false");
        // Every 100 ms until whoever asks has waited long enough. With waits that double it is five times in 3 s, and
        // where half of all datagrams are lost one start in four knew no public address.
        System.setProperty("org.ice4j.FIRST_CTRAN_RETRANS_AFTER", "100");
        System.setProperty("org.ice4j.MAX_CTRAN_RETRANS_TIMER", "100");
        System.setProperty("org.ice4j.MAX_RETRANSMISSIONS", "100");
    }

    @Override
    public Query ask(
            TransportAddress server,
            TransportAddress local,
            BiConsumer<TransportAddress, byte[]> send,
            Consumer<Result> result) {
        try {
            return new Asking(server, local, send, result);
        } catch (SocketException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Loads the classes of a first question: its configuration alone takes a third of a second. Blocks; to be called
    /// in the background.
    public void warmUp() {
        StunStack stack = new StunStack();
        try {
            Message question = MessageFactory.createBindingRequest();
            question.setTransactionID(TransactionID.createNewTransactionID().getBytes());
            question.encode(stack);
        } catch (StunException e) {
            log.debug("warm-up ended early", e);
        } finally {
            stack.shutDown();
        }
    }

    private static final class Asking implements Query, ResponseCollector {

        private final TransportAddress local;
        private final TransportAddress server;
        private final FedSocket socket;
        private final Consumer<Result> result;
        private final AtomicBoolean done = new AtomicBoolean();
        private volatile boolean closed;

        Asking(
                TransportAddress server,
                TransportAddress local,
                BiConsumer<TransportAddress, byte[]> send,
                Consumer<Result> result)
                throws SocketException {
            this.server = server;
            this.local = local;
            this.result = result;
            this.socket = new FedSocket(local, server, send);
            Thread.ofVirtual().name("peercade-stun").start(this::run);
        }

        /// The first use of ice4j loads a few hundred classes, which must not hold up the session's owner.
        private void run() {
            StunStack stack = new StunStack();
            try {
                stack.addSocket(socket);
                if (!closed) {
                    stack.sendRequest(MessageFactory.createBindingRequest(), foreign(server), foreign(local), this);
                    socket.awaitRelease();
                }
            } catch (IOException | RuntimeException e) {
                log.debug("ice4j could not ask: {}", e.getClass().getSimpleName());
                tell(new Result.Failed("The question could not be sent."));
            } finally {
                shutDown(stack);
            }
        }

        private void shutDown(StunStack stack) {
            try {
                stack.removeSocket(foreign(local));
                stack.shutDown();
            } catch (IOException | RuntimeException e) {
                log.debug("ice4j did not shut down cleanly: {}", e.getClass().getSimpleName());
            }
        }

        @Override
        public void onDatagram(byte[] datagram) {
            socket.feed(datagram);
        }

        @Override
        public void processResponse(StunResponseEvent event) {
            Attribute attribute = event.getResponse().getAttribute(Attribute.XOR_MAPPED_ADDRESS);
            if (attribute instanceof XorMappedAddressAttribute mapped) {
                org.ice4j.TransportAddress address =
                        mapped.getAddress(event.getMessage().getTransactionID());
                tell(new Result.Found(TransportAddress.of(address.getAddress().getAddress(), address.getPort())));
            } else {
                tell(new Result.Failed("The STUN server's answer holds no address."));
            }
        }

        @Override
        public void processTimeout(StunTimeoutEvent event) {
            tell(new Result.Failed("The STUN server did not answer."));
        }

        private void tell(Result found) {
            if (done.compareAndSet(false, true) && !closed) {
                result.accept(found);
            }
            socket.release();
        }

        @Override
        public void close() {
            closed = true;
            socket.release();
        }

        private static org.ice4j.TransportAddress foreign(TransportAddress address) throws UnknownHostException {
            return new org.ice4j.TransportAddress(
                    InetAddress.getByAddress(address.ip()), address.port(), Transport.UDP);
        }
    }
}
