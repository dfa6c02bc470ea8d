package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.Page;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Stands for a mediator whose address cannot be used: every call tells why, so that a session ends in step 1 with
/// those words.
///
/// @param why thrown by every call
public record UnusableMediator(MediatorFailure why) implements Mediator {

    @Override
    public MediatorInfo info() throws MediatorFailure {
        throw why;
    }

    @Override
    public void authenticate() throws MediatorFailure {
        throw why;
    }

    @Override
    public Peer register() throws MediatorFailure {
        throw why;
    }

    @Override
    public IssuedToken issueDeviceToken(String label) throws MediatorFailure {
        throw why;
    }

    @Override
    public void revokeToken(UUID token) throws MediatorFailure {
        throw why;
    }

    @Override
    public Page<StreamingSession> sessions(@Nullable String cursor) throws MediatorFailure {
        throw why;
    }

    @Override
    public StreamingSession session(UUID session) throws MediatorFailure {
        throw why;
    }

    @Override
    public Page<Game> games(String query) throws MediatorFailure {
        throw why;
    }

    @Override
    public byte @Nullable [] thumbnail(UUID session) throws MediatorFailure {
        throw why;
    }

    @Override
    public void putThumbnail(UUID session, byte[] jpeg) throws MediatorFailure {
        throw why;
    }

    @Override
    public StreamingSession createSession(NewStreamingSession wanted) throws MediatorFailure {
        throw why;
    }

    @Override
    public void pushSessionEndpoint(UUID session, Endpoint endpoint) throws MediatorFailure {
        throw why;
    }

    @Override
    public Endpoint sessionEndpoint(UUID session) throws MediatorFailure {
        throw why;
    }

    @Override
    public void finishSession(UUID session) throws MediatorFailure {
        throw why;
    }

    @Override
    public List<ViewRequest> openRequests(UUID session) throws MediatorFailure {
        throw why;
    }

    @Override
    public ViewRequest createRequest(UUID session) throws MediatorFailure {
        throw why;
    }

    @Override
    public void admit(UUID request, boolean admitted) throws MediatorFailure {
        throw why;
    }

    @Override
    public void pushRequestEndpoint(UUID request, Endpoint endpoint) throws MediatorFailure {
        throw why;
    }

    @Override
    public ViewRequest request(UUID request) throws MediatorFailure {
        throw why;
    }

    @Override
    public void setRequestStatus(UUID request, RequestStatus status) throws MediatorFailure {
        throw why;
    }

    @Override
    public List<RelayNode> relayNodes() throws MediatorFailure {
        throw why;
    }

    @Override
    public RelayNode registerRelayNode(NewRelayNode node) throws MediatorFailure {
        throw why;
    }

    @Override
    public void beatRelayNode(UUID node) throws MediatorFailure {
        throw why;
    }

    @Override
    public void removeRelayNode(UUID node) throws MediatorFailure {
        throw why;
    }

    @Override
    public List<RelayAccess> requestRelays(UUID request) throws MediatorFailure {
        throw why;
    }

    @Override
    public List<RelayAccess> sessionRelays(UUID session) throws MediatorFailure {
        throw why;
    }

    @Override
    public Push openPush(Consumer<PushEvent> events) {
        events.accept(new PushEvent.Lost());
        return () -> {};
    }

    @Override
    public Push openListPush(Consumer<PushEvent> events) {
        return openPush(events);
    }

    @Override
    public void networkChanged() {
        // There never was a connection.
    }

    @Override
    public void close() {}
}
