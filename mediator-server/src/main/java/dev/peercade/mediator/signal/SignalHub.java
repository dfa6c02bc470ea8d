package dev.peercade.mediator.signal;

import dev.peercade.mediator.account.TokensRevoked;
import dev.peercade.mediator.request.Party;
import dev.peercade.mediator.request.StoredRequest;
import dev.peercade.mediator.request.ViewRequestEvent;
import dev.peercade.mediator.request.ViewRequestService;
import dev.peercade.mediator.session.StreamingSessionEvent;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.web.socket.CloseStatus;

/// Tells peers what concerns them, once it is committed. One virtual thread does it, in the order of the commits; those
/// who cause changes only hand them over.
@Component
class SignalHub implements SmartLifecycle {

    /// Changes of some seconds of a busy mediator. When it is full, changes are dropped: clients poll too.
    private static final int QUEUE_MAX = 10_000;

    private static final Logger log = LoggerFactory.getLogger(SignalHub.class);

    private final SignalChannels channels;
    private final SignalCodec codec;
    private final ViewRequestService requests;
    private final Counter dropped;
    private final BlockingQueue<Object> events = new ArrayBlockingQueue<>(QUEUE_MAX);
    private volatile @Nullable Thread dispatcher;

    SignalHub(SignalChannels channels, SignalCodec codec, ViewRequestService requests, MeterRegistry meters) {
        this.channels = channels;
        this.codec = codec;
        this.requests = requests;
        this.dropped = meters.counter("peercade.signal.dropped");
    }

    @TransactionalEventListener(fallbackExecution = true)
    void sessionEvent(StreamingSessionEvent event) {
        handOver(event);
    }

    @TransactionalEventListener(fallbackExecution = true)
    void requestEvent(ViewRequestEvent event) {
        handOver(event);
    }

    @TransactionalEventListener(fallbackExecution = true)
    void tokensRevoked(TokensRevoked event) {
        channels.closeThose(
                owner -> event.tokenIds().contains(owner.tokenId()),
                CloseStatus.POLICY_VIOLATION.withReason("token revoked"));
    }

    private void handOver(Object event) {
        if (!events.offer(event)) {
            dropped.increment();
        }
    }

    private void dispatch() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                switch (events.take()) {
                    case StreamingSessionEvent.Changed changed -> tell(changed);
                    case StreamingSessionEvent.EndpointPushed pushed -> tell(pushed);
                    case ViewRequestEvent.Changed changed -> tell(changed.stored());
                    default -> {
                        // Finishing: what follows from it is told by what it changes.
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (DataAccessException | TransactionException e) {
                dropped.increment();
                log.warn(
                        "The database does not answer the push channel: {}",
                        e.getClass().getSimpleName());
            }
        }
    }

    private void tell(StreamingSessionEvent.Changed changed) {
        StreamingSession session = changed.session();
        Set<UUID> concerned = new HashSet<>(requests.viewers(session.id(), false));
        concerned.add(changed.streamerId());
        String message = codec.write(new SignalMessage.SessionChanged(session));
        // What is NEW is not in lists yet.
        channels.send(concerned, session.status() != SessionStatus.NEW, message);
    }

    private void tell(StreamingSessionEvent.EndpointPushed pushed) {
        Set<UUID> concerned = requests.viewers(pushed.sessionId(), true);
        if (!concerned.isEmpty()) {
            String message =
                    codec.write(new SignalMessage.StreamerEndpointChanged(pushed.sessionId(), pushed.endpoint()));
            channels.send(concerned, false, message);
        }
    }

    private void tell(StoredRequest stored) {
        channels.send(Set.of(stored.viewerId()), false, message(stored, Party.VIEWER));
        channels.send(Set.of(stored.streamerId()), false, message(stored, Party.STREAMER));
    }

    private String message(StoredRequest stored, Party party) {
        return codec.write(new SignalMessage.RequestChanged(stored.seenBy(party)));
    }

    @Override
    public void start() {
        dispatcher = Thread.ofVirtual().name("signal-hub").start(this::dispatch);
    }

    @Override
    public void stop() {
        Thread running = dispatcher;
        if (running != null) {
            running.interrupt();
        }
        dispatcher = null;
        channels.closeAll(CloseStatus.SERVICE_RESTARTED);
    }

    @Override
    public boolean isRunning() {
        return dispatcher != null;
    }
}
