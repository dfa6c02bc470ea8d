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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Both sides are controlling, and the peer keeps that role (RFC 8445, sections 7.2.5.1 and 7.3.1.1).
class RoleConflictTest {

    private static final IceCredentials US = new IceCredentials("ourfragm", "ourpasswordourpassword12");
    private static final IceCredentials PEER = new IceCredentials("theirfra", "theirpasswordtheirpass12");
    private static final MonoTime NOW = new MonoTime(0);

    private final Connectivity connectivity = new Connectivity(PunchRole.CONTROLLING, US, new Random(1)::nextLong);
    private final List<PunchOutput.Send> checks = new ArrayList<>();
    private PunchAgent agent = connectivity.add("peer", PEER, List.of(), NOW);
    private MonoTime now = NOW;

    /// Two addresses, and a check to each on its way.
    @BeforeEach
    void check() {
        connectivity.addBase(Base.SOCKET, NOW);
        agent.name(List.of(candidate(7), candidate(8)), NOW);
        pass(Duration.ofMillis(60));
        assertThat(checks).hasSize(2).allMatch(check -> claims(check, StunAttribute.ICE_CONTROLLING));
    }

    private static RemoteCandidate candidate(int host) {
        return new RemoteCandidate(
                TransportAddress.of(new byte[] {(byte) 192, 0, 2, (byte) host}, 4000), CandidateKind.HOST, 5);
    }

    private void pass(Duration span) {
        MonoTime end = now.plus(span);
        for (; now.isBefore(end); now = now.plus(Duration.ofMillis(10))) {
            for (PunchOutput next = agent.poll(now); next != null; next = agent.poll(now)) {
                if (next instanceof PunchOutput.Send send && isRequest(send)) {
                    checks.add(send);
                }
            }
        }
    }

    private static boolean isRequest(PunchOutput.Send send) {
        return parsed(send).kind() == StunMessage.Kind.REQUEST;
    }

    private static StunMessage parsed(PunchOutput.Send send) {
        StunMessage message = StunMessage.parse(send.datagram());
        assertThat(message).isNotNull();
        return message;
    }

    private static boolean claims(PunchOutput.Send check, int role) {
        return parsed(check).has(role);
    }

    private void refuse(PunchOutput.Send check) {
        byte[] refusal = new StunWriter(
                        StunMessage.Kind.ERROR,
                        StunMessage.BINDING,
                        parsed(check).transaction())
                .error(487, "Role Conflict")
                .integrity(StunKey.ofPassword(PEER.password()))
                .fingerprint()
                .toBytes();
        connectivity.onDatagram(refusal, check.over(), now);
    }

    private void assertThatOneRoleIsClaimedFromNowOn(int role) {
        int before = checks.size();
        pass(Duration.ofMillis(500));
        assertThat(checks.subList(before, checks.size())).isNotEmpty().allMatch(check -> claims(check, role));
    }

    @Test
    void twoRefusalsOfOneRoleChangeItOnce() {
        refuse(checks.get(0));
        refuse(checks.get(1));
        assertThatOneRoleIsClaimedFromNowOn(StunAttribute.ICE_CONTROLLED);
    }

    @Test
    void aRefusalThatComesAgainChangesNothing() {
        refuse(checks.get(0));
        refuse(checks.get(0));
        assertThatOneRoleIsClaimedFromNowOn(StunAttribute.ICE_CONTROLLED);
    }

    @Test
    void aRefusalAfterTheRoleHasChangedByTheirCheckChangesNothing() {
        byte[] theirs = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                .text(StunAttribute.USERNAME, "ourfragm:theirfra")
                .int32(StunAttribute.PRIORITY, 1000)
                .int64(StunAttribute.ICE_CONTROLLING, -1)
                .integrity(StunKey.ofPassword(US.password()))
                .fingerprint()
                .toBytes();
        connectivity.onDatagram(theirs, checks.get(0).over(), now);
        refuse(checks.get(0));
        assertThatOneRoleIsClaimedFromNowOn(StunAttribute.ICE_CONTROLLED);
    }
}
