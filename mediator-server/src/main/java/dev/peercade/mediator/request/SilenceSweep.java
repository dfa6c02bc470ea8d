package dev.peercade.mediator.request;

import dev.peercade.mediator.session.StreamingSessionDataService.OpenSession;
import dev.peercade.mediator.session.StreamingSessionService;
import dev.peercade.mediator.sign.SignsOfLife;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/// Ends what has gone silent and what nobody serves. Its memory begins with the mediator, so that each count
/// starts at the later of the last sign and the mediator's own start. One thread at a time.
public final class SilenceSweep {

    /// A viewer whose firewall is open is served within two of the streamer's polls or never.
    public static final Duration SERVED_WITHIN = Duration.ofSeconds(60);

    /// A streamer in the middle of a game gets time to look.
    public static final Duration ADMITTED_WITHIN = Duration.ofMinutes(10);

    /// After a longer pause (a suspended machine, a database that was away) nobody could be heard: the count starts
    /// anew.
    static final Duration PAUSE_MAX = Duration.ofSeconds(15);

    private static final Logger log = LoggerFactory.getLogger(SilenceSweep.class);

    /// How a request waits, and since when; another state starts another wait.
    private record Waiting(RequestStatus status, AdmissionState admission, long sinceNanos) {}

    private final StreamingSessionService sessions;
    private final ViewRequestService requests;
    private final SignsOfLife signs;
    private final LongSupplier nanoTime;
    private final Map<UUID, Waiting> waiting = new HashMap<>();
    private long lastNanos;

    /// @param nanoTime a steady clock, the one that the signs are noted with
    public SilenceSweep(
            StreamingSessionService sessions, ViewRequestService requests, SignsOfLife signs, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.requests = requests;
        this.signs = signs;
        this.nanoTime = nanoTime;
        this.lastNanos = nanoTime.getAsLong();
    }

    /// To be called every 2 s.
    public synchronized void sweep() {
        long now = nanoTime.getAsLong();
        if (now - lastNanos > PAUSE_MAX.toNanos()) {
            signs.startAnew();
            waiting.clear();
        }
        try {
            for (OpenSession session : sessions.unfinished()) {
                if (signs.silent(session.id(), session.streamerId())) {
                    sessions.finishLost(session.id());
                }
            }
            sweepRequests(requests.open(), now);
            signs.forgetOld();
            lastNanos = now;
        } catch (DataAccessException | TransactionException e) {
            // The next sweep that succeeds finds the long pause.
            log.warn("The database does not answer the sweep: {}", e.getClass().getSimpleName());
        }
    }

    private void sweepRequests(List<ViewRequestDataService.OpenRequest> open, long now) {
        Map<UUID, Waiting> still = new HashMap<>();
        for (ViewRequestDataService.OpenRequest request : open) {
            Waiting before = waiting.get(request.id());
            Waiting wait = new Waiting(request.status(), request.admission(), now);
            if (before != null && before.status() == wait.status() && before.admission() == wait.admission()) {
                wait = before;
            }
            still.put(request.id(), wait);
            if (signs.silent(request.id(), request.viewerId())) {
                requests.closeIfStill(request, CloseReason.VIEWER_LOST);
            } else if (now - wait.sinceNanos() > patience(wait).toNanos()) {
                requests.closeIfStill(request, CloseReason.EXPIRED);
            }
        }
        waiting.clear();
        waiting.putAll(still);
    }

    private static Duration patience(Waiting wait) {
        if (wait.status() == RequestStatus.PROCESSED) {
            // Served: only silence ends it.
            return Duration.ofNanos(Long.MAX_VALUE);
        }
        return wait.admission() == AdmissionState.PENDING ? ADMITTED_WITHIN : SERVED_WITHIN;
    }
}
