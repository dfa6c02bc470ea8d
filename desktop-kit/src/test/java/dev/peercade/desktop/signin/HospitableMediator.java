package dev.peercade.desktop.signin;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.SessionListEvent;
import dev.peercade.peer.session.SessionListWatch;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Lets everybody in; tests say where one is stricter.
class HospitableMediator implements MediatorClient {

    @Override
    public MediatorInfo info() {
        return new MediatorInfo("1", true, null, 0, null);
    }

    @Override
    public void authenticate() throws MediatorException {}

    @Override
    public Peer register() throws MediatorException {
        return new Peer(new UUID(0, 1), "anna", Instant.EPOCH);
    }

    @Override
    public IssuedToken issueDeviceToken(String label) throws MediatorException {
        return new IssuedToken(new UUID(0, 7), TokenKind.DEVICE, "the-token", Instant.EPOCH);
    }

    @Override
    public void revokeToken(UUID token) throws MediatorException {}

    @Override
    public List<StreamingSession> sessions() {
        return List.of();
    }

    @Override
    public StreamingSession session(UUID session) {
        throw new AssertionError("nobody signs in by this");
    }

    @Override
    public List<Game> games(String query) {
        return List.of();
    }

    @Override
    public byte @Nullable [] thumbnail(UUID session) {
        return null;
    }

    @Override
    public void putThumbnail(UUID session, byte[] jpeg) {}

    @Override
    public SessionListWatch watchSessions(Consumer<SessionListEvent> events) {
        return () -> {};
    }

    @Override
    public void close() {}
}
