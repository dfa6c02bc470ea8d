package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.port.UdpPort.Datagram;
import dev.peercade.peer.punch.Base;
import dev.peercade.peer.punch.Connectivity;
import dev.peercade.peer.punch.FiveTuple;
import dev.peercade.peer.punch.IceCredentials;
import dev.peercade.peer.punch.PunchAgent;
import dev.peercade.peer.punch.PunchRole;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.Demultiplexer;
import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// The one socket of a session and all that goes over it, told apart by the first byte and then by the source.
/// Owner's thread only.
final class MediaSocket implements PeerLink.Outlet, AddressKeeper.Listener, Relays.Listener {

    /// Batches that wait for the owner: what comes beyond is lost, as in any full buffer.
    private static final int WAITING_MAX = 256;

    /// More than a streamer has endpoints in an evening; what a false one can have sent elsewhere.
    private static final int GREETINGS_MAX = 4;

    private final SessionRim rim;
    private final Mailbox mailbox;
    private final PunchRole role;
    private final IceCredentials credentials;
    private final Connectivity connectivity;
    private final UdpPort socket;
    private final AtomicInteger waiting = new AtomicInteger();
    private final List<PeerLink> links = new ArrayList<>();
    private final Relays relays;
    private final AddressKeeper addresses;
    private int greetings;
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
        this.addresses = new AddressKeeper(rim, mailbox, socket, relayOnly, this);
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
        addresses.discover(calls, seat, credentials, media, told);
    }

    /// Finds out how far these nodes are, and says so in our endpoint.
    void measure(List<RelayNode> nodes, MonoTime now) {
        addresses.measure(nodes, (_, _) -> {}, now);
    }

    /// Gets addresses on relay nodes, on the nearest through both sides first; each is told as a change of our
    /// addresses.
    ///
    /// @param peer the other side's endpoint, or null where there is none yet
    void useRelays(List<RelayAccess> accesses, @Nullable Endpoint peer, MonoTime now) {
        addresses.measure(
                accesses.stream().map(RelayAccess::node).toList(),
                (ours, then) -> {
                    if (!closing) {
                        relays.use(RelayRanking.rank(accesses, ours, peer), !addresses.isSeen(), then);
                        relays.advance(then);
                    }
                },
                now);
    }

    @Override
    public void relayAllocated(Base base, MonoTime now) {
        connectivity.addBase(base, now);
        addresses.withRelay(base, now);
    }

    @Override
    public void relayGone(Base base, MonoTime now) {
        connectivity.removeBase(base, now);
        addresses.withoutRelay(base, now);
    }

    @Override
    public void seen(Duration keepAlive, boolean moved, MonoTime now) {
        relays.keepAliveEvery(keepAlive, now);
        if (moved) {
            links.forEach(link -> link.tryAgain(now));
        }
    }

    @Override
    public void silent(MonoTime now) {
        relays.udpIsBlocked(now);
    }

    /// One of the two peers may have another address now.
    void lookAgain(MonoTime now) {
        addresses.lookAgain(now);
    }

    @Override
    public void relaysExhausted(MonoTime now) {
        addresses.relaysExhausted(now);
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
    public boolean mayGreet() {
        return greetings++ < GREETINGS_MAX;
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
        if (!addresses.onDatagram(from, bytes, now) && !relays.onDatagram(from, bytes, now)) {
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
        addresses.advance(now);
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
        MonoTime earliest = earlier(addresses.deadline(), relays.deadline());
        for (PeerLink link : links) {
            earliest = earlier(earliest, link.deadline());
            earliest = earlier(earliest, link.goneAt());
        }
        return earliest;
    }

    /// Says goodbye to all; the socket closes once that is out, [#isClosed] tells.
    void close(MonoTime now) {
        closing = true;
        addresses.close();
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
