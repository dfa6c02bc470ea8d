package dev.peercade.mediator.relay.web;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.relay.RelayAccessService;
import dev.peercade.mediator.web.RateLimit;
import dev.peercade.mediator.web.WriteRates;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.relay.RelayAccess;
import java.util.List;
import java.util.UUID;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/// Leave to use relay nodes.
@RestController
final class RelayAccessController {

    private static final String TOO_OFTEN = "You have asked for relay nodes too often.";

    private final RelayAccessService accesses;
    private final RateLimit<UUID> minted;

    RelayAccessController(RelayAccessService accesses, WriteRates rates) {
        this.accesses = accesses;
        this.minted = new RateLimit<>(rates.relayAccesses());
    }

    @PostMapping(MediatorApi.VIEW_REQUEST_RELAYS)
    List<RelayAccess> forRequest(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id) {
        minted.take(peer.id(), TOO_OFTEN);
        return accesses.forRequest(peer, id);
    }

    @PostMapping(MediatorApi.SESSION_RELAYS)
    List<RelayAccess> forSession(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id) {
        minted.take(peer.id(), TOO_OFTEN);
        return accesses.forSession(peer, id);
    }
}
