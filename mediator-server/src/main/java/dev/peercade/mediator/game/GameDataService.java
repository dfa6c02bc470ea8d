package dev.peercade.mediator.game;

import dev.peercade.model.game.Game;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Where the catalogue of games is kept.
public interface GameDataService {

    /// Keeps a new game; false when the name is taken, regardless of case.
    boolean insert(Game game, Instant now);

    /// Finds a game and keeps it from being removed until the caller's transaction ends.
    ///
    /// @param name regardless of case
    Optional<Game> hold(String name);

    /// How many games there are, counted up to `limit`.
    int count(int limit);

    /// Removes at most `limit` games that no session refers to and that were added before then, the oldest first;
    /// says how many. Waits for nobody: what someone holds now stays. Needs a transaction.
    int removeUnused(Instant before, int limit);

    /// Games whose name holds the text, regardless of case, by name.
    ///
    /// @param after the name after which the list goes on, or null for its beginning
    List<Game> search(@Nullable String text, @Nullable String after, int limit);
}
