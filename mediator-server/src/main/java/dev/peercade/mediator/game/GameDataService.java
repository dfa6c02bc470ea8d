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

    /// @param name regardless of case
    Optional<Game> find(String name);

    /// Games whose name holds the text, regardless of case, by name.
    ///
    /// @param after the name after which the list goes on, or null for its beginning
    List<Game> search(@Nullable String text, @Nullable String after, int limit);
}
