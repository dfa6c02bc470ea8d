package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.Page;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The app's view of a mediator over the port.
public final class PortMediatorClient implements MediatorClient {

    private static final int SESSIONS_MAX = 1000;

    /// The client of the account, which is shared; a wrong address is told by the call that needs it.
    public interface Connection {
        Mediator connect() throws MediatorFailure;
    }

    private final Connection connection;

    public PortMediatorClient(Connection connection) {
        this.connection = connection;
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
    public void close() {}
}
