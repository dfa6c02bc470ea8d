package dev.peercade.peer.punch;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// All STUN of one socket: authenticates what comes and hands it to the agent of its peer. Not thread-safe.
///
/// Nothing that fails authentication is answered or changes anything but [#refused()].
public final class Connectivity {

    /// Peers at once: the 64 whom a streamer serves, and those who are just leaving.
    /// Each has keys, checks and media of its own.
    public static final int PEERS_MAX = 80;

    /// Checks of peers whom the mediator has not announced yet: the viewer's first datagram of step 7 comes
    /// before step 9.
    private static final int EARLY_MAX = 32;

    private static final Duration EARLY_LIFE = Duration.ofSeconds(5);

    private record Early(String userFragment, StunMessage request, FiveTuple from, MonoTime at) {}

    private final PunchRole role;
    private final IceCredentials local;
    private final StunKey localKey;
    private final Entropy entropy;
    private final CheckBudget budget;
    private final List<Base> bases = new ArrayList<>();
    private final List<PunchAgent> agents = new ArrayList<>();
    private final List<Early> early = new ArrayList<>();
    private long refused;

    public Connectivity(PunchRole role, IceCredentials local, Entropy entropy) {
        this.role = role;
        this.budget = new CheckBudget(role);
        this.local = local;
        this.localKey = StunKey.ofPassword(local.password());
        this.entropy = entropy;
    }

    /// What a peer's checks arrived before the mediator announced it is answered now.
    ///
    /// @param peer who that is, the same over all its endpoints: together they get a bounded number of checks
    /// @throws IllegalStateException when there are [#PEERS_MAX] already
    public PunchAgent add(String peer, IceCredentials remote, List<RemoteCandidate> candidates, MonoTime now) {
        if (agents.size() >= PEERS_MAX) {
            throw new IllegalStateException("no room for another peer");
        }
        PunchAgent agent = new PunchAgent(
                new CheckMessages(role, local, remote, entropy),
                bases,
                new PunchAgent.Peer(peer, remote),
                budget,
                entropy);
        agents.add(agent);
        // RFC 8445, section 7.3.1.3: only a source that is no known candidate becomes a peer-reflexive one.
        agent.name(candidates, now);
        early.removeIf(check -> {
            boolean mine = check.userFragment.equals(remote.userFragment());
            if (mine && now.nanosSince(check.at) < EARLY_LIFE.toNanos()) {
                agent.onRequest(check.request, check.from, now);
            }
            return mine;
        });
        return agent;
    }

    /// From now on all peers are checked from there too, and heard there. Nothing goes out and nothing is heard over
    /// a base that was not added, the socket itself included.
    public void addBase(Base base, MonoTime now) {
        bases.add(base);
        agents.forEach(agent -> agent.addBase(base, now));
    }

    public void removeBase(Base base, MonoTime now) {
        bases.remove(base);
        agents.forEach(agent -> agent.removeBase(base, now));
    }

    public void remove(PunchAgent agent) {
        agents.remove(agent);
        budget.released(agent.tuples());
    }

    /// Takes a datagram whose first byte is 0 to 3.
    public void onDatagram(byte[] datagram, FiveTuple from, MonoTime now) {
        StunMessage message = StunMessage.parse(datagram);
        // RFC 8445, section 7.1: agents use FINGERPRINT in every check and answer.
        if (message == null || message.method() != StunMessage.BINDING || !message.fingerprinted()) {
            refused++;
            return;
        }
        switch (message.kind()) {
            case REQUEST -> onRequest(message, from, now);
            case SUCCESS, ERROR -> onAnswer(message, from, now);
            case INDICATION -> refused++;
        }
    }

    /// Datagrams that were malformed, not authenticated or nobody's.
    public long refused() {
        return refused;
    }

    private void onRequest(StunMessage request, FiveTuple from, MonoTime now) {
        String userName = request.userName();
        String prefix = local.userFragment() + ":";
        if (userName == null
                || !userName.startsWith(prefix)
                || !request.has(StunAttribute.PRIORITY)
                || request.demandsTheUnknown()
                || !request.isAuthenticatedBy(localKey)) {
            refused++;
            return;
        }
        String userFragment = userName.substring(prefix.length());
        for (PunchAgent agent : agents) {
            if (agent.remote().userFragment().equals(userFragment)) {
                agent.onRequest(request, from, now);
                return;
            }
        }
        early.removeIf(check -> now.nanosSince(check.at) >= EARLY_LIFE.toNanos()
                || check.userFragment.equals(userFragment) && check.from.equals(from));
        if (early.size() < EARLY_MAX) {
            early.add(new Early(userFragment, request, from, now));
        }
    }

    private void onAnswer(StunMessage answer, FiveTuple from, MonoTime now) {
        for (PunchAgent agent : agents) {
            if (agent.onAnswer(answer, from, now)) {
                return;
            }
        }
        refused++;
    }
}
