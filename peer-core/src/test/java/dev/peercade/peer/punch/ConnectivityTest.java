package dev.peercade.peer.punch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.CandidateKind;
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
    private static final TransportAddress SOURCE = TransportAddress.of(new byte[] {(byte) 192, 0, 2, 7}, 4000);
    private static final MonoTime NOW = new MonoTime(0);

    private final Connectivity connectivity = new Connectivity(PunchRole.CONTROLLED, US, new Random(1)::nextLong);

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
        PunchAgent agent = connectivity.add(PEER, List.of(), NOW);
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
        assertThat(agent.knows(SOURCE)).isFalse();
        assertThat(connectivity.refused()).isEqualTo(bad.size());
    }

    @Test
    void aGoodCheckIsAnsweredAndReturnedButOpensNothingUntilItIsAnsweredToo() {
        PunchAgent agent = connectivity.add(PEER, List.of(), NOW);
        connectivity.onDatagram(check("ourfragm:theirfra", US.password()), SOURCE, NOW);
        List<StunMessage> sent = outputs(agent, NOW);
        assertThat(sent)
                .extracting(StunMessage::kind)
                .containsExactly(StunMessage.Kind.SUCCESS, StunMessage.Kind.REQUEST);
        assertThat(sent.getFirst().mappedAddress()).isEqualTo(SOURCE);
        assertThat(agent.maySend(SOURCE, NOW)).isFalse();

        byte[] forged = answer(sent.getLast(), US.password());
        connectivity.onDatagram(forged, SOURCE, NOW);
        assertThat(agent.maySend(SOURCE, NOW))
                .as("answered under another password")
                .isFalse();
        TransportAddress elsewhere = TransportAddress.of(new byte[] {(byte) 192, 0, 2, 8}, 4000);
        connectivity.onDatagram(answer(sent.getLast(), PEER.password()), elsewhere, NOW);
        assertThat(agent.maySend(SOURCE, NOW)).as("answered from elsewhere").isFalse();
        connectivity.onDatagram(answer(sent.getLast(), PEER.password()), SOURCE, NOW);
        assertThat(agent.maySend(SOURCE, NOW)).isTrue();
        assertThat(agent.path().kind()).isEqualTo(CandidateKind.PEER_REFLEXIVE);
        assertThat(agent.maySend(SOURCE, NOW.plus(Duration.ofSeconds(30)))).isFalse();
    }

    private static byte[] answer(StunMessage check, String password) {
        return new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, check.transaction())
                .mappedAddress(SOURCE)
                .integrity(StunKey.ofPassword(password))
                .fingerprint()
                .toBytes();
    }

    @Test
    void aCheckThatComesBeforeTheMediatorsWordIsAnsweredAfterwards() {
        connectivity.onDatagram(check("ourfragm:theirfra", US.password()), SOURCE, NOW);
        PunchAgent agent = connectivity.add(PEER, List.of(), NOW.plus(Duration.ofMillis(300)));
        assertThat(outputs(agent, NOW.plus(Duration.ofMillis(300))))
                .extracting(StunMessage::kind)
                .containsExactly(StunMessage.Kind.SUCCESS, StunMessage.Kind.REQUEST);
    }

    @Test
    void aSilentAddressGetsSevenChecksOverAllPeersTogether() {
        int checks = 0;
        for (int peer = 0; peer < 10; peer++) {
            PunchAgent agent = connectivity.add(
                    new IceCredentials("peer" + peer, PEER.password()),
                    List.of(new RemoteCandidate(SOURCE, CandidateKind.HOST, 5)),
                    NOW);
            for (int ms = 0; ms < 60_000; ms += 20) {
                checks += outputs(agent, NOW.plus(Duration.ofMillis(ms))).size();
            }
        }
        assertThat(checks).isEqualTo(CheckBudget.ORDINARY_MAX);
    }

    @Test
    void aPeerInTheWrongRoleIsToldTo() {
        PunchAgent agent = connectivity.add(PEER, List.of(), NOW);
        byte[] controlled = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                .text(StunAttribute.USERNAME, "ourfragm:theirfra")
                .int32(StunAttribute.PRIORITY, 1000)
                .int64(StunAttribute.ICE_CONTROLLED, 3)
                .integrity(StunKey.ofPassword(US.password()))
                .fingerprint()
                .toBytes();
        connectivity.onDatagram(controlled, SOURCE, NOW);
        assertThat(outputs(agent, NOW))
                .singleElement()
                .satisfies(answer -> assertThat(answer.errorCode()).isEqualTo(487));
    }
}
