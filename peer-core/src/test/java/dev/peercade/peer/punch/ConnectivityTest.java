package dev.peercade.peer.punch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// What a streamer answers, and whom it checks.
@NullUnmarked
class ConnectivityTest {

    private static final IceCredentials US = new IceCredentials("ourfragm", "ourpasswordourpassword12");
    private static final IceCredentials PEER = new IceCredentials("theirfra", "theirpasswordtheirpass12");
    private static final TransportAddress ADDRESS = TransportAddress.of(new byte[] {(byte) 192, 0, 2, 7}, 4000);
    private static final FiveTuple SOURCE = FiveTuple.direct(ADDRESS);
    private static final MonoTime NOW = new MonoTime(0);

    private final Connectivity connectivity = connectivity(new Random(1)::nextLong);

    private static Connectivity connectivity(Entropy entropy) {
        Connectivity made = new Connectivity(PunchRole.CONTROLLED, US, entropy);
        made.addBase(Base.SOCKET, NOW);
        return made;
    }

    private static StunWriter request(String userName) {
        return new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                .text(StunAttribute.USERNAME, userName)
                .int32(StunAttribute.PRIORITY, 1000)
                .int64(StunAttribute.ICE_CONTROLLING, 3);
    }

    private static byte[] check(String userName, String password) {
        return request(userName)
                .integrity(StunKey.ofPassword(password))
                .fingerprint()
                .toBytes();
    }

    private static List<StunMessage> outputs(PunchAgent agent, MonoTime now) {
        List<StunMessage> sent = new ArrayList<>();
        for (PunchOutput output = agent.poll(now); output != null; output = agent.poll(now)) {
            if (output instanceof PunchOutput.Send send) {
                sent.add(StunMessage.parse(send.datagram()));
            }
        }
        return sent;
    }

    @Test
    void aCheckWithoutThePasswordIsNotAnsweredAndMakesNoCandidate() {
        PunchAgent agent = connectivity.add("peer", PEER, List.of(), NOW);
        String good = "ourfragm:theirfra";
        List<byte[]> bad = List.of(
                check(good, "wrongpasswordwrongpasswor"),
                check("otherfra:theirfra", US.password()),
                check("ourfragm", US.password()),
                request(good).fingerprint().toBytes(),
                request(good).integrity(StunKey.ofPassword(US.password())).toBytes(),
                new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                        .integrity(StunKey.ofPassword(US.password()))
                        .text(StunAttribute.USERNAME, good)
                        .int32(StunAttribute.PRIORITY, 1000)
                        .fingerprint()
                        .toBytes());
        bad.forEach(datagram -> connectivity.onDatagram(datagram, SOURCE, NOW));
        assertThat(outputs(agent, NOW)).isEmpty();
        assertThat(agent.knows(ADDRESS)).isFalse();
        assertThat(connectivity.refused()).isEqualTo(bad.size());
    }

    @Test
    void aGoodCheckIsAnsweredAndReturnedButOpensNothingUntilItIsAnsweredToo() {
        PunchAgent agent = connectivity.add("peer", PEER, List.of(), NOW);
        connectivity.onDatagram(check("ourfragm:theirfra", US.password()), SOURCE, NOW);
        List<StunMessage> sent = outputs(agent, NOW);
        assertThat(sent)
                .extracting(StunMessage::kind)
                .containsExactly(StunMessage.Kind.SUCCESS, StunMessage.Kind.REQUEST);
        assertThat(sent.getFirst().mappedAddress()).isEqualTo(ADDRESS);
        assertThat(agent.maySend(SOURCE, NOW)).isFalse();

        byte[] forged = answer(sent.getLast(), US.password());
        connectivity.onDatagram(forged, SOURCE, NOW);
        assertThat(agent.maySend(SOURCE, NOW))
                .as("answered under another password")
                .isFalse();
        FiveTuple elsewhere = FiveTuple.direct(TransportAddress.of(new byte[] {(byte) 192, 0, 2, 8}, 4000));
        connectivity.onDatagram(answer(sent.getLast(), PEER.password()), elsewhere, NOW);
        assertThat(agent.maySend(SOURCE, NOW)).as("answered from elsewhere").isFalse();
        connectivity.onDatagram(answer(sent.getLast(), PEER.password()), SOURCE, NOW);
        assertThat(agent.maySend(SOURCE, NOW)).isTrue();
        assertThat(agent.path().kind()).isEqualTo(CandidateKind.PEER_REFLEXIVE);
        assertThat(agent.maySend(SOURCE, NOW.plus(Duration.ofSeconds(30)))).isFalse();
    }

    /// Decision 19: a check that names one of ours has come from somebody who received that one there.
    @Test
    void aCheckThatNamesOneOfOursProvesTheWayAsItsAnswerWould() {
        PunchAgent agent =
                connectivity.add("peer", PEER, List.of(new RemoteCandidate(ADDRESS, CandidateKind.HOST, 5)), NOW);
        TransactionId ours = outputs(agent, NOW).getFirst().transaction();
        FiveTuple elsewhere = FiveTuple.direct(TransportAddress.of(new byte[] {(byte) 192, 0, 2, 8}, 4000));
        MonoTime later = NOW.plus(Duration.ofMillis(500));

        connectivity.onDatagram(naming(ours, PEER.password()), SOURCE, later);
        connectivity.onDatagram(naming(new TransactionId(5, 6), US.password()), SOURCE, later);
        connectivity.onDatagram(naming(ours, US.password()), elsewhere, later);
        assertThat(agent.path())
                .as("without the password, without ours, from elsewhere")
                .isNull();

        List<StunMessage> sent = outputs(agent, later);
        assertThat(sent.getLast().transaction(StunAttribute.HEARD_CHECK)).isEqualTo(new TransactionId(1, 2));
        connectivity.onDatagram(naming(ours, US.password()), SOURCE, later);
        assertThat(agent.maySend(SOURCE, later)).isTrue();
        assertThat(agent.path().roundTripMs()).as("not known by that").isZero();
        outputs(agent, later.plus(Duration.ofMillis(20)));
        MonoTime soon = later.plus(Duration.ofMillis(40));
        StunMessage asked = outputs(agent, soon).getLast();
        connectivity.onDatagram(answer(asked, PEER.password()), SOURCE, soon.plus(Duration.ofMillis(30)));
        assertThat(agent.path().roundTripMs()).isEqualTo(30);
        assertThat(agent.maySend(SOURCE, later.plus(Duration.ofSeconds(30)))).isTrue();
    }

    /// Of all our checks not one may arrive; the answers to the peer's go out as well.
    @Test
    void aCheckThatNamesAnAnswerOfOursProvesTheWayToo() {
        PunchAgent agent =
                connectivity.add("peer", PEER, List.of(new RemoteCandidate(ADDRESS, CandidateKind.HOST, 5)), NOW);
        connectivity.onDatagram(check("ourfragm:theirfra", US.password()), SOURCE, NOW);
        TransactionId token = outputs(agent, NOW).stream()
                .filter(sent -> sent.kind() == StunMessage.Kind.SUCCESS)
                .findFirst()
                .orElseThrow()
                .transaction(StunAttribute.ANSWER_TOKEN);
        FiveTuple elsewhere = FiveTuple.direct(TransportAddress.of(new byte[] {(byte) 192, 0, 2, 8}, 4000));
        connectivity.onDatagram(naming(token, US.password()), elsewhere, NOW);
        assertThat(agent.path()).as("from elsewhere").isNull();
        connectivity.onDatagram(naming(token, US.password()), SOURCE, NOW.plus(Duration.ofSeconds(4)));
        assertThat(agent.maySend(SOURCE, NOW.plus(Duration.ofSeconds(4)))).isTrue();
    }

    private static byte[] naming(TransactionId heard, String password) {
        return request("ourfragm:theirfra")
                .transaction(StunAttribute.HEARD_CHECK, heard)
                .integrity(StunKey.ofPassword(password))
                .fingerprint()
                .toBytes();
    }

    private static byte[] answer(StunMessage check, String password) {
        return new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, check.transaction())
                .mappedAddress(ADDRESS)
                .integrity(StunKey.ofPassword(password))
                .fingerprint()
                .toBytes();
    }

    @Test
    void aCheckThatComesBeforeTheMediatorsWordIsAnsweredAfterwards() {
        connectivity.onDatagram(check("ourfragm:theirfra", US.password()), SOURCE, NOW);
        PunchAgent agent = connectivity.add("peer", PEER, List.of(), NOW.plus(Duration.ofMillis(300)));
        assertThat(outputs(agent, NOW.plus(Duration.ofMillis(300))))
                .extracting(StunMessage::kind)
                .containsExactly(StunMessage.Kind.SUCCESS, StunMessage.Kind.REQUEST);
    }

    @Test
    void aSilentAddressGetsSevenChecksOverAllPeersTogether() {
        int checks = 0;
        for (int peer = 0; peer < 10; peer++) {
            PunchAgent agent = connectivity.add(
                    "peer" + peer,
                    new IceCredentials("peer" + peer, PEER.password()),
                    List.of(new RemoteCandidate(ADDRESS, CandidateKind.HOST, 5)),
                    NOW);
            for (int ms = 0; ms < 60_000; ms += 20) {
                checks += outputs(agent, NOW.plus(Duration.ofMillis(ms))).size();
            }
        }
        assertThat(checks).isEqualTo(CheckBudget.UNANSWERED_MAX);
    }

    private static RemoteCandidate host(int number, int port) {
        byte[] ip = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
        return new RemoteCandidate(TransportAddress.of(ip, port), CandidateKind.HOST, 5);
    }

    /// Every check that goes out within a minute.
    private static int checksOfAMinute(PunchAgent agent, MonoTime from) {
        int checks = 0;
        for (int ms = 0; ms < 60_000; ms += 20) {
            checks += outputs(agent, from.plus(Duration.ofMillis(ms))).size();
        }
        return checks;
    }

    private static List<RemoteCandidate> sixteen(int first, int port) {
        return java.util.stream.IntStream.range(first, first + 16)
                .mapToObj(number -> host(number, port))
                .toList();
    }

    private void anHonestViewerJoins(MonoTime now) {
        PunchAgent honest =
                connectivity.add("honest", PEER, List.of(new RemoteCandidate(ADDRESS, CandidateKind.HOST, 5)), now);
        List<StunMessage> sent = outputs(honest, now);
        assertThat(sent).singleElement().extracting(StunMessage::kind).isEqualTo(StunMessage.Kind.REQUEST);
        connectivity.onDatagram(answer(sent.getFirst(), PEER.password()), SOURCE, now);
        assertThat(honest.maySend(SOURCE, now)).isTrue();
    }

    @Test
    void elevenHundredSilentAddressesLockNobodyOut() {
        for (int peer = 0; peer < 69; peer++) {
            PunchAgent agent = connectivity.add(
                    "peer" + peer, new IceCredentials("peer" + peer, PEER.password()), sixteen(peer * 16, 9), NOW);
            assertThat(checksOfAMinute(agent, NOW)).isEqualTo(16 * CheckBudget.UNANSWERED_MAX);
            connectivity.remove(agent);
        }
        anHonestViewerJoins(NOW.plus(Duration.ofMinutes(1)));
    }

    @Test
    void aHostGetsAFewChecksAMinuteHoweverManyOfItsPortsAreNamed() {
        int checks = 0;
        for (int peer = 0; peer < 40; peer++) {
            int first = 1000 + peer * 16;
            PunchAgent agent = connectivity.add(
                    "peer" + peer,
                    new IceCredentials("peer" + peer, PEER.password()),
                    java.util.stream.IntStream.range(first, first + 16)
                            .mapToObj(port -> new RemoteCandidate(
                                    TransportAddress.of(new byte[] {(byte) 192, 0, 2, 7}, port), CandidateKind.HOST, 5))
                            .toList(),
                    NOW);
            for (int ms = 0; ms < 2000; ms += 20) {
                checks += outputs(agent, NOW.plus(Duration.ofMillis(peer * 50L + ms)))
                        .size();
            }
            connectivity.remove(agent);
        }
        // 640 ports at one host within 4 s: its bucket, and what drips into it meanwhile.
        assertThat(checks).isBetween(CheckBudget.HOST_MAX, CheckBudget.HOST_MAX + 3);
        // A viewer on that very host comes in: its own checks are returned, and a check of ours follows when it may.
        PunchAgent honest = connectivity.add("honest", PEER, List.of(), NOW.plus(Duration.ofSeconds(5)));
        MonoTime later = NOW.plus(Duration.ofSeconds(5));
        connectivity.onDatagram(check("ourfragm:theirfra", US.password()), SOURCE, later);
        List<StunMessage> sent = outputs(honest, later);
        assertThat(sent)
                .extracting(StunMessage::kind)
                .containsExactly(StunMessage.Kind.SUCCESS, StunMessage.Kind.REQUEST);
        connectivity.onDatagram(answer(sent.getLast(), PEER.password()), SOURCE, later);
        assertThat(honest.maySend(SOURCE, later)).isTrue();
    }

    @Test
    void aViewerWhoseHostWasNamedByOthersIsCheckedAllTheSame() {
        List<PunchAgent> agents = new ArrayList<>();
        for (int port = 1; port <= 10; port++) {
            agents.add(connectivity.add(
                    "liar" + port,
                    new IceCredentials("liar" + port, PEER.password()),
                    List.of(new RemoteCandidate(
                            TransportAddress.of(new byte[] {(byte) 192, 0, 2, 7}, port), CandidateKind.HOST, 5)),
                    NOW));
        }
        agents.add(connectivity.add("honest", PEER, List.of(new RemoteCandidate(ADDRESS, CandidateKind.HOST, 5)), NOW));
        int[] checks = new int[agents.size()];
        for (int ms = 0; ms < 20_000; ms += 20) {
            for (int i = 0; i < checks.length; i++) {
                checks[i] +=
                        outputs(agents.get(i), NOW.plus(Duration.ofMillis(ms))).size();
            }
        }
        assertThat(checks[10]).isGreaterThanOrEqualTo(3);
    }

    @Test
    void whoPushesAnewAndAnewGetsNoMoreChecksForIt() {
        int checks = 0;
        for (int generation = 0; generation < 500; generation++) {
            MonoTime at = NOW.plus(Duration.ofMillis(generation * 100L));
            PunchAgent agent = connectivity.add(
                    "hostile",
                    new IceCredentials("gen" + generation, PEER.password()),
                    sixteen(generation * 16, 9),
                    at);
            checks += outputs(agent, at).size();
            for (int ms = 20; ms < 100; ms += 20) {
                checks += outputs(agent, at.plus(Duration.ofMillis(ms))).size();
            }
            connectivity.remove(agent);
        }
        assertThat(checks).isBetween(CheckBudget.PEER_MAX, 2 * CheckBudget.PEER_MAX);
        anHonestViewerJoins(NOW.plus(Duration.ofSeconds(50)));
    }

    /// Each time from other ports of the same hosts, only the last of which can be reached.
    @Test
    void aViewerWhoComesBackAndBackIsServedEachTime() {
        for (int visit = 0; visit < 200; visit++) {
            MonoTime at = NOW.plus(Duration.ofSeconds(visit * 3L));
            int port = 10_000 + visit;
            List<RemoteCandidate> candidates = List.of(host(1, port), host(2, port), host(3, port), host(4, port));
            FiveTuple reachable = FiveTuple.direct(candidates.getLast().address());
            PunchAgent agent = connectivity.add("faithful", PEER, candidates, at);
            int connectedAfter = Integer.MAX_VALUE;
            for (int ms = 0; ms < 2000; ms += 20) {
                MonoTime now = at.plus(Duration.ofMillis(ms));
                connectedAfter = Math.min(connectedAfter, agent.maySend(reachable, now) ? ms : Integer.MAX_VALUE);
                for (PunchOutput output = agent.poll(now); output != null; output = agent.poll(now)) {
                    if (output instanceof PunchOutput.Send send && send.over().equals(reachable)) {
                        byte[] answer = answer(StunMessage.parse(send.datagram()), PEER.password());
                        connectivity.onDatagram(answer, reachable, now);
                    }
                }
            }
            assertThat(connectedAfter).as("visit %d", visit).isBetween(0, 200);
            connectivity.remove(agent);
        }
    }

    @Test
    void namingTheSameAddressInEveryGenerationBuysNothing() {
        int checks = 0;
        for (int generation = 0; generation < 100; generation++) {
            MonoTime at = NOW.plus(Duration.ofSeconds(generation));
            PunchAgent agent = connectivity.add(
                    "hostile", new IceCredentials("gen" + generation, PEER.password()), List.of(host(1, 9)), at);
            checks += outputs(agent, at).size();
            connectivity.remove(agent);
        }
        assertThat(checks).isEqualTo(CheckBudget.UNANSWERED_MAX);
    }

    @Test
    void aKnownCandidateStaysWhatItIsThoughItsCheckCameFirst() {
        connectivity.onDatagram(check("ourfragm:theirfra", US.password()), SOURCE, NOW);
        PunchAgent agent =
                connectivity.add("peer", PEER, List.of(new RemoteCandidate(ADDRESS, CandidateKind.HOST, 5)), NOW);
        List<StunMessage> sent = outputs(agent, NOW);
        connectivity.onDatagram(answer(sent.getLast(), PEER.password()), SOURCE, NOW);
        assertThat(agent.path().kind()).isEqualTo(CandidateKind.HOST);
    }

    /// PROMISES.md, B4: what a forged source gets for what it seems to send.
    @Test
    void aForgedSourceIsNotAnAmplifier() {
        PunchAgent agent =
                connectivity.add("hostile", PEER, List.of(new RemoteCandidate(ADDRESS, CandidateKind.HOST, 5)), NOW);
        byte[] forged = check("ourfragm:theirfra", US.password());
        byte[] stranger = check("ourfragm:theirfra", "nobody knows the password");
        long in = 0;
        long out = 0;
        long checks = 0;
        long checkBytes = 0;
        for (int i = 0; i < 600; i++) {
            MonoTime at = NOW.plus(Duration.ofMillis(i * 100L));
            connectivity.onDatagram(stranger, SOURCE, at);
            if (i % 3 == 0) {
                connectivity.onDatagram(forged, SOURCE, at);
                in += forged.length;
            }
            for (PunchOutput output = agent.poll(at); output != null; output = agent.poll(at)) {
                if (!(output instanceof PunchOutput.Send send)) {
                    continue;
                }
                byte[] sent = send.datagram();
                out += sent.length;
                if (StunMessage.parse(sent).kind() == StunMessage.Kind.REQUEST) {
                    checks++;
                    checkBytes = sent.length;
                }
            }
        }
        assertThat(checks).isLessThanOrEqualTo(CheckBudget.UNANSWERED_MAX + CheckBudget.RETURNED_MAX);
        assertThat(out).isLessThanOrEqualTo(in + CheckBudget.UNANSWERED_MAX * checkBytes);
    }

    private static byte[] controlled(long tieBreaker) {
        return new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                .text(StunAttribute.USERNAME, "ourfragm:theirfra")
                .int32(StunAttribute.PRIORITY, 1000)
                .int64(StunAttribute.ICE_CONTROLLED, tieBreaker)
                .integrity(StunKey.ofPassword(US.password()))
                .fingerprint()
                .toBytes();
    }

    /// RFC 8445, section 7.3.1.1: both claim to be controlled, and the larger tie-breaker becomes controlling.
    @Test
    void aRoleConflictIsDecidedByTheTieBreakers() {
        Connectivity smaller = connectivity(() -> 7);
        PunchAgent keeps = smaller.add("peer", PEER, List.of(), NOW);
        smaller.onDatagram(controlled(8), SOURCE, NOW);
        assertThat(outputs(keeps, NOW))
                .singleElement()
                .satisfies(answer -> assertThat(answer.errorCode()).isEqualTo(487));

        Connectivity larger = connectivity(() -> 9);
        PunchAgent changes = larger.add("peer", PEER, List.of(), NOW);
        larger.onDatagram(controlled(8), SOURCE, NOW);
        List<StunMessage> sent = outputs(changes, NOW);
        assertThat(sent)
                .extracting(StunMessage::kind)
                .containsExactly(StunMessage.Kind.SUCCESS, StunMessage.Kind.REQUEST);
        assertThat(sent.getLast().has(StunAttribute.ICE_CONTROLLING)).isTrue();
    }

    @Test
    void whoIsToldOfAConflictTakesTheOtherRole() {
        PunchAgent agent =
                connectivity.add("peer", PEER, List.of(new RemoteCandidate(ADDRESS, CandidateKind.HOST, 5)), NOW);
        StunMessage check = outputs(agent, NOW).getFirst();
        assertThat(check.has(StunAttribute.ICE_CONTROLLED)).isTrue();
        byte[] conflict = new StunWriter(StunMessage.Kind.ERROR, StunMessage.BINDING, check.transaction())
                .error(487, "Role Conflict")
                .integrity(StunKey.ofPassword(PEER.password()))
                .fingerprint()
                .toBytes();
        connectivity.onDatagram(conflict, SOURCE, NOW);
        StunMessage again = outputs(agent, NOW.plus(Duration.ofMillis(20))).getFirst();
        assertThat(again.has(StunAttribute.ICE_CONTROLLING)).isTrue();
        assertThat(again.attribute(StunAttribute.ICE_CONTROLLING))
                .isNotEqualTo(check.attribute(StunAttribute.ICE_CONTROLLED));
    }
}
