package dev.peercade.node;

import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.RelayNodeClient;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The node's seat in the mediator's table: taken at the start, held by a beat every 10 s, taken again when the
/// mediator has forgotten it, given back at the end. One thread of its own; an outage of the mediator ends
/// nothing.
final class Membership implements AutoCloseable {

    static final Duration BETWEEN_BEATS = Duration.ofSeconds(10);

    private static final Logger log = LoggerFactory.getLogger(Membership.class);
    private static final String NOT_FOUND = "not-found";

    private final RelayNodeClient mediator;
    private final NewRelayNode node;
    private final KnownNodes known;
    private final Duration between;
    private final Consumer<NodeEvent> events;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private @Nullable RelayNode registered;
    private boolean away;

    private Membership(
            RelayNodeClient mediator,
            NewRelayNode node,
            KnownNodes known,
            Duration between,
            Consumer<NodeEvent> events) {
        this.mediator = mediator;
        this.node = node;
        this.known = known;
        this.between = between;
        this.events = events;
        this.thread = Thread.ofVirtual().name("peercade-node-beat").unstarted(this::run);
    }

    /// Registers, and begins to beat.
    ///
    /// @param between beats; [#BETWEEN_BEATS] but in tests
    /// @param events told from the caller's thread and from one of its own
    /// @throws MediatorException when the mediator refuses or does not answer: whoever starts a node is told at
    ///     once
    static Membership begin(
            RelayNodeClient mediator, NewRelayNode node, KnownNodes known, Duration between, Consumer<NodeEvent> events)
            throws MediatorException, NodeException {
        Membership membership = new Membership(mediator, node, known, between, events);
        membership.register();
        membership.thread.start();
        return membership;
    }

    private void register() throws MediatorException, NodeException {
        String key = mediator.info().relayKey();
        if (key == null) {
            throw new MediatorException(
                    "no-relay-nodes",
                    "This mediator knows no relay nodes.",
                    "Run a newer one; both come with the same program.");
        }
        RelayNode taken = mediator.register(node);
        registered = taken;
        known.trust(key);
        events.accept(new NodeEvent.Registered(taken));
    }

    private void run() {
        try {
            while (!stopped.await(between.toMillis(), TimeUnit.MILLISECONDS)) {
                live();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void live() {
        try {
            RelayNode present = registered;
            if (present == null) {
                register();
            } else {
                mediator.beat(present.id());
            }
            away = false;
        } catch (MediatorException e) {
            if (registered != null && e.code().equals(NOT_FOUND)) {
                registered = null;
                events.accept(new NodeEvent.Forgotten());
                live();
                return;
            }
            log.debug("The mediator does not take the beat: {}", e.code());
            if (!away) {
                away = true;
                events.accept(new NodeEvent.MediatorAway(String.valueOf(e.getMessage())));
            }
        } catch (NodeException e) {
            log.warn("{}", String.valueOf(e.getMessage()));
        }
    }

    /// Says goodbye, so that nobody is sent here any more.
    @Override
    public void close() {
        stopped.countDown();
        try {
            thread.join();
            RelayNode present = registered;
            if (present != null) {
                mediator.remove(present.id());
            }
        } catch (MediatorException e) {
            log.debug("The goodbye was lost, silence will do: {}", e.code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
