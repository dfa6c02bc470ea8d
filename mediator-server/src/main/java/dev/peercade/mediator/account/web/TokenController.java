package dev.peercade.mediator.account.web;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.account.TokenService;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenInfo;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Tokens of the peer who asks.
@RestController
final class TokenController {

    private final TokenService tokens;

    TokenController(TokenService tokens) {
        this.tokens = tokens;
    }

    @PostMapping(path = MediatorApi.TOKENS, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    IssuedToken issue(@AuthenticationPrincipal PeerPrincipal peer, @RequestBody NewToken token) {
        return tokens.issue(peer, token);
    }

    @GetMapping(MediatorApi.TOKENS)
    Page<TokenInfo> list(@AuthenticationPrincipal PeerPrincipal peer) {
        return new Page<>(tokens.list(peer), null);
    }

    @DeleteMapping(MediatorApi.TOKEN)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void revoke(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id) {
        tokens.revoke(peer, id);
    }
}
