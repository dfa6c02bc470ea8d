package dev.peercade.mediator.signal;

import dev.peercade.mediator.account.Address;
import dev.peercade.mediator.account.TokenOwner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;

/// One client's push channel. Its own virtual thread sends, so that a slow reader delays nobody else, and its queue
/// is short, so that a slow reader is cut rather than buffered: it reads again after it has connected anew.
final class SignalChannel {

    /// More than a burst of changes of one peer; a list subscriber that lags behind by so many is too slow.
    static final int QUEUE_MAX = 256;

    private static final Logger log = LoggerFactory.getLogger(SignalChannel.class);

    static final CloseStatus TOO_SLOW = CloseStatus.POLICY_VIOLATION.withReason("reads too slowly");

    /// What the channel's thread is to do.
    private sealed interface Task {
        record Send(WebSocketMessage<?> message) implements Task {}

        record End(CloseStatus status) implements Task {}
    }

    private final WebSocketSession socket;
    private final Address address;
    private final BlockingQueue<Task> queue = new ArrayBlockingQueue<>(QUEUE_MAX);
    private final AtomicBoolean closing = new AtomicBoolean();
    private final InboundLimit inbound;
    private final long openedNanos;
    private volatile long heardNanos;
    private volatile @Nullable TokenOwner owner;
    private volatile boolean subscribed;

    SignalChannel(WebSocketSession socket, Address address, long now) {
        this.socket = socket;
        this.address = address;
        this.openedNanos = now;
        this.heardNanos = now;
        this.inbound = new InboundLimit(now);
        Thread.ofVirtual().name("signal-" + socket.getId()).start(this::drain);
    }

    /// Hands over for sending; cuts the channel when its reader is too slow.
    void send(String message) {
        if (!queue.offer(new Task.Send(new TextMessage(message)))) {
            close(TOO_SLOW);
        }
    }

    void ping() {
        if (!queue.offer(new Task.Send(new PingMessage(ByteBuffer.allocate(0))))) {
            close(TOO_SLOW);
        }
    }

    /// Ends the channel at once; what waits to be sent is dropped. Does not block.
    void close(CloseStatus status) {
        if (closing.compareAndSet(false, true)) {
            queue.clear();
            queue.offer(new Task.End(status));
            // The channel's own thread may hang in a send to a reader that takes nothing.
            Thread.ofVirtual().start(() -> closeSocket(status));
        }
    }

    /// Sends a last message, which the client should still read, and then closes.
    void closeAfter(String lastMessage, CloseStatus status) {
        send(lastMessage);
        if (!queue.offer(new Task.End(status))) {
            close(TOO_SLOW);
        }
    }

    private void drain() {
        try {
            while (true) {
                switch (queue.take()) {
                    case Task.Send(WebSocketMessage<?> message) -> socket.sendMessage(message);
                    case Task.End(CloseStatus status) -> {
                        close(status);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException e) {
            close(CloseStatus.SESSION_NOT_RELIABLE);
        }
    }

    private void closeSocket(CloseStatus status) {
        try {
            socket.close(status);
        } catch (IOException | RuntimeException e) {
            log.debug("A push channel did not close well", e);
        }
    }

    /// Notes that the client was heard; false when it talks too much.
    boolean heard(long now) {
        heardNanos = now;
        return inbound.take(now);
    }

    void authenticated(TokenOwner newOwner) {
        this.owner = newOwner;
    }

    void subscribe(boolean on) {
        this.subscribed = on;
    }

    boolean subscribed() {
        return subscribed;
    }

    @Nullable
    TokenOwner owner() {
        return owner;
    }

    String socketId() {
        return socket.getId();
    }

    Address address() {
        return address;
    }

    long openedNanos() {
        return openedNanos;
    }

    long heardNanos() {
        return heardNanos;
    }

    /// Clients send a token, a subscription, and pongs: forty at once and four a second are plenty. One thread at a
    /// time.
    private static final class InboundLimit {

        private static final double BURST = 40;
        private static final double PER_NANO = 4e-9;

        private double left = BURST;
        private long lastNanos;

        InboundLimit(long now) {
            this.lastNanos = now;
        }

        synchronized boolean take(long now) {
            left = Math.min(BURST, left + (now - lastNanos) * PER_NANO) - 1;
            lastNanos = now;
            return left >= 0;
        }
    }
}
