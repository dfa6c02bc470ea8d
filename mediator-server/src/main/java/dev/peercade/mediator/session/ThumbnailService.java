package dev.peercade.mediator.session;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;

/// Still pictures of sessions.
@Service
public class ThumbnailService {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /// Decoding takes a processor for some ms and 8 MiB; one at a time, so that the polls of others go on beside it.
    private final Semaphore decoder = new Semaphore(1, true);

    private final StreamingSessionDataService sessions;
    private final StreamingSessionFieldAccessValidator validator;
    private final ThumbnailReader reader;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ThumbnailService(
            StreamingSessionDataService sessions,
            StreamingSessionFieldAccessValidator validator,
            ThumbnailReader reader,
            ApplicationEventPublisher events,
            Clock clock) {
        this.sessions = sessions;
        this.validator = validator;
        this.reader = reader;
        this.events = events;
        this.clock = clock;
    }

    /// @throws ProblemException NOT_FOUND, FORBIDDEN, ILLEGAL_TRANSITION or THUMBNAIL_INVALID
    public void push(PeerPrincipal peer, UUID id, byte[] jpeg) {
        validator.checkThumbnail(find(id), peer.id());
        // Outside of any transaction: those who wait here hold no connection to the database.
        byte[] own = reencode(jpeg);
        Thumbnail thumbnail = new Thumbnail(own, clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (!sessions.putThumbnail(id, thumbnail)) {
            throw new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The session is FINISHED.");
        }
        StoredSession changed = find(id);
        events.publishEvent(new StreamingSessionEvent.Changed(changed.session(), changed.streamerId()));
    }

    private byte[] reencode(byte[] jpeg) {
        try {
            if (!decoder.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(
                        ProblemCode.UNAVAILABLE, "Too many thumbnails come in at once.", Duration.ofSeconds(5));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(ProblemCode.UNAVAILABLE, "The mediator is stopping.");
        }
        try {
            return reader.reencode(jpeg);
        } finally {
            decoder.release();
        }
    }

    /// Empty where the session has none.
    ///
    /// @throws ProblemException NOT_FOUND when there is no such session
    public Optional<Thumbnail> get(UUID id) {
        find(id);
        return sessions.thumbnail(id);
    }

    private StoredSession find(UUID id) {
        return sessions.find(id)
                .orElseThrow(() -> new ProblemException(ProblemCode.NOT_FOUND, "There is no session with this id."));
    }
}
