package dev.peercade.mediator.request;

import dev.peercade.mediator.session.StreamingSessionService;
import dev.peercade.mediator.sign.SignsOfLife;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/// Lets the sweep run every 2 s, which is as late as an end by silence may come.
@Component
class SweepSchedule {

    private final SilenceSweep sweep;

    SweepSchedule(StreamingSessionService sessions, ViewRequestService requests, SignsOfLife signs) {
        this.sweep = new SilenceSweep(sessions, requests, signs, System::nanoTime);
    }

    @Scheduled(fixedDelay = 2_000)
    void run() {
        sweep.sweep();
    }
}
