package dev.peercade.peer.sim;

import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;

/// TCP to the relays of a [SimNet], in order and without loss: what a stream promises. Bytes come in pieces that are
/// cut anywhere.
@NullUnmarked
public final class SimStreams implements StreamPort {

    private static final Duration ONE_WAY = Duration.ofMillis(10);

    private final VirtualClock clock;
    private final SimNet net;
    private final TransportAddress client;
    private int connections;

    public SimStreams(VirtualClock clock, SimNet net, TransportAddress client) {
        this.clock = clock;
        this.net = net;
        this.client = client;
    }

    @Override
    public Connection open(TransportAddress server, String pin, Consumer<Event> events) {
        Wire wire = new Wire(
                server, new TransportAddress(client.high(), client.low(), client.v6(), 30_000 + connections++), events);
        clock.in(ONE_WAY.multipliedBy(2), wire::open);
        return wire;
    }

    private final class Wire implements Connection {

        private final TransportAddress server;
        private final TransportAddress local;
        private final Consumer<Event> events;
        private boolean closed;

        Wire(TransportAddress server, TransportAddress local, Consumer<Event> events) {
            this.server = server;
            this.local = local;
            this.events = events;
        }

        void open() {
            if (!closed) {
                SimRelay relay = net.listener(server);
                events.accept(relay == null || relay.isDead() ? new Event.Closed() : new Event.Opened());
            }
        }

        @Override
        public void send(byte[] message) {
            clock.in(ONE_WAY, () -> {
                SimRelay relay = net.listener(server);
                if (relay != null && !closed) {
                    relay.onMessage(new SimRelay.Client(local, true, this::deliver), message);
                }
            });
        }

        private void deliver(byte[] bytes) {
            int cut = bytes.length / 3;
            byte[] head = java.util.Arrays.copyOf(bytes, cut);
            byte[] tail = java.util.Arrays.copyOfRange(bytes, cut, bytes.length);
            clock.in(ONE_WAY, () -> {
                if (!closed) {
                    events.accept(new Event.Received(head, () -> {}));
                    events.accept(new Event.Received(tail, () -> {}));
                }
            });
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
