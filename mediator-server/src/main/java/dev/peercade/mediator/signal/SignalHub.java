package dev.peercade.mediator.signal;

import dev.peercade.mediator.account.TokensRevoked;
import dev.peercade.mediator.request.Party;
import dev.peercade.mediator.request.StoredRequest;
import dev.peercade.mediator.request.ViewRequestEvent;
import dev.peercade.mediator.request.ViewRequestService;
import dev.peercade.mediator.session.StreamingSessionEvent;
import dev.peercade.mediator.session.StreamingSessionService;
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

/// Tells peers what concerns them, once it is committed. One virtual thread does it; those who cause changes only
/// hand them over.
///
/// Two who commit at the same time may hand over in the other order. So a change only says what to look at, and what is
/// told is what stands there when its turn comes: each look is later than the commit that called for it, hence the
/// last message about an object tells its last state, and no message tells a state older than the one before. States in
/// between may be left out or told twice.
@Component
class SignalHub implements SmartLifecycle {

    /// Changes of some seconds of a busy mediator. When it is full, changes are dropped: clients poll too.
    private static final int QUEUE_MAX = 10_000;

    private static final Logger log = LoggerFactory.getLogger(SignalHub.class);

    private final SignalChannels channels;
    private final SignalCodec codec;
    private final StreamingSessionService sessions;
    private final ViewRequestService requests;
    private final Counter dropped;
    private final Counter failed;
    private final BlockingQueue<Object> events = new ArrayBlockingQueue<>(QUEUE_MAX);
    private volatile @Nullable Thread dispatcher;

    SignalHub(
            SignalChannels channels,
            SignalCodec codec,
            StreamingSessionService sessions,
            ViewRequestService requests,
            MeterRegistry meters) {
        this.channels = channels;
        this.codec = codec;
        this.sessions = sessions;
        this.requests = requests;
        this.dropped = meters.counter("peercade.signal.dropped");
        this.failed = meters.counter("peercade.signal.failed");
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
                    case StreamingSessionEvent.Changed changed -> tellSession(changed.sessionId());
                    case StreamingSessionEvent.EndpointPushed pushed -> tellEndpoint(pushed.sessionId());
                    case ViewRequestEvent.Changed changed ->
                        tellRequest(changed.stored().id());
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
            } catch (RuntimeException e) {
                // A fault of ours in one message must not silence all later ones.
                failed(e);
            }
        }
    }

    private void failed(RuntimeException e) {
        boolean first = failed.count() == 0;
        failed.increment();
        if (first) {
            log.error("A change could not be told over the push channel; further ones are only counted", e);
        }
    }

    private void tellSession(UUID id) {
        sessions.find(id).ifPresent(stored -> {
            Set<UUID> concerned = new HashSet<>(requests.viewers(id, false));
            concerned.add(stored.streamerId());
            String message = codec.write(new SignalMessage.SessionChanged(stored.session()));
            channels.send(concerned, stored.listed(), message);
        });
    }

    private void tellEndpoint(UUID sessionId) {
        Set<UUID> concerned = requests.viewers(sessionId, true);
        if (!concerned.isEmpty()) {
            sessions.endpoint(sessionId)
                    .map(endpoint -> codec.write(new SignalMessage.StreamerEndpointChanged(sessionId, endpoint)))
                    .ifPresent(message -> channels.send(concerned, false, message));
        }
    }

    private void tellRequest(UUID id) {
        requests.current(id).ifPresent(stored -> {
            channels.send(Set.of(stored.viewerId()), false, message(stored, Party.VIEWER));
            channels.send(Set.of(stored.streamerId()), false, message(stored, Party.STREAMER));
        });
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
