package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.port.UdpPort.Datagram;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.punch.AddressWatch;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.Connectivity;
import dev.peercade.peer.punch.FiveTuple;
import dev.peercade.peer.punch.IceCredentials;
import dev.peercade.peer.punch.LatencyProbe;
import dev.peercade.peer.punch.PunchAgent;
import dev.peercade.peer.punch.PunchRole;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.Demultiplexer;
import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The one socket of a session and all that goes over it, told apart by the first byte and then by the source.
/// Owner's thread only.
final class MediaSocket implements PeerLink.Outlet, Discovery.Listener, Relays.Listener {

    /// Batches that wait for the owner: what comes beyond is lost, as in any full buffer.
    private static final int WAITING_MAX = 256;

    private final SessionRim rim;
    private final Mailbox mailbox;
    private final PunchRole role;
    private final IceCredentials credentials;
    private final Connectivity connectivity;
    private final UdpPort socket;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<PeerLink> links = new ArrayList<>();
    private final Relays relays;
    private final boolean relayOnly;
    private @Nullable Discovery discovery;
    private @Nullable LocalAddresses addresses;
    private @Nullable LocalEndpoint local;
    private @Nullable TransportAddress stunServer;
    private @Nullable AddressWatch watch;
    private @Nullable LatencyProbe probe;
    private @Nullable BiConsumer<Map<UUID, Double>, MonoTime> measured;
    private boolean closing;
    private boolean closed;
    private long unknown;

    /// @param relayOnly whether nothing but what goes to relays and STUN servers leaves directly
    MediaSocket(SessionRim rim, Mailbox mailbox, PunchRole role, boolean relayOnly) throws IOException {
        this.rim = rim;
        this.mailbox = mailbox;
        this.role = role;
        this.credentials = IceCredentials.random(rim.entropy());
        this.connectivity = new Connectivity(role, credentials, rim.entropy());
        this.socket = rim.udp().open(rim.options().bind(), this::take);
        this.relays = new Relays(new RelayLease.Reach(socket, rim.streams(), mailbox, rim.entropy()), this);
        this.relayOnly = relayOnly;
        if (!relayOnly) {
            connectivity.addBase(Base.SOCKET, rim.clock().now());
        }
    }

    /// On the socket's own thread.
    private void take(List<Datagram> batch) {
        if (waiting.incrementAndGet() > WAITING_MAX) {
            waiting.decrementAndGet();
            return;
        }
        mailbox.post(now -> {
            waiting.decrementAndGet();
            if (!closed) {
                batch.forEach(datagram -> onDatagram(datagram.from(), datagram.bytes(), now));
            }
        });
    }

    /// Starts step 1, or starts it anew where it has failed.
    void discover(Calls calls, MediatorSeat seat, MediaDescription media, LocalAddresses told) {
        if (discovery != null) {
            discovery.close();
        }
        addresses = told;
        discovery = new Discovery(rim, mailbox, socket, credentials, media, this);
        discovery.start(calls, seat);
    }

    @Override
    public void found(LocalEndpoint endpoint, @Nullable TransportAddress stun, MonoTime now) {
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

    private LocalAddresses told() {
        if (addresses == null) {
            throw new IllegalStateException("nobody has asked for our addresses");
        }
        return addresses;
    }

    /// Finds out how far these nodes are, and says so in our endpoint. Where UDP does not get out there is nothing to
    /// find out.
    ///
    /// @param done told milliseconds by node; nodes that do not answer are absent
    void measure(List<RelayNode> nodes, BiConsumer<Map<UUID, Double>, MonoTime> done, MonoTime now) {
        LocalEndpoint known = local;
        if (known == null || known.reflexive() == null || probe != null) {
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

    private void advanceProbe(LatencyProbe asking, MonoTime now) {
        for (var question = asking.poll(now); question != null; question = asking.poll(now)) {
            socket.send(question.to(), question.datagram());
        }
        BiConsumer<Map<UUID, Double>, MonoTime> told = measured;
        if (asking.isDone(now) && told != null) {
            probe = null;
            measured = null;
            Map<UUID, Double> latencies = asking.latenciesMs();
            changed(known -> known.withLatencies(latencies), now);
            told.accept(latencies, now);
        }
    }

    /// Gets addresses on relay nodes, the best of these first; each is told as a change of our addresses.
    void useRelays(List<RelayAccess> ranked, MonoTime now) {
        LocalEndpoint known = local;
        if (closing) {
            return;
        }
        relays.use(ranked, known == null || known.reflexive() == null, now);
        relays.advance(now);
    }

    @Override
    public void relayAllocated(Base base, MonoTime now) {
        connectivity.addBase(base, now);
        changed(known -> known.withRelay(base), now);
    }

    @Override
    public void relayGone(Base base, MonoTime now) {
        connectivity.removeBase(base, now);
        changed(known -> known.withoutRelay(base), now);
    }

    private void changed(UnaryOperator<LocalEndpoint> change, MonoTime now) {
        LocalEndpoint known = local;
        if (known == null || closing) {
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

    private void watchAddress(AddressWatch watching, TransportAddress server, MonoTime now) {
        for (AddressWatch.Output output = watching.poll(now); output != null; output = watching.poll(now)) {
            switch (output) {
                case AddressWatch.Output.Ask ask -> socket.send(server, ask.datagram());
                case AddressWatch.Output.Seen seen -> {
                    relays.keepAliveEvery(watching.interval(), now);
                    changed(known -> known.at(socket.localAddresses(), seen.address()), now);
                    if (seen.moved()) {
                        links.forEach(link -> link.tryAgain(now));
                    }
                }
                case AddressWatch.Output.Silent _ -> {
                    relays.udpIsBlocked(now);
                    told().relayNeeded(now);
                }
            }
        }
    }

    @Override
    public void relaysExhausted(MonoTime now) {
        if (!closing) {
            told().relaysExhausted(now);
        }
    }

    @Override
    public void fromRelay(FiveTuple from, byte[] load, MonoTime now) {
        onDatagram(new PeerLink.Arrival(from, load), now);
    }

    @Override
    public void send(FiveTuple over, byte[] datagram, MonoTime now) {
        if (over.base().isRelay()) {
            relays.send(over, datagram, now);
        } else {
            socket.send(over.remote(), datagram);
        }
    }

    @Override
    public void carryMedia(FiveTuple over, MonoTime now) {
        relays.carryMedia(over, now);
    }

    /// Begins to check the way to a peer; the handshake follows by itself.
    ///
    /// @param name the same over all endpoints of this peer
    /// @throws IllegalArgumentException when the endpoint makes no sense
    PeerLink connect(String name, Endpoint peer, PeerLink.Listener listener, MonoTime now) {
        Fingerprint expected = Fingerprint.parse(peer.fingerprint());
        PunchAgent agent = connectivity.add(
                name, new IceCredentials(peer.userFragment(), peer.password()), LocalCandidates.of(peer), now);
        PeerLink.Handshake handshake = new PeerLink.Handshake(
                rim.channels().get(),
                role == PunchRole.CONTROLLING ? HandshakeRole.CLIENT : HandshakeRole.SERVER,
                expected);
        PeerLink link = new PeerLink(agent, handshake, this, mailbox, listener);
        links.add(link);
        link.advance(now);
        // A NAT may have forgotten us while nobody was there.
        lookAgain(now);
        return link;
    }

    private void onDatagram(TransportAddress from, byte[] bytes, MonoTime now) {
        if (discovery != null && discovery.onDatagram(from, bytes)) {
            return;
        }
        if (probe != null && probe.onDatagram(from, bytes, now)) {
            return;
        }
        if (watch != null && from.equals(stunServer) && watch.onDatagram(bytes, now)) {
            return;
        }
        if (!relays.onDatagram(from, bytes, now)) {
            onDatagram(new PeerLink.Arrival(FiveTuple.direct(from), bytes), now);
        }
    }

    private void onDatagram(PeerLink.Arrival datagram, MonoTime now) {
        Demultiplexer.Kind kind = Demultiplexer.classify(datagram.bytes());
        if (kind == Demultiplexer.Kind.STUN) {
            connectivity.onDatagram(datagram.bytes(), datagram.from(), now);
            return;
        }
        PeerLink link = linkAt(datagram.from(), now);
        if (link == null) {
            if (kind != Demultiplexer.Kind.DTLS || !keepForLater(datagram)) {
                unknown++;
            }
            return;
        }
        switch (kind) {
            case DTLS -> link.onDtls(datagram, now);
            case RTP -> link.onRtp(datagram, now);
            case RTCP -> link.onRtcp(datagram, now);
            case STUN, TURN_CHANNEL, UNKNOWN -> unknown++;
        }
    }

    /// A handshake may overtake the answer to our check. Anyone can name an address that is another peer's, so each
    /// who did keeps a copy, and only the one who proves to be there lets it in.
    private boolean keepForLater(PeerLink.Arrival datagram) {
        boolean kept = false;
        for (PeerLink link : links) {
            kept |= link.keepForLater(datagram);
        }
        return kept;
    }

    /// Whose checks were answered from that very address; never a peer that has only named it. Of two such links, as
    /// when a peer begins anew, the one with keys, and else the younger.
    private @Nullable PeerLink linkAt(FiveTuple from, MonoTime now) {
        PeerLink there = null;
        for (PeerLink link : links) {
            if (link.isAt(from, now) && (there == null || !there.isConnected())) {
                there = link;
            }
        }
        return there;
    }

    void advance(MonoTime now) {
        if (closed) {
            return;
        }
        if (discovery != null) {
            discovery.advance(now);
        }
        if (watch != null && stunServer != null) {
            watchAddress(watch, stunServer, now);
        }
        if (probe != null) {
            advanceProbe(probe, now);
        }
        relays.advance(now);
        for (PeerLink link : List.copyOf(links)) {
            link.advance(now);
            MonoTime goneAt = link.goneAt();
            if (goneAt != null && !now.isBefore(goneAt)) {
                links.remove(link);
                connectivity.remove(link.agent());
            }
        }
        if (closing && links.isEmpty()) {
            closed = true;
            relays.close(now);
            socket.close();
        }
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = earlier(discovery == null ? null : discovery.deadline(), relays.deadline());
        earliest = earlier(earliest, watch == null ? null : watch.deadline());
        earliest = earlier(earliest, probe == null ? null : probe.deadline());
        for (PeerLink link : links) {
            earliest = earlier(earliest, link.deadline());
            earliest = earlier(earliest, link.goneAt());
        }
        return earliest;
    }

    /// Says goodbye to all; the socket closes once that is out, [#isClosed] tells.
    void close(MonoTime now) {
        closing = true;
        if (discovery != null) {
            discovery.close();
        }
        links.forEach(link -> link.close(now));
        advance(now);
    }

    /// Without waiting for the goodbyes to go out.
    void closeAtOnce() {
        closed = true;
        relays.close(rim.clock().now());
        socket.close();
    }

    boolean isClosed() {
        return closed;
    }

    /// Datagrams that nobody here expects, or that were not authentic.
    long refused() {
        return unknown + connectivity.refused();
    }

    static @Nullable MonoTime earlier(@Nullable MonoTime one, @Nullable MonoTime other) {
        return one == null ? other : other == null || one.isBefore(other) ? one : other;
    }
}
