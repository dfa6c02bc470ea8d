package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.Page;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The app's view of a mediator over the port.
public final class PortMediatorClient implements MediatorClient {

    private static final int SESSIONS_MAX = 1000;

    /// A page of the mediator's.
    private static final int GAMES_MAX = 50;

    /// The client of the account, which is shared; a wrong address is told by the call that needs it.
    public interface Connection {
        Mediator connect() throws MediatorFailure;
    }

    /// Begins to follow the list of sessions.
    public interface ListFollower {
        SessionListWatch follow(Consumer<SessionListEvent> events);
    }

    private final Connection connection;
    private final ListFollower follower;

    public PortMediatorClient(Connection connection, ListFollower follower) {
        this.connection = connection;
        this.follower = follower;
    }

    /// A call to the port.
    private interface Call<T> {
        T on(Mediator mediator) throws MediatorFailure;
    }

    private <T> T call(Call<T> call) throws MediatorException {
        try {
            return call.on(connection.connect());
        } catch (MediatorFailure e) {
            throw new MediatorException(e);
        }
    }

    @Override
    public MediatorInfo info() throws MediatorException {
        return call(Mediator::info);
    }

    @Override
    public void authenticate() throws MediatorException {
        call(mediator -> {
            mediator.authenticate();
            return mediator;
        });
    }

    @Override
    public Peer register() throws MediatorException {
        return call(Mediator::register);
    }

    @Override
    public IssuedToken issueDeviceToken(String label) throws MediatorException {
        return call(mediator -> mediator.issueDeviceToken(label));
    }

    @Override
    public void revokeToken(UUID token) throws MediatorException {
        call(mediator -> {
            mediator.revokeToken(token);
            return token;
        });
    }

    @Override
    public List<StreamingSession> sessions() throws MediatorException {
        return call(PortMediatorClient::sessions);
    }

    private static List<StreamingSession> sessions(Mediator mediator) throws MediatorFailure {
        List<StreamingSession> sessions = new ArrayList<>();
        String cursor = null;
        do {
            Page<StreamingSession> page = mediator.sessions(cursor);
            sessions.addAll(page.items());
            cursor = page.items().isEmpty() ? null : page.cursor();
        } while (cursor != null && sessions.size() < SESSIONS_MAX);
        return List.copyOf(sessions.subList(0, Math.min(sessions.size(), SESSIONS_MAX)));
    }

    @Override
    public StreamingSession session(UUID session) throws MediatorException {
        return call(mediator -> mediator.session(session));
    }

    @Override
    public List<Game> games(String query) throws MediatorException {
        List<Game> games = call(mediator -> mediator.games(query)).items();
        return List.copyOf(games.subList(0, Math.min(games.size(), GAMES_MAX)));
    }

    @Override
    public byte @Nullable [] thumbnail(UUID session) throws MediatorException {
        return call(mediator -> Optional.ofNullable(mediator.thumbnail(session)))
                .orElse(null);
    }

    @Override
    public void putThumbnail(UUID session, byte[] jpeg) throws MediatorException {
        call(mediator -> {
            mediator.putThumbnail(session, jpeg);
            return session;
        });
    }

    @Override
    public SessionListWatch watchSessions(Consumer<SessionListEvent> events) {
        return follower.follow(events);
    }

    @Override
    public void close() {}
}
