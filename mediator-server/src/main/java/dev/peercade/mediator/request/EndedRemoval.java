package dev.peercade.mediator.request;

import dev.peercade.mediator.game.GameService;
import dev.peercade.mediator.session.StreamingSessionService;
import java.time.Clock;
import java.time.Instant;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/// Removes what ended long ago, and with it what hangs on it: of sessions their requests and who is barred from them.
/// What has not ended is never touched, however old it is.
@Component
class EndedRemoval {

    private static final Logger log = LoggerFactory.getLogger(EndedRemoval.class);

    private final StreamingSessionService sessions;
    private final ViewRequestService requests;
    private final GameService games;
    private final Retention retention;
    private final Clock clock;

    EndedRemoval(
            StreamingSessionService sessions,
            ViewRequestService requests,
            GameService games,
            Retention retention,
            Clock clock) {
        this.sessions = sessions;
        this.requests = requests;
        this.games = games;
        this.retention = retention;
        this.clock = clock;
    }

    @Scheduled(initialDelayString = "PT10M", fixedDelayString = "PT1H")
    void run() {
        Instant before = clock.instant().minus(retention.ended());
        try {
            int removedSessions = all(before, sessions::removeFinished);
            int removedRequests = all(before, requests::removeClosed);
            // After the sessions, which hold on to their games.
            int removedGames = all(before, games::removeUnused);
            if (removedSessions + removedRequests + removedGames > 0) {
                log.info(
                        "Removed what ended long ago: {} sessions, {} view requests, {} games",
                        removedSessions,
                        removedRequests,
                        removedGames);
            }
        } catch (DataAccessException | TransactionException e) {
            log.warn(
                    "What ended long ago could not be removed and is tried again in an hour: {}",
                    e.getClass().getSimpleName());
        }
    }

    /// In portions, each a short transaction, so that nobody waits long for what it has locked.
    private static int all(Instant before, ToIntFunction<Instant> portion) {
        int removed = 0;
        int last;
        do {
            last = portion.applyAsInt(before);
            removed += last;
        } while (last > 0);
        return removed;
    }
}
