package dev.peercade.mediator.session;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Still pictures of sessions.
@Service
public class ThumbnailService {

    /// Decoding takes a processor for some ms and 8 MiB; the polls of others go on beside it.
    private final Semaphore decoders = new Semaphore(2, true);

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
    @Transactional
    public void push(PeerPrincipal peer, UUID id, byte[] jpeg) {
        StoredSession stored = find(id);
        validator.checkThumbnail(stored, peer.id());
        decoders.acquireUninterruptibly();
        byte[] own;
        try {
            own = reader.reencode(jpeg);
        } finally {
            decoders.release();
        }
        Thumbnail thumbnail = new Thumbnail(own, clock.instant().truncatedTo(ChronoUnit.MICROS));
        if (!sessions.putThumbnail(id, thumbnail)) {
            throw new ProblemException(ProblemCode.ILLEGAL_TRANSITION, "The session is FINISHED.");
        }
        StoredSession changed = find(id);
        events.publishEvent(new StreamingSessionEvent.Changed(changed.session(), changed.streamerId()));
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
