package dev.peercade.peer.punch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.CandidateKind;
import dev.peercade.peer.edge.clock.SecureEntropy;
import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.edge.stun.Ice4jAddressLocator;
import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.TransactionId;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.ice4j.Transport;
import org.ice4j.ice.Agent;
import org.ice4j.ice.CandidatePair;
import org.ice4j.ice.CandidateType;
import org.ice4j.ice.Component;
import org.ice4j.ice.IceMediaStream;
import org.ice4j.ice.IceProcessingState;
import org.ice4j.ice.KeepAliveStrategy;
import org.ice4j.ice.LocalCandidate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Checks with ice4j's agent, an implementation of others, over real sockets; ICE alone, without a handshake.
@NullUnmarked
class Ice4jAgentTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /// In the middle of all tie-breakers.
    private static final long THEIR_TIE_BREAKER = 1L << 63;

    private final SystemClock clock = new SystemClock();
    private final SecureEntropy fair = new SecureEntropy();
    private final List<StunMessage> sent = new ArrayList<>();
    private final List<StunMessage> received = new ArrayList<>();
    private Agent theirs;
    private IceMediaStream stream;
    private Component component;
    private DatagramSocket socket;
    private Connectivity connectivity;
    private PunchAgent ours;

    @BeforeEach
    void gather() throws IOException {
        // It keeps ice4j from asking a cloud's metadata address, and from writing addresses into the log.
        assertThat(new Ice4jAddressLocator()).isNotNull();
        theirs = new Agent();
        theirs.setTieBreaker(THEIR_TIE_BREAKER);
        theirs.setPerformConsentFreshness(true);
        stream = theirs.createMediaStream("video");
        component = theirs.createComponent(stream, 0, 0, 0, KeepAliveStrategy.SELECTED_ONLY, true);
    }

    @AfterEach
    void free() {
        theirs.free();
        if (socket != null) {
            socket.close();
        }
    }

    /// Both know of each other what an endpoint says.
    private void introduce(PunchRole ourRole, PunchRole theirRole, Entropy entropy) throws IOException {
        LocalCandidate their = component.getLocalCandidates().stream()
                .filter(candidate -> candidate.getTransport() == Transport.UDP
                        && candidate.getTransportAddress().getAddress() instanceof Inet4Address)
                .findFirst()
                .orElse(null);
        Assumptions.assumeTrue(
                their != null, "this test needs an IPv4 address beside loopback, which ice4j passes over");
        InetAddress here = their.getTransportAddress().getAddress();
        socket = new DatagramSocket(0, here);
        socket.setSoTimeout(10);

        IceCredentials credentials = IceCredentials.random(fair);
        connectivity = new Connectivity(ourRole, credentials, entropy);
        connectivity.addBase(Base.SOCKET, clock.now());
        ours = connectivity.add(
                "theirs",
                new IceCredentials(theirs.getLocalUfrag(), theirs.getLocalPassword()),
                List.of(new RemoteCandidate(
                        TransportAddress.of(
                                here.getAddress(), their.getTransportAddress().getPort()),
                        CandidateKind.HOST,
                        their.getPriority())),
                clock.now());

        theirs.setControlling(theirRole == PunchRole.CONTROLLING);
        stream.setRemoteUfrag(credentials.userFragment());
        stream.setRemotePassword(credentials.password());
        component.addRemoteCandidate(new org.ice4j.ice.RemoteCandidate(
                new org.ice4j.TransportAddress(here, socket.getLocalPort(), Transport.UDP),
                component,
                CandidateType.HOST_CANDIDATE,
                "1",
                126L << 24 | 65535L << 8 | 255,
                null));
        theirs.startConnectivityEstablishment();
    }

    /// Lets checks and answers pass.
    private void passUntil(BooleanSupplier done) throws IOException {
        MonoTime end = clock.now().plus(PATIENCE);
        while (!done.getAsBoolean()) {
            assertThat(clock.now().isBefore(end))
                    .as("in time; ice4j: %s, our path: %s", theirs.getState(), ours.path())
                    .isTrue();
            for (PunchOutput next = ours.poll(clock.now()); next != null; next = ours.poll(clock.now())) {
                if (next instanceof PunchOutput.Send(FiveTuple over, byte[] datagram)) {
                    sent.add(StunMessage.parse(datagram));
                    InetAddress to = InetAddress.getByAddress(over.remote().ip());
                    socket.send(new DatagramPacket(
                            datagram,
                            datagram.length,
                            new InetSocketAddress(to, over.remote().port())));
                }
            }
            receiveOne();
        }
    }

    private void receiveOne() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            socket.receive(packet);
            byte[] datagram = Arrays.copyOf(packet.getData(), packet.getLength());
            received.add(StunMessage.parse(datagram));
            connectivity.onDatagram(
                    datagram,
                    FiveTuple.direct(TransportAddress.of(packet.getAddress().getAddress(), packet.getPort())),
                    clock.now());
        } catch (SocketTimeoutException e) {
            // Time has passed: the next poll.
        }
    }

    /// A later check's answer stands for those before it.
    private long overtakenAnswers() {
        List<TransactionId> asked = sent.stream()
                .filter(message -> message.kind() == StunMessage.Kind.REQUEST)
                .map(StunMessage::transaction)
                .toList();
        int latest = -1;
        long overtaken = 0;
        for (StunMessage answer : received) {
            int place = answer.kind() == StunMessage.Kind.SUCCESS ? asked.indexOf(answer.transaction()) : latest + 1;
            overtaken += place <= latest ? 1 : 0;
            latest = answer.kind() == StunMessage.Kind.SUCCESS ? Math.max(latest, place) : latest;
        }
        return overtaken;
    }

    private boolean isEstablished() {
        return theirs.getState().isEstablished() && ours.path() != null;
    }

    private static long nominations(List<StunMessage> messages) {
        return messages.stream()
                .filter(message -> message.kind() == StunMessage.Kind.REQUEST)
                .filter(message -> message.has(StunAttribute.USE_CANDIDATE))
                .count();
    }

    @ParameterizedTest
    @EnumSource(PunchRole.class)
    void bothAgreeOnOnePathAndConsentLastsOverIt(PunchRole ourRole) throws Exception {
        boolean weControl = ourRole == PunchRole.CONTROLLING;
        introduce(ourRole, weControl ? PunchRole.CONTROLLED : PunchRole.CONTROLLING, fair);
        passUntil(this::isEstablished);
        FiveTuple tuple = ours.path().tuple();
        MonoTime established = clock.now();
        passUntil(() -> component.getSelectedPair() != null);
        CandidatePair selected = component.getSelectedPair();
        assertThat(selected.isNominated()).isTrue();
        assertThat(selected.getRemoteCandidate().getTransportAddress().getPort())
                .isEqualTo(socket.getLocalPort());
        assertThat(selected.getLocalCandidate().getTransportAddress().getPort())
                .isEqualTo(tuple.remote().port());
        assertThat(nominations(weControl ? sent : received)).isPositive();
        assertThat(nominations(weControl ? received : sent)).isZero();

        // RFC 7675, section 5.1: an answer is good for 30 s, so this takes one from at least 5 s later.
        passUntil(() -> ours.maySend(tuple, established.plus(Duration.ofSeconds(35))));
        assertThat(theirs.getState()).isIn(IceProcessingState.COMPLETED, IceProcessingState.TERMINATED);
        assertThat(connectivity.refused())
                .as("datagrams of theirs that we do not take, but for answers that a later one has overtaken")
                .isEqualTo(overtakenAnswers());
        assertThat(received).extracting(StunMessage::kind).doesNotContain(StunMessage.Kind.ERROR);
    }

    /// RFC 8445, section 7.3.1.1: whoever has the larger tie-breaker stays controlling.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereBothAreControllingTheTieBreakersDecide(boolean oursIsLarger) throws Exception {
        introduce(PunchRole.CONTROLLING, PunchRole.CONTROLLING, biased(oursIsLarger));
        // Whose tie-breaker is the smaller has to ask first, or it would give way without a word.
        for (int tries = 0; oursIsLarger && received.isEmpty() && tries < 1000; tries++) {
            receiveOne();
        }
        passUntil(this::isEstablished);
        passUntil(() -> theirs.isControlling() != oursIsLarger && haveOneRoleEach());
        passUntil(() -> component.getSelectedPair() != null);
        assertThat(hasSeenRoleConflict()).isTrue();
    }

    /// There ice4j lets the smaller one change its role, and we the larger one, as the RFC says: which of the two ends
    /// as the controlling one depends on whose check comes first.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereBothAreControlledOneBecomesControlling(boolean oursIsLarger) throws Exception {
        introduce(PunchRole.CONTROLLED, PunchRole.CONTROLLED, biased(oursIsLarger));
        passUntil(this::isEstablished);
        passUntil(this::haveOneRoleEach);
        passUntil(() -> component.getSelectedPair() != null);
        assertThat(nominations(theirs.isControlling() ? received : sent)).isPositive();
    }

    /// Tie-breakers that are larger, or smaller, than theirs.
    private Entropy biased(boolean large) {
        long top = 0xFFFFL << 48;
        return () -> large ? fair.nextLong() | top : fair.nextLong() & ~top;
    }

    private boolean haveOneRoleEach() {
        int ourRole = theirs.isControlling() ? StunAttribute.ICE_CONTROLLED : StunAttribute.ICE_CONTROLLING;
        return sent.stream()
                .filter(message -> message.kind() == StunMessage.Kind.REQUEST)
                .reduce((_, later) -> later)
                .filter(message -> message.has(ourRole))
                .isPresent();
    }

    private boolean hasSeenRoleConflict() {
        return Stream.of(sent, received).flatMap(List::stream).anyMatch(message -> message.errorCode() == 487);
    }
}
