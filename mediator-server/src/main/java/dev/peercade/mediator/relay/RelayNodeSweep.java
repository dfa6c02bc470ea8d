package dev.peercade.mediator.relay;

import dev.peercade.mediator.sign.SignsOfLife;
import java.time.Duration;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Hears the beats of relay nodes and removes the silent ones. As with sessions, its memory begins with the
/// mediator, and after an outage the count starts anew. Beats come from any thread, sweeps from one at a time.
final class RelayNodeSweep {

    /// Beats come every 10 s: three may get lost, and the fourth be late.
    static final Duration SILENCE = Duration.ofSeconds(35);

    /// After a longer pause nobody could be heard: the count starts anew.
    static final Duration PAUSE_MAX = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(RelayNodeSweep.class);

    private final RelayNodeService nodes;
    private final SignsOfLife beats;
    private final LongSupplier nanoTime;
    private long lastNanos;

    /// @param nanoTime a steady clock
    RelayNodeSweep(RelayNodeService nodes, LongSupplier nanoTime) {
        this.nodes = nodes;
        this.beats = new SignsOfLife(SILENCE, nanoTime);
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    /// Notes a sign of life of a node that is in the table.
    void beat(UUID id) {
        beats.sign(id);
    }

    /// To be called every 2 s.
    synchronized void sweep() {
        long now = nanoTime.getAsLong();
        if (now - lastNanos > PAUSE_MAX.toNanos()) {
            beats.startAnew();
        }
        try {
            for (StoredRelayNode node : nodes.all()) {
                if (beats.silent(node.id(), node.id()) && nodes.removeLost(node.id())) {
                    log.info(
                            "The relay node {} has been silent for {} s and is removed",
                            node.id(),
                            SILENCE.toSeconds());
                }
            }
            beats.forgetOld();
            lastNanos = now;
        } catch (DataAccessException | TransactionException e) {
            // The next sweep that succeeds finds the long pause.
            log.warn("The database does not answer the sweep: {}", e.getClass().getSimpleName());
        }
    }
}
