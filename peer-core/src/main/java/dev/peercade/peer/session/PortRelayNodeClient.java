package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.util.List;
import java.util.UUID;

/// A relay node's view of a mediator over the port.
public final class PortRelayNodeClient implements RelayNodeClient {

    private final PortMediatorClient.Connection connection;

    public PortRelayNodeClient(PortMediatorClient.Connection connection) {
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
    public List<RelayNode> nodes() throws MediatorException {
        return call(Mediator::relayNodes);
    }

    @Override
    public RelayNode register(NewRelayNode node) throws MediatorException {
        return call(mediator -> mediator.registerRelayNode(node));
    }

    @Override
    public void beat(UUID node) throws MediatorException {
        call(mediator -> {
            mediator.beatRelayNode(node);
            return node;
        });
    }

    @Override
    public void remove(UUID node) throws MediatorException {
        call(mediator -> {
            mediator.removeRelayNode(node);
            return node;
        });
    }
}
