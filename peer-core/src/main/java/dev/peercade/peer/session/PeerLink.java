package dev.peercade.peer.session;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.port.SecureChannel;
import dev.peercade.peer.punch.FiveTuple;
import dev.peercade.peer.punch.IceCredentials;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Path;
import dev.peercade.peer.punch.PunchAgent;
import dev.peercade.peer.punch.PunchOutput;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// All that goes between us and one peer on the shared socket: checks, handshake, protected media. Owner's thread
/// only.
final class PeerLink {

    /// How a link's datagrams leave.
    interface Outlet {

        void send(FiveTuple over, byte[] datagram, MonoTime now);

        /// Whether one more first datagram of a handshake may go where nothing is proven.
        boolean mayGreet();

        /// The link has chosen this path.
        void carryMedia(FiveTuple over, MonoTime now);
    }

    /// What came over which pair of ends.
    record Arrival(FiveTuple from, byte[] bytes) {

        /// Addresses are personal.
        @Override
        public String toString() {
            return "Arrival[" + bytes.length + " bytes]";
        }
    }

    /// What a link tells its session.
    interface Listener {

        /// Keys are agreed.
        void connected(PeerLink link, MonoTime now);

        /// Media goes this way from now on.
        void moved(PeerLink link, Path path, Move why, MonoTime now);

        /// The path has gone quiet and no other works: one of the two may have another address now.
        void quiet(PeerLink link, MonoTime now);

        void rtp(PeerLink link, byte[] packet, MonoTime now);

        void rtcp(PeerLink link, byte[] packet, MonoTime now);

        /// The peer has ended the association.
        void closedByPeer(PeerLink link, MonoTime now);

        /// The peer no longer answers checks: nothing may be sent to it.
        void consentLost(PeerLink link, MonoTime now);

        void handshakeFailed(PeerLink link, String reason, MonoTime now);
    }

    /// What the association with this peer will be.
    record Handshake(SecureChannel.Factory channels, HandshakeRole role, Fingerprint expectedPeer) {

        SecureChannel begin(Consumer<SecureChannel.Event> events) {
            return channels.open(role, expectedPeer, events);
        }
    }

    /// Handshake datagrams that overtake the answer to our check: a flight of a client and its first repetition.
    private static final int EARLY_MAX = 8;

    /// As long as close_notify may take to come out of the association's thread.
    private static final Duration FAREWELL = Duration.ofMillis(200);

    private final PunchAgent agent;
    private final Handshake handshake;
    private final Outlet outlet;
    private final Mailbox mailbox;
    private final Listener listener;
    private final List<Arrival> early = new ArrayList<>();

    /// Where the first datagram of a handshake may go before there is a path; null once it has gone.
    private @Nullable FiveTuple greeting;

    private @Nullable SecureChannel channel;
    private @Nullable SrtpTransform transform;
    private @Nullable MonoTime goneAt;
    private Move latestMove = Move.FIRST;
    private long packetsSent;
    private long bytesSent;
    private long refused;

    PeerLink(PunchAgent agent, Handshake handshake, Outlet outlet, Mailbox mailbox, Listener listener) {
        this.agent = agent;
        this.handshake = handshake;
        this.outlet = outlet;
        this.mailbox = mailbox;
        this.listener = listener;
    }

    PunchAgent agent() {
        return agent;
    }

    /// Whether this endpoint is of the peer as it is known here, and may only name further candidates.
    boolean isOf(Endpoint endpoint) {
        IceCredentials known = agent.remote();
        return goneAt == null
                && known.userFragment().equals(endpoint.userFragment())
                && known.password().equals(endpoint.password())
                && handshake.expectedPeer.equals(Fingerprint.parse(endpoint.fingerprint()));
    }

    void addCandidates(Endpoint endpoint, MonoTime now) {
        agent.name(LocalCandidates.of(endpoint), now);
        advance(now);
    }

    /// Our own network has changed.
    void tryAgain(MonoTime now) {
        agent.tryAgain(now);
    }

    /// Its checks are answered, and no media comes.
    void distrustPath(MonoTime now) {
        agent.distrustPath(now);
        advance(now);
    }

    boolean isConnected() {
        return transform != null && goneAt == null;
    }

    /// Whether this peer has answered a check from there, and the link is open.
    boolean isAt(FiveTuple from, MonoTime now) {
        return goneAt == null && agent.maySend(from, now);
    }

    /// Keeps a handshake datagram until its source has answered a check; false where that is out of the question.
    boolean keepForLater(Arrival datagram) {
        boolean kept = goneAt == null
                && transform == null
                && early.size() < EARLY_MAX
                && agent.knows(datagram.from().remote());
        if (kept) {
            early.add(datagram);
        }
        return kept;
    }

    /// Rule 3: the TLS library sees only what comes from a 5-tuple that has answered a check.
    void onDtls(Arrival datagram, MonoTime now) {
        SecureChannel open = channel;
        if (open != null && agent.maySend(datagram.from(), now)) {
            open.onDatagram(datagram.bytes());
        } else {
            keepForLater(datagram);
        }
    }

    void onRtp(Arrival datagram, MonoTime now) {
        SrtpTransform keys = transform;
        byte[] packet =
                keys == null || !agent.maySend(datagram.from(), now) ? null : keys.unprotectRtp(datagram.bytes());
        if (packet == null) {
            refused++;
        } else {
            agent.heard(datagram.from(), now);
            listener.rtp(this, packet, now);
        }
    }

    void onRtcp(Arrival datagram, MonoTime now) {
        SrtpTransform keys = transform;
        byte[] packet =
                keys == null || !agent.maySend(datagram.from(), now) ? null : keys.unprotectRtcp(datagram.bytes());
        if (packet == null) {
            refused++;
        } else {
            agent.heard(datagram.from(), now);
            listener.rtcp(this, packet, now);
        }
    }

    void sendRtp(byte[] packet, MonoTime now) {
        SrtpTransform keys = transform;
        if (keys != null && send(keys.protectRtp(packet), now)) {
            packetsSent++;
        }
    }

    void sendRtcp(byte[] packet, MonoTime now) {
        SrtpTransform keys = transform;
        if (keys != null) {
            send(keys.protectRtcp(packet), now);
        }
    }

    void advance(MonoTime now) {
        for (PunchOutput output = agent.poll(now); output != null; output = agent.poll(now)) {
            switch (output) {
                case PunchOutput.Send send -> outlet.send(send.over(), send.datagram(), now);
                case PunchOutput.PeerHeard heard -> greet(heard.over());
                case PunchOutput.PathChosen chosen -> moved(chosen, now);
                case PunchOutput.PathQuiet _ -> {
                    if (goneAt == null) {
                        listener.quiet(this, now);
                    }
                }
                case PunchOutput.ConsentLost _ -> listener.consentLost(this, now);
            }
        }
    }

    @Nullable
    MonoTime deadline() {
        return agent.deadline();
    }

    /// Says goodbye; the link still carries that, until [#isGone].
    void close(MonoTime now) {
        if (goneAt != null) {
            return;
        }
        boolean connected = transform != null;
        transform = null;
        greeting = null;
        early.clear();
        goneAt = connected ? now.plus(FAREWELL) : now;
        if (channel != null) {
            channel.close();
        }
    }

    /// When nothing of a closed link is left, or null while it is open.
    @Nullable
    MonoTime goneAt() {
        return goneAt;
    }

    PathFigures figures(long packets, long bytes, long lost, long picturesDropped) {
        Path path = agent.path();
        if (path == null) {
            return new PathFigures(null, null, packets, bytes, lost, picturesDropped);
        }
        CandidateKind kind = path.rung().isRelayed() ? CandidateKind.RELAYED : path.kind();
        PathFigures.Way way = new PathFigures.Way(kind, path.rung(), latestMove);
        return new PathFigures(way, path.roundTripMs(), packets, bytes, lost, picturesDropped);
    }

    /// Of the chosen path, zero where it is not known.
    Duration roundTrip() {
        Path path = agent.path();
        return path == null ? Duration.ZERO : Duration.ofNanos((long) (path.roundTripMs() * 1e6));
    }

    long packetsSent() {
        return packetsSent;
    }

    long bytesSent() {
        return bytesSent;
    }

    /// Media that was not authentic, or came too early or from elsewhere.
    long refused() {
        return refused;
    }

    private void moved(PunchOutput.PathChosen chosen, MonoTime now) {
        if (goneAt != null) {
            return;
        }
        latestMove = chosen.why();
        outlet.carryMedia(chosen.path().tuple(), now);
        listener.moved(this, chosen.path(), chosen.why(), now);
        begin();
        List<Arrival> waiting = List.copyOf(early);
        early.clear();
        waiting.forEach(datagram -> onDtls(datagram, now));
    }

    /// The peer has reached us, so it hears us as soon as our answer is there: a client need not wait a round trip for
    /// its own proof (decision 22).
    private void greet(FiveTuple over) {
        if (goneAt == null && channel == null && handshake.role == HandshakeRole.CLIENT && outlet.mayGreet()) {
            greeting = over;
            begin();
        }
    }

    private void begin() {
        if (channel == null) {
            channel = handshake.begin(event -> mailbox.post(then -> onEvent(event, then)));
        }
    }

    private void onEvent(SecureChannel.Event event, MonoTime now) {
        switch (event) {
            case SecureChannel.Event.Send send -> send(send.datagram(), now);
            case SecureChannel.Event.Established established -> {
                if (goneAt == null) {
                    transform = established.transform();
                    listener.connected(this, now);
                }
            }
            case SecureChannel.Event.Failed failed -> {
                if (goneAt == null) {
                    listener.handshakeFailed(this, failed.reason(), now);
                }
            }
            case SecureChannel.Event.Closed _ -> {
                if (goneAt == null) {
                    listener.closedByPeer(this, now);
                }
            }
        }
    }

    /// Rule 1 stands here: nothing leaves but over a 5-tuple with living consent, except for one greeting.
    private boolean send(byte[] datagram, MonoTime now) {
        Path path = agent.path();
        FiveTuple over = path == null ? greeting : agent.maySend(path.tuple(), now) ? path.tuple() : null;
        greeting = null;
        if (over == null) {
            return false;
        }
        outlet.send(over, datagram, now);
        bytesSent += datagram.length;
        return true;
    }
}
