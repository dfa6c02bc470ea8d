package dev.peercade.peer.port;

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
import dev.peercade.model.signal.SignalMessage;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The mediator's interface as one account sees it. Calls block until answered or timed out, and may come from
/// several threads at once; idempotent ones are repeated when a connection breaks.
public interface Mediator extends AutoCloseable {

    MediatorInfo info() throws MediatorFailure;

    /// The same, perhaps as of a minute ago: sessions follow one another, and none has to ask anew where to ask.
    default MediatorInfo recentInfo() throws MediatorFailure {
        return info();
    }

    /// Fetches an access token, unless one is at hand that still lives. Other calls do so by themselves.
    void authenticate() throws MediatorFailure;

    Peer register() throws MediatorFailure;

    /// Makes what a machine keeps instead of the password.
    ///
    /// @param label by which the owner knows the machine
    IssuedToken issueDeviceToken(String label) throws MediatorFailure;

    /// Revokes a token of this account, and all that was got with it.
    void revokeToken(UUID token) throws MediatorFailure;

    Page<StreamingSession> sessions(@Nullable String cursor) throws MediatorFailure;

    StreamingSession session(UUID session) throws MediatorFailure;

    /// The first page of the games of the catalogue whose names contain this text; of all games where it is empty.
    Page<Game> games(String query) throws MediatorFailure;

    /// A JPEG of at most [StreamingSession#THUMBNAIL_BYTES_MAX], or null where the mediator has none.
    byte @Nullable [] thumbnail(UUID session) throws MediatorFailure;

    void putThumbnail(UUID session, byte[] jpeg) throws MediatorFailure;

    StreamingSession createSession(NewStreamingSession wanted) throws MediatorFailure;

    void pushSessionEndpoint(UUID session, Endpoint endpoint) throws MediatorFailure;

    Endpoint sessionEndpoint(UUID session) throws MediatorFailure;

    void finishSession(UUID session) throws MediatorFailure;

    /// The open requests of a session, whatever their status.
    List<ViewRequest> openRequests(UUID session) throws MediatorFailure;

    ViewRequest createRequest(UUID session) throws MediatorFailure;

    void admit(UUID request, boolean admitted) throws MediatorFailure;

    void pushRequestEndpoint(UUID request, Endpoint endpoint) throws MediatorFailure;

    ViewRequest request(UUID request) throws MediatorFailure;

    void setRequestStatus(UUID request, RequestStatus status) throws MediatorFailure;

    /// The mediator's table of relay nodes, at most [RelayNode#TABLE_MAX].
    List<RelayNode> relayNodes() throws MediatorFailure;

    /// Puts a relay node into the table, or gives the one that has the same address and port anew.
    RelayNode registerRelayNode(NewRelayNode node) throws MediatorFailure;

    /// A relay node's sign of life; fails with `not-found` once the mediator no longer knows the node.
    void beatRelayNode(UUID node) throws MediatorFailure;

    void removeRelayNode(UUID node) throws MediatorFailure;

    /// Leave to use relay nodes, for one of the two parties of an open and admitted request.
    List<RelayAccess> requestRelays(UUID request) throws MediatorFailure;

    /// The same for the streamer of a session, before anybody wants to watch.
    List<RelayAccess> sessionRelays(UUID session) throws MediatorFailure;

    /// Opens the push channel and returns at once; tells of it from a thread of its own.
    Push openPush(Consumer<PushEvent> events);

    /// The same, and the mediator pushes the changes of the list of sessions over it too.
    Push openListPush(Consumer<PushEvent> events);

    /// This machine has other addresses now: connections from before lead nowhere. What waits on one fails at once, and
    /// is repeated where that is harmless. A push channel is its owner's to open anew.
    void networkChanged();

    @Override
    void close();

    /// A push channel, opening or open.
    interface Push extends AutoCloseable {
        @Override
        void close();
    }

    /// What a push channel tells.
    sealed interface PushEvent {

        /// Authenticated, and subscribed where that was asked: from now on nothing is missed.
        record Opened() implements PushEvent {}

        record Received(SignalMessage message) implements PushEvent {}

        /// It is gone, or never came about; told once.
        record Lost() implements PushEvent {}
    }
}
