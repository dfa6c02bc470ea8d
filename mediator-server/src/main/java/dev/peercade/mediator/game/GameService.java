package dev.peercade.mediator.game;

import dev.peercade.mediator.web.FieldProblems;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.mediator.web.RateLimit;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// The catalogue of games, which grows by use.
@Service
public class GameService {

    private static final int PAGE = 50;

    private static final int REMOVED_AT_ONCE = 500;

    private final GameDataService games;
    private final GameBounds bounds;
    private final RateLimit<UUID> added;
    private final Clock clock;

    GameService(GameDataService games, GameBounds bounds, Clock clock) {
        this.games = games;
        this.bounds = bounds;
        this.added = new RateLimit<>(bounds.perHour());
        this.clock = clock;
    }

    /// The game of this name, made where there is none and held until the caller's transaction ends. In a full
    /// catalogue the oldest names that nobody plays make room. To be called before the caller locks anything else.
    ///
    /// @param peerId who wishes for it
    /// @throws ProblemException INVALID_FIELD; CATALOGUE_FULL or TOO_MANY_REQUESTS where there is none
    @Transactional
    public Game named(UUID peerId, @Nullable String name) {
        FieldProblems problems = new FieldProblems();
        problems.requireLine(name, Game.NAME_MAX, "name");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
        String plain = normal(String.valueOf(name));
        // Some characters become several in their normal form.
        problems.requireLine(plain, Game.NAME_MAX, "name");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
        return games.hold(plain).orElseGet(() -> add(peerId, plain));
    }

    private Game add(UUID peerId, String name) {
        added.take(peerId, "You have added too many games.");
        if (games.count(bounds.names()) >= bounds.names() && removeUnused(clock.instant()) == 0) {
            throw new ProblemException(
                    ProblemCode.CATALOGUE_FULL,
                    "The catalogue has " + bounds.names() + " games that are played and takes no more.");
        }
        games.insert(new Game(UUID.randomUUID(), name), clock.instant());
        // Gone again where someone else made and removed it meanwhile.
        return games.hold(name).orElseGet(() -> add(peerId, name));
    }

    /// Removes a portion of the games that no session refers to and that were added before then, the oldest first;
    /// says how many.
    @Transactional
    public int removeUnused(Instant before) {
        return games.removeUnused(before, REMOVED_AT_ONCE);
    }

    public Page<Game> search(@Nullable String text, @Nullable String cursor) {
        List<Game> rows = games.search(text == null ? null : normal(text), after(cursor), PAGE + 1);
        if (rows.size() <= PAGE) {
            return new Page<>(rows, null);
        }
        List<Game> items = List.copyOf(rows.subList(0, PAGE));
        byte[] last = items.getLast().name().getBytes(StandardCharsets.UTF_8);
        return new Page<>(items, Base64.getUrlEncoder().withoutPadding().encodeToString(last));
    }

    private static @Nullable String after(@Nullable String cursor) {
        if (cursor == null || cursor.isEmpty()) {
            return null;
        }
        try {
            String name = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (name.length() <= Game.NAME_MAX && name.indexOf('\0') < 0) {
                return name;
            }
        } catch (IllegalArgumentException e) {
            // falls through: not ours
        }
        throw new ProblemException(ProblemCode.MALFORMED_REQUEST, "The cursor is not one of this mediator's.");
    }

    /// One spelling for what looks the same.
    private static String normal(String name) {
        return Normalizer.normalize(name, Normalizer.Form.NFC).strip().replaceAll("\\s+", " ");
    }
}
