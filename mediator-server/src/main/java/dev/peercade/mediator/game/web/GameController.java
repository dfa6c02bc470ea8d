package dev.peercade.mediator.game.web;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.game.GameService;
import dev.peercade.mediator.web.FieldProblems;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import dev.peercade.model.game.NewGame;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The catalogue of games.
@RestController
final class GameController {

    private final GameService games;

    GameController(GameService games) {
        this.games = games;
    }

    @GetMapping(MediatorApi.GAMES)
    Page<Game> search(
            @RequestParam(required = false) @Nullable String query,
            @RequestParam(required = false) @Nullable String cursor) {
        FieldProblems problems = new FieldProblems();
        problems.optionalLine(query, Game.NAME_MAX, "query");
        problems.throwIfAny(ProblemCode.INVALID_FIELD);
        return games.search(query, cursor);
    }

    /// Adding a name that exists answers with the game that has it.
    @PostMapping(path = MediatorApi.GAMES, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Game add(@AuthenticationPrincipal PeerPrincipal peer, @RequestBody NewGame game) {
        return games.named(peer.id(), game.name());
    }
}
