package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.Page;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.util.ArrayList;
import java.util.List;

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

    @Override
    public MediatorInfo info() throws MediatorException {
        try {
            return connection.connect().info();
        } catch (MediatorFailure e) {
            throw asException(e);
        }
    }

    @Override
    public Peer register() throws MediatorException {
        try {
            return connection.connect().register();
        } catch (MediatorFailure e) {
            throw asException(e);
        }
    }

    @Override
    public List<StreamingSession> sessions() throws MediatorException {
        try {
            Mediator mediator = connection.connect();
            List<StreamingSession> sessions = new ArrayList<>();
            String cursor = null;
            do {
                Page<StreamingSession> page = mediator.sessions(cursor);
                sessions.addAll(page.items());
                cursor = page.items().isEmpty() ? null : page.cursor();
            } while (cursor != null && sessions.size() < SESSIONS_MAX);
            return List.copyOf(sessions.subList(0, Math.min(sessions.size(), SESSIONS_MAX)));
        } catch (MediatorFailure e) {
            throw asException(e);
        }
    }

    @Override
    public void close() {}

    private static MediatorException asException(MediatorFailure failure) {
        return new MediatorException(failure);
    }
}
