package dev.peercade.mediator.request.web;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.request.Party;
import dev.peercade.mediator.request.ViewRequestService;
import dev.peercade.mediator.sign.SignsOfLife;
import dev.peercade.mediator.web.Cursor;
import dev.peercade.mediator.web.RateLimit;
import dev.peercade.mediator.web.StatusList;
import dev.peercade.mediator.web.WriteRates;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.request.AdmissionDecision;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import java.util.EnumSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// View requests: steps 4A to 10.
@RestController
final class ViewRequestController {

    private final ViewRequestService requests;
    private final SignsOfLife signs;
    private final RateLimit<UUID> asked;

    ViewRequestController(ViewRequestService requests, SignsOfLife signs, WriteRates rates) {
        this.requests = requests;
        this.signs = signs;
        this.asked = new RateLimit<>(rates.viewRequests());
    }

    /// The streamer's poll, and so its sign of life.
    @GetMapping(MediatorApi.SESSION_VIEW_REQUESTS)
    Page<ViewRequest> poll(
            @AuthenticationPrincipal PeerPrincipal peer,
            @PathVariable UUID id,
            @RequestParam(required = false) @Nullable String statuses,
            @RequestParam(required = false) @Nullable String cursor) {
        EnumSet<RequestStatus> wanted =
                StatusList.parse(statuses, RequestStatus.class, EnumSet.of(RequestStatus.READY));
        Page<ViewRequest> page = requests.ofSession(peer, id, wanted, Cursor.parse(cursor));
        signs.sign(id);
        return page;
    }

    @PostMapping(MediatorApi.SESSION_VIEW_REQUESTS)
    ResponseEntity<ViewRequest> ask(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id) {
        asked.take(peer.id(), "You have asked to view too often.");
        ViewRequestService.Asked answer = requests.ask(peer, id);
        signs.sign(answer.request().id());
        return ResponseEntity.status(answer.made() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(answer.request());
    }

    @GetMapping(MediatorApi.SESSION_ENDPOINT)
    Endpoint streamerEndpoint(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id) {
        return requests.streamerEndpoint(peer, id);
    }

    /// The viewer's sign of life.
    @GetMapping(MediatorApi.VIEW_REQUEST)
    ViewRequest get(@AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id) {
        ViewRequestService.Seen seen = requests.get(peer, id);
        if (seen.party() == Party.VIEWER) {
            signs.sign(id);
        }
        return seen.request();
    }

    @PutMapping(path = MediatorApi.VIEW_REQUEST_ENDPOINT, consumes = MediaType.APPLICATION_JSON_VALUE)
    ViewRequest pushEndpoint(
            @AuthenticationPrincipal PeerPrincipal peer, @PathVariable UUID id, @RequestBody Endpoint endpoint) {
        return requests.pushEndpoint(peer, id, endpoint);
    }

    @PutMapping(path = MediatorApi.VIEW_REQUEST_ADMISSION, consumes = MediaType.APPLICATION_JSON_VALUE)
    ViewRequest decide(
            @AuthenticationPrincipal PeerPrincipal peer,
            @PathVariable UUID id,
            @RequestBody AdmissionDecision decision) {
        return requests.decide(peer, id, decision);
    }

    @PutMapping(path = MediatorApi.VIEW_REQUEST_STATUS, consumes = MediaType.APPLICATION_JSON_VALUE)
    ViewRequest changeStatus(
            @AuthenticationPrincipal PeerPrincipal peer,
            @PathVariable UUID id,
            @RequestBody RequestStatusChange change) {
        return requests.changeStatus(peer, id, change);
    }
}
