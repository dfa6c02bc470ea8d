package dev.peercade.mediator.account.web;

import dev.peercade.mediator.account.AccountService;
import dev.peercade.mediator.account.Address;
import dev.peercade.mediator.account.RegistrationLimit;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.Peer;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Registration.
@RestController
final class PeerController {

    private final AccountService accounts;
    private final RegistrationLimit limit;

    PeerController(AccountService accounts, RegistrationLimit limit) {
        this.accounts = accounts;
        this.limit = limit;
    }

    @PostMapping(path = MediatorApi.PEERS, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    Peer register(@RequestBody NewPeer peer, HttpServletRequest request) {
        Address address = Address.of(request.getRemoteAddr());
        limit.take(address);
        return accounts.register(peer, address);
    }
}
