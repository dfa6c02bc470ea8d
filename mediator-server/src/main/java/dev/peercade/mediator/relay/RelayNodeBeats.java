package dev.peercade.mediator.relay;

import java.util.UUID;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Where the beats of relay nodes arrive; lets the sweep run every 2 s, which is as late as an end by silence may
/// come.
@Component
public class RelayNodeBeats {

    private final RelayNodeSweep sweep;

    RelayNodeBeats(RelayNodeService nodes) {
        this.sweep = new RelayNodeSweep(nodes, System::nanoTime);
    }

    public void beat(UUID id) {
        sweep.beat(id);
    }

    @Scheduled(fixedDelay = 2_000)
    void run() {
        sweep.sweep();
    }
}
