package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.punch.AddressWatch;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.IceCredentials;
import dev.peercade.peer.punch.LatencyProbe;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// How a peer can be reached: found out in step 1, watched from then on. Owner's thread only.
final class AddressKeeper implements Discovery.Listener {

    /// What the socket does with what is seen.
    interface Listener {

        /// A STUN server sees the socket.
        ///
        /// @param keepAlive within which a NAT before us wants to see something
        /// @param moved whether at another address than before, or at one again
        void seen(Duration keepAlive, boolean moved, MonoTime now);

        /// UDP does not get out, or the STUN server is gone.
        void silent(MonoTime now);
    }

    private final SessionRim rim;
    private final Mailbox mailbox;
    private final UdpPort socket;
    private final boolean relayOnly;
    private final Listener listener;
    private @Nullable LocalAddresses addresses;
    private @Nullable Discovery discovery;
    private @Nullable LocalEndpoint local;
    private @Nullable TransportAddress stunServer;
    private @Nullable AddressWatch watch;
    private @Nullable LatencyProbe probe;
    private @Nullable BiConsumer<Map<UUID, Double>, MonoTime> measured;
    private boolean closed;

    /// @param relayOnly whether only addresses on relays are told
    AddressKeeper(SessionRim rim, Mailbox mailbox, UdpPort socket, boolean relayOnly, Listener listener) {
        this.rim = rim;
        this.mailbox = mailbox;
        this.socket = socket;
        this.relayOnly = relayOnly;
        this.listener = listener;
    }

    /// Starts step 1, or starts it anew where it has failed.
    void discover(
            Calls calls, MediatorSeat seat, IceCredentials credentials, MediaDescription media, LocalAddresses told) {
        if (discovery != null) {
            discovery.close();
        }
        addresses = told;
        discovery = new Discovery(rim, mailbox, socket, credentials, media, this);
        discovery.start(calls, seat);
    }

    @Override
    public void found(LocalEndpoint endpoint, @Nullable TransportAddress stun, MonoTime now) {
        if (relayOnly && (discovery == null || !discovery.hasRelays())) {
            told().failed(noRelay(), now);
            return;
        }
        local = relayOnly ? endpoint.hidden() : endpoint;
        if (stun != null) {
            stunServer = stun;
            watch = new AddressWatch(endpoint.reflexive(), rim.entropy(), now);
        }
        told().learnt(local.toEndpoint(), now);
        if (endpoint.reflexive() == null || relayOnly) {
            told().relayNeeded(now);
        }
    }

    @Override
    public void failed(Failure failure, MonoTime now) {
        told().failed(failure, now);
    }

    @Override
    public void publicAddressUnknown(boolean asked) {
        told().publicAddressUnknown(asked);
    }

    /// Where nothing but relays may be used.
    static Failure noRelay() {
        return new Failure(
                "no-relay",
                "No relay node can be used now, and nothing else shall be.",
                "Ask the operator of the mediator for a relay node, or leave out --relay-only.",
                false);
    }

    private LocalAddresses told() {
        if (addresses == null) {
            throw new IllegalStateException("nobody has asked for our addresses");
        }
        return addresses;
    }

    /// Whether a STUN server sees the socket, as far as is known.
    boolean isSeen() {
        LocalEndpoint known = local;
        return known != null && known.reflexive() != null;
    }

    /// Finds out how far these nodes are, and says so in our endpoint. Where UDP does not get out there is nothing to
    /// find out.
    ///
    /// @param done told milliseconds by node; nodes that do not answer are absent
    void measure(List<RelayNode> nodes, BiConsumer<Map<UUID, Double>, MonoTime> done, MonoTime now) {
        if (!isSeen() || probe != null) {
            done.accept(Map.of(), now);
            return;
        }
        List<TransportAddress> reachable = socket.localAddresses();
        List<LatencyProbe.Target> targets = new ArrayList<>();
        for (RelayNode node : nodes) {
            TransportAddress address = RelayAttempt.addressOf(node, node.port(), reachable);
            if (address != null && targets.size() < Endpoint.RELAY_LATENCIES_MAX) {
                targets.add(new LatencyProbe.Target(node.id(), address));
            }
        }
        probe = new LatencyProbe(targets, rim.entropy(), now);
        measured = done;
        advance(now);
    }

    void withRelay(Base base, MonoTime now) {
        changed(known -> known.withRelay(base), now);
    }

    void withoutRelay(Base base, MonoTime now) {
        changed(known -> known.withoutRelay(base), now);
    }

    void relaysExhausted(MonoTime now) {
        if (!closed) {
            told().relaysExhausted(now);
        }
    }

    private void changed(UnaryOperator<LocalEndpoint> change, MonoTime now) {
        LocalEndpoint known = local;
        if (known == null || closed) {
            return;
        }
        LocalEndpoint next = change.apply(known);
        if (!next.equals(known)) {
            local = next;
            if (!next.hosts().equals(known.hosts())) {
                if (watch != null) {
                    watch.machineMoved();
                }
                told().moved(now);
            }
            told().changed(next.toEndpoint(), now);
        }
    }

    /// One of the two peers may have another address now.
    void lookAgain(MonoTime now) {
        if (watch != null) {
            watch.askNow(now);
        }
        changed(known -> known.at(socket.localAddresses(), known.reflexive()), now);
    }

    /// Whether the datagram belongs to one of our questions.
    boolean onDatagram(TransportAddress from, byte[] bytes, MonoTime now) {
        return discovery != null && discovery.onDatagram(from, bytes)
                || probe != null && probe.onDatagram(from, bytes, now)
                || watch != null && from.equals(stunServer) && watch.onDatagram(bytes, now);
    }

    void advance(MonoTime now) {
        if (discovery != null) {
            discovery.advance(now);
        }
        if (watch != null && stunServer != null) {
            advance(watch, stunServer, now);
        }
        if (probe != null) {
            advance(probe, now);
        }
    }

    private void advance(AddressWatch watching, TransportAddress server, MonoTime now) {
        for (AddressWatch.Output output = watching.poll(now); output != null; output = watching.poll(now)) {
            switch (output) {
                case AddressWatch.Output.Ask ask -> socket.send(server, ask.datagram());
                case AddressWatch.Output.Seen seen -> {
                    changed(known -> known.at(socket.localAddresses(), seen.address()), now);
                    listener.seen(watching.interval(), seen.moved(), now);
                }
                case AddressWatch.Output.Silent _ -> {
                    listener.silent(now);
                    told().relayNeeded(now);
                }
            }
        }
    }

    private void advance(LatencyProbe asking, MonoTime now) {
        for (var question = asking.poll(now); question != null; question = asking.poll(now)) {
            socket.send(question.to(), question.datagram());
        }
        BiConsumer<Map<UUID, Double>, MonoTime> done = measured;
        if (asking.isDone(now) && done != null) {
            probe = null;
            measured = null;
            Map<UUID, Double> latencies = asking.latenciesMs();
            changed(known -> known.withLatencies(latencies), now);
            done.accept(latencies, now);
        }
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = discovery == null ? null : discovery.deadline();
        earliest = MediaSocket.earlier(earliest, watch == null ? null : watch.deadline());
        return MediaSocket.earlier(earliest, probe == null ? null : probe.deadline());
    }

    /// Nothing is told any more.
    void close() {
        closed = true;
        if (discovery != null) {
            discovery.close();
        }
    }
}
