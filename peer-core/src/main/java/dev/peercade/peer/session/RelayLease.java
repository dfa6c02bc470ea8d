package dev.peercade.peer.session;

import dev.peercade.model.relay.RelayAccess;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.RelayTransport;
import dev.peercade.peer.punch.turn.TurnAllocation;
import dev.peercade.peer.punch.turn.TurnCredentials;
import dev.peercade.peer.punch.turn.TurnLoss;
import dev.peercade.peer.punch.turn.TurnOutput;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StreamFraming;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One allocation on one relay node over one transport. Owner's thread only.
final class RelayLease {

    /// What a lease tells whoever has it.
    interface Listener {

        void allocated(RelayLease lease, TransportAddress relayed, double roundTripMs, MonoTime now);

        void lost(RelayLease lease, TurnLoss why, MonoTime now);

        void received(RelayLease lease, TransportAddress peer, byte[] load, MonoTime now);
    }

    /// How a lease reaches the world.
    record Reach(UdpPort socket, StreamPort streams, Mailbox mailbox, Entropy entropy) {}

    private final RelayTransport transport;
    private final TransportAddress server;
    private final Reach reach;
    private final Listener listener;
    private final TurnAllocation turn;
    private final StreamFraming framing = new StreamFraming();
    private StreamPort.@Nullable Connection connection;
    private @Nullable Base base;
    private boolean over;

    RelayLease(RelayAccess access, RelayTransport transport, TransportAddress server, Reach reach, Listener listener) {
        this.transport = transport;
        this.server = server;
        this.reach = reach;
        this.listener = listener;
        this.turn = new TurnAllocation(
                new TurnCredentials(access.userName(), access.credential()),
                transport != RelayTransport.UDP,
                reach.entropy);
    }

    /// @param pin of the node's certificate
    void start(boolean v6, String pin, MonoTime now) {
        if (transport == RelayTransport.UDP) {
            turn.start(v6, now);
            return;
        }
        connection = reach.streams.open(
                server,
                transport == RelayTransport.TLS ? pin : null,
                event -> reach.mailbox.post(then -> {
                    if (event instanceof StreamPort.Event.Received received) {
                        received.taken().run();
                    }
                    onEvent(event, v6, then);
                }));
    }

    private void onEvent(StreamPort.Event event, boolean v6, MonoTime now) {
        if (over) {
            return;
        }
        switch (event) {
            case StreamPort.Event.Opened _ -> turn.start(v6, now);
            case StreamPort.Event.Received received -> {
                List<byte[]> messages = framing.feed(received.bytes());
                if (messages == null) {
                    end(TurnLoss.REFUSED, now);
                } else {
                    messages.forEach(message -> turn.onMessage(message, now));
                }
            }
            case StreamPort.Event.Closed _ -> end(TurnLoss.SILENT, now);
        }
        advance(now);
    }

    /// Whether a datagram from there is the server's, to this lease.
    boolean isFrom(TransportAddress from) {
        return transport == RelayTransport.UDP && !over && server.equals(from);
    }

    void onDatagram(byte[] datagram, MonoTime now) {
        turn.onMessage(datagram, now);
        advance(now);
    }

    void send(TransportAddress peer, byte[] load, MonoTime now) {
        turn.send(peer, load, now);
        advance(now);
    }

    /// Media will go there.
    void bind(TransportAddress peer, MonoTime now) {
        turn.bind(peer, now);
        advance(now);
    }

    void keepAliveEvery(Duration interval, MonoTime now) {
        turn.keepAliveEvery(interval, now);
    }

    void advance(MonoTime now) {
        for (TurnOutput output = turn.poll(now); output != null && !over; output = turn.poll(now)) {
            switch (output) {
                case TurnOutput.ToServer message -> toServer(message.message());
                case TurnOutput.Allocated allocated ->
                    listener.allocated(this, allocated.relayed(), allocated.roundTripMs(), now);
                case TurnOutput.FromPeer from -> listener.received(this, from.peer(), from.load(), now);
                case TurnOutput.Lost lost -> end(lost.why(), now);
            }
        }
    }

    @Nullable
    MonoTime deadline() {
        return over ? null : turn.deadline();
    }

    /// Gives the address back.
    void close(MonoTime now) {
        if (over) {
            return;
        }
        turn.release(now);
        for (TurnOutput output = turn.poll(now); output != null; output = turn.poll(now)) {
            if (output instanceof TurnOutput.ToServer message) {
                toServer(message.message());
            }
        }
        over = true;
        disconnect();
    }

    RelayTransport transport() {
        return transport;
    }

    @Nullable
    Base base() {
        return base;
    }

    void is(Base allocated) {
        base = allocated;
    }

    private void toServer(byte[] message) {
        StreamPort.Connection open = connection;
        if (open != null) {
            open.send(message);
        } else {
            reach.socket.send(server, message);
        }
    }

    private void end(TurnLoss why, MonoTime now) {
        over = true;
        disconnect();
        listener.lost(this, why, now);
    }

    private void disconnect() {
        if (connection != null) {
            connection.close();
        }
    }
}
