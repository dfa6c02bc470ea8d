package dev.peercade.mediator.relay.web;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.relay.RelayNodeBeats;
import dev.peercade.mediator.relay.RelayNodeService;
import dev.peercade.mediator.web.RateLimit;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import java.util.List;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The table of relay nodes: operators' agents write it, every peer reads it.
@RestController
final class RelayNodeController {

    /// A full table of one operator's nodes registers anew four times.
    private static final int REGISTRATIONS_PER_HOUR = 4 * RelayNode.TABLE_MAX;

    private final RelayNodeService nodes;
    private final RelayNodeBeats beats;
    private final RateLimit<UUID> registered = new RateLimit<>(REGISTRATIONS_PER_HOUR);

    RelayNodeController(RelayNodeService nodes, RelayNodeBeats beats) {
        this.nodes = nodes;
        this.beats = beats;
    }

    @GetMapping(MediatorApi.RELAY_NODES)
    List<RelayNode> list() {
        return nodes.list();
    }

    @PostMapping(path = MediatorApi.RELAY_NODES, consumes = MediaType.APPLICATION_JSON_VALUE)
    @ResponseStatus(HttpStatus.CREATED)
    RelayNode register(@AuthenticationPrincipal PeerPrincipal peer, @RequestBody NewRelayNode node) {
        registered.take(peer.id(), "You have registered relay nodes too often.");
        RelayNode taken = nodes.register(peer, node);
        beats.beat(taken.id());
        return taken;
    }

    @PutMapping(MediatorApi.RELAY_NODE_HEARTBEAT)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void beat(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id) {
        nodes.requireOwned(peer, id);
        beats.beat(id);
    }

    @DeleteMapping(MediatorApi.RELAY_NODE)
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id) {
        nodes.remove(peer, id);
    }
}
