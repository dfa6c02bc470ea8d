package dev.peercade.mediator.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.Endpoints;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.mediator.endpoint.IpLiteral;
import dev.peercade.mediator.stun.StunResponder;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.MediatorInfo;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The table of relay nodes of a real mediator, with real STUN servers as nodes.
class RelayNodesTest {

    private static final String PIN = "sha-256 " + "AB:".repeat(31) + "AB";
    private static final String SECRET = "SharedSecretOfARelayNode0123456789+/";

    private final RunningMediator mediator = TestMediator.shared();
    private final Caller operator = operator(mediator);
    private final Caller peer = Caller.registered(mediator, "relay-p");
    private final List<StunResponder> responders = new ArrayList<>();

    @BeforeEach
    void emptyTheTable() {
        TestMediator.bean(mediator, DSLContext.class).execute("DELETE FROM relay_node");
    }

    @AfterEach
    void stopTheNodes() {
        responders.forEach(StunResponder::close);
        TestMediator.bean(mediator, DSLContext.class).execute("DELETE FROM relay_node");
    }

    static Caller operator(RunningMediator mediator) {
        Caller anonymous = Caller.anonymous(mediator);
        Caller known = anonymous.basic(TestMediator.OPERATOR, Caller.PASSWORD);
        return (known.get(MediatorApi.TOKENS).status() == 200 ? known : anonymous.register(TestMediator.OPERATOR))
                .withAccessToken();
    }

    /// A port at which a node answers over both families.
    private int node() throws SocketException {
        for (int attempt = 0; ; attempt++) {
            StunResponder v4 = StunResponder.start(InetAddress.ofLiteral("127.0.0.1"), 0);
            responders.add(v4);
            try {
                responders.add(StunResponder.start(InetAddress.ofLiteral("::1"), v4.port()));
                return v4.port();
            } catch (SocketException e) {
                if (attempt == 10) {
                    throw e;
                }
            }
        }
    }

    private static NewRelayNode wish(@Nullable String ipv4, @Nullable String ipv6, int port) {
        return new NewRelayNode(ipv4, ipv6, port, null, 3480, PIN, SECRET);
    }

    private RelayNode register(@Nullable String ipv4, @Nullable String ipv6, int port) {
        return operator.post(MediatorApi.RELAY_NODES, wish(ipv4, ipv6, port)).as(RelayNode.class);
    }

    private List<RelayNode> table() {
        return Arrays.asList(peer.get(MediatorApi.RELAY_NODES).as(RelayNode[].class));
    }

    private MediatorInfo info() {
        return Caller.anonymous(mediator).get(MediatorApi.INFO).as(MediatorInfo.class);
    }

    @Test
    void aRegisteredNodeStandsInTheTableSignedWithTheKeyThatTheInfoNames() throws Exception {
        RelayNode node = register("127.0.0.1", "::1", node());

        assertThat(table()).containsExactly(node);
        MediatorInfo info = info();
        assertThat(info.relayNodes()).isEqualTo(1);
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(info.relayKey()))));
        signature.update(node.signedText().getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(Base64.getDecoder().decode(node.signature())))
                .isTrue();
        signature.update(node.signedText().replace("127.0.0.1", "203.0.113.1").getBytes(StandardCharsets.UTF_8));
        assertThat(signature.verify(Base64.getDecoder().decode(node.signature())))
                .as("of another record")
                .isFalse();
    }

    @Test
    void theSecretOfANodeIsInNoAnswer() throws Exception {
        int port = node();
        Caller.Answer registered = operator.post(MediatorApi.RELAY_NODES, wish("127.0.0.1", null, port));
        StreamingSession session = session(peer, Admission.OPEN);
        assertThat(registered.ok().body()).contains("127.0.0.1").doesNotContain(SECRET);
        assertThat(operator.get(MediatorApi.RELAY_NODES).body()).doesNotContain(SECRET);
        assertThat(peer.post(MediatorApi.SESSION_RELAYS, "", session.id()).body())
                .contains("credential")
                .doesNotContain(SECRET);
        assertThat(operator.post(MediatorApi.RELAY_NODES, wish("127.0.0.1", null, 0))
                        .body())
                .doesNotContain(SECRET);
    }

    @Test
    void theSameAddressAndPortInEitherFamilyIsTheSameNode() throws Exception {
        int port = node();
        int elsewhere = node();
        RelayNode both = register("127.0.0.1", "::1", port);
        RelayNode other = register("127.0.0.1", "::1", elsewhere);
        assertThat(other.id()).isNotEqualTo(both.id());

        for (RelayNode again : List.of(
                register("127.0.0.1", null, port),
                register("127.0.0.1", "0:0:0:0:0:0:0:1", port),
                register(null, "0:0::0:1", port))) {
            assertThat(again.id()).isEqualTo(both.id());
        }
        assertThat(table()).hasSize(2).extracting(RelayNode::ipv6).containsOnly("::1");
        assertThat(table())
                .as("the last registration counts whole")
                .filteredOn(node -> node.id().equals(both.id()))
                .singleElement()
                .extracting(RelayNode::ipv4)
                .isNull();
    }

    @Test
    void twoRowsThatTurnOutToBeOneNodeBecomeTheOlder() throws Exception {
        int port = node();
        RelayNode overV4 = register("127.0.0.1", null, port);
        RelayNode overV6 = register(null, "::1", port);
        assertThat(table()).hasSize(2);

        RelayNode merged = register("127.0.0.1", "::1", port);

        assertThat(merged.id()).isEqualTo(overV4.id()).isNotEqualTo(overV6.id());
        assertThat(table()).containsExactly(merged);
        operator.put(MediatorApi.RELAY_NODE_HEARTBEAT, "", overV6.id()).isProblem(ProblemCode.NOT_FOUND);
    }

    @Test
    void manyRegistrationsOfOneNodeAtOnceMakeOneRow() throws Exception {
        int port = node();
        List<Future<UUID>> ids = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int way = i % 3;
            FutureTask<UUID> task =
                    new FutureTask<>(() -> register(way == 1 ? null : "127.0.0.1", way == 2 ? null : "::1", port)
                            .id());
            Thread.ofVirtual().start(task);
            ids.add(task);
        }
        for (Future<UUID> id : ids) {
            id.get();
        }
        register("127.0.0.1", "::1", port);
        assertThat(table()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "ipv4, '\"localhost\"'",
        "ipv4, '\"node.example\"'",
        "ipv4, '\"::1\"'",
        "ipv4, '\"0.0.0.0\"'",
        "ipv4, '\"224.0.0.1\"'",
        "ipv4, '\"255.255.255.255\"'",
        "ipv4, '\"127.1\"'",
        "ipv4, null",
        "ipv6, '\"127.0.0.1\"'",
        "ipv6, '\"::\"'",
        "ipv6, '\"ff02::1\"'",
        "ipv6, '\"::ffff:127.0.0.1\"'",
        "ipv6, '\"::ffff:7f00:1\"'",
        "ipv6, '\"64:ff9b::cb00:7101\"'",
        "ipv6, '\"2002:cb00:7101::1\"'",
        "port, 0",
        "port, 65536",
        "agentPort, 3478",
        "agentPort, -1",
        "tlsPort, 0",
        "tlsPort, 3480",
        "certificatePin, '\"sha-256 00\"'",
        "certificatePin, null",
        "sharedSecret, '\"short\"'",
        "sharedSecret, null",
        "sharedSecret, '\"0123456789012345678901234567890 \"'"
    })
    void whatNoNodeIsIsRefused(String field, String value) {
        String body = Caller.JSON
                .writeValueAsString(wish("127.0.0.1", null, 3478))
                .replaceFirst("\"" + field + "\":(\"[^\"]*\"|null|\\d+)", "\"" + field + "\":" + value);
        assertThat(operator.post(MediatorApi.RELAY_NODES, body)
                        .isProblem(ProblemCode.INVALID_RELAY_NODE)
                        .body())
                .contains("\"" + field + "\"");
        assertThat(table()).isEmpty();
    }

    @Test
    void aNodeThatDoesNotAnswerIsRefusedAndTheRemedySpeaksOfItsFirewall() throws Exception {
        assertThat(operator.post(MediatorApi.RELAY_NODES, wish("127.0.0.1", null, freePort()))
                        .isProblem(ProblemCode.RELAY_NODE_UNREACHABLE)
                        .body())
                .contains("firewall");
        // Over the other family it does not answer.
        StunResponder v4 = StunResponder.start(InetAddress.ofLiteral("127.0.0.1"), 0);
        responders.add(v4);
        operator.post(MediatorApi.RELAY_NODES, wish("127.0.0.1", "::1", v4.port()))
                .isProblem(ProblemCode.RELAY_NODE_UNREACHABLE);
        assertThat(table()).isEmpty();
    }

    @Test
    void whatAnswersWithAnotherTransactionIsNoNode() throws Exception {
        try (DatagramSocket liar = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            Thread answering = Thread.ofVirtual().start(() -> {
                try {
                    while (true) {
                        DatagramPacket packet = new DatagramPacket(new byte[100], 100);
                        liar.receive(packet);
                        packet.getData()[0] = 1;
                        packet.getData()[1] = 1;
                        packet.getData()[19]++;
                        liar.send(packet);
                    }
                } catch (IOException e) {
                    // The test is over.
                }
            });
            operator.post(MediatorApi.RELAY_NODES, wish("127.0.0.1", null, liar.getLocalPort()))
                    .isProblem(ProblemCode.RELAY_NODE_UNREACHABLE);
            liar.close();
            answering.join();
        }
    }

    private static int freePort() throws SocketException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void onlyItsOwnerBeatsForANodeAndSaysGoodbye() throws Exception {
        RelayNode node = register("127.0.0.1", null, node());
        peer.put(MediatorApi.RELAY_NODE_HEARTBEAT, "", node.id()).isProblem(ProblemCode.FORBIDDEN);
        peer.delete(MediatorApi.RELAY_NODE, node.id()).isProblem(ProblemCode.FORBIDDEN);
        TestMediator.bean(mediator, DSLContext.class)
                .execute("UPDATE relay_node SET owner_id = (SELECT id FROM peer WHERE user_name = ?)", peer.name());
        operator.put(MediatorApi.RELAY_NODE_HEARTBEAT, "", node.id()).isProblem(ProblemCode.FORBIDDEN);
        operator.delete(MediatorApi.RELAY_NODE, node.id()).isProblem(ProblemCode.FORBIDDEN);

        RelayNode back = register("127.0.0.1", null, node.port());
        assertThat(back.id()).isEqualTo(node.id());
        assertThat(operator.put(MediatorApi.RELAY_NODE_HEARTBEAT, "", node.id()).status())
                .isEqualTo(204);
        assertThat(operator.delete(MediatorApi.RELAY_NODE, node.id()).status()).isEqualTo(204);
        assertThat(table()).isEmpty();
        assertThat(info().relayNodes()).isZero();
        operator.put(MediatorApi.RELAY_NODE_HEARTBEAT, "", node.id()).isProblem(ProblemCode.NOT_FOUND);
    }

    @Test
    void aNodeThatMissesThreeBeatsIsRemovedAndAnOutageRemovesNone() throws Exception {
        RelayNode alive = register("127.0.0.1", null, node());
        RelayNode silent = register("127.0.0.1", null, node());
        AtomicLong nanos = new AtomicLong();
        RelayNodeSweep sweep = new RelayNodeSweep(TestMediator.bean(mediator, RelayNodeService.class), nanos::get);
        pass(nanos, sweep, 34, alive);
        assertThat(table()).hasSize(2);

        // Stopped for an hour, such as a suspended machine.
        nanos.addAndGet(Duration.ofHours(1).toNanos());
        sweep.sweep();
        pass(nanos, sweep, 34, alive);
        assertThat(table()).hasSize(2);
        pass(nanos, sweep, 4, alive);

        assertThat(table())
                .extracting(RelayNode::id)
                .containsExactly(alive.id())
                .doesNotContain(silent.id());
        // A new process counts from its own start.
        new RelayNodeSweep(TestMediator.bean(mediator, RelayNodeService.class), nanos::get).sweep();
        assertThat(table()).hasSize(1);
    }

    private static void pass(AtomicLong nanos, RelayNodeSweep sweep, int seconds, RelayNode alive) {
        for (int passed = 0; passed < seconds; passed += 2) {
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            sweep.beat(alive.id());
            sweep.sweep();
        }
    }

    @Test
    void aFullTableTakesNoOtherNodeButTheOnesItHas() throws Exception {
        RelayNode known = register("127.0.0.1", null, node());
        TestMediator.bean(mediator, DSLContext.class).execute("""
                INSERT INTO relay_node SELECT gen_random_uuid(), owner_id, '127.0.0.' || n, NULL, port, tls_port,
                agent_port, certificate_pin, shared_secret, registered_at FROM relay_node, generate_series(2, 256) n""");
        assertThat(table()).hasSize(RelayNode.TABLE_MAX);
        operator.post(MediatorApi.RELAY_NODES, wish("127.0.0.1", null, node())).isProblem(ProblemCode.RELAY_TABLE_FULL);
        assertThat(register("127.0.0.1", null, known.port()).id()).isEqualTo(known.id());
        // The sweeps of the mediator itself count too.
        await().atMost(Duration.ofSeconds(10)).until(() -> info().relayNodes() == RelayNode.TABLE_MAX);
    }

    @Test
    void bothPartiesAndTheStreamersSessionGetTheSame16NodesWithCredentialsThatANodeComputesToo() throws Exception {
        register("127.0.0.1", null, node());
        TestMediator.bean(mediator, DSLContext.class).execute("""
                INSERT INTO relay_node SELECT gen_random_uuid(), owner_id, '127.0.0.' || n, NULL, port, tls_port,
                agent_port, certificate_pin, shared_secret, registered_at FROM relay_node, generate_series(2, 40) n""");
        Caller streamer = Caller.registered(mediator, "relay-s");
        StreamingSession session = session(streamer, Admission.OPEN);
        ViewRequest request =
                peer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id()).as(ViewRequest.class);

        List<RelayAccess> viewers = accesses(peer, MediatorApi.VIEW_REQUEST_RELAYS, request.id());
        List<RelayAccess> streamers = accesses(streamer, MediatorApi.VIEW_REQUEST_RELAYS, request.id());
        List<RelayAccess> ofSession = accesses(streamer, MediatorApi.SESSION_RELAYS, session.id());

        assertThat(viewers).hasSize(RelayAccessService.NODES_MAX);
        assertThat(streamers).extracting(RelayAccess::node).isEqualTo(nodes(viewers));
        assertThat(ofSession).extracting(RelayAccess::node).isEqualTo(nodes(viewers));
        RelayAccess access = viewers.getFirst();
        Instant now = Instant.now();
        assertThat(access.expiresAt()).isBetween(now.plus(Duration.ofHours(11)), now.plus(Duration.ofHours(12)));
        assertThat(access.userName()).isEqualTo(access.expiresAt().getEpochSecond() + ":" + request.id());
        assertThat(ofSession.getFirst().userName()).endsWith(":" + session.id());
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        assertThat(Base64.getDecoder().decode(access.credential()))
                .isEqualTo(mac.doFinal(access.userName().getBytes(StandardCharsets.UTF_8)));

        StreamingSession another = session(Caller.registered(mediator, "relay-t"), Admission.OPEN);
        ViewRequest there =
                peer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", another.id()).as(ViewRequest.class);
        assertThat(nodes(accesses(peer, MediatorApi.VIEW_REQUEST_RELAYS, there.id())))
                .as("sessions share the load")
                .isNotEqualTo(nodes(viewers));
    }

    @Test
    void whoIsNotAdmittedOrNoLongerConcernedGetsNoLeave() throws Exception {
        Caller streamer = Caller.registered(mediator, "relay-s");
        StreamingSession session = session(streamer, Admission.ASK);
        ViewRequest request =
                peer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id()).as(ViewRequest.class);
        peer.post(MediatorApi.VIEW_REQUEST_RELAYS, "", request.id()).isProblem(ProblemCode.AWAITING_APPROVAL);
        operator.post(MediatorApi.VIEW_REQUEST_RELAYS, "", request.id()).isProblem(ProblemCode.NOT_FOUND);
        peer.post(MediatorApi.SESSION_RELAYS, "", session.id()).isProblem(ProblemCode.FORBIDDEN);
        streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                .ok();
        peer.post(MediatorApi.VIEW_REQUEST_RELAYS, "", request.id()).isProblem(ProblemCode.ILLEGAL_TRANSITION);
        streamer.post(MediatorApi.SESSION_RELAYS, "", session.id()).isProblem(ProblemCode.ILLEGAL_TRANSITION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUBLIC", "NONE"})
    void aMediatorOnAPublicOrOnEveryAddressTakesPublicNodesOnly(String mediatorAt) {
        RelayPlaces places = new RelayPlaces(IpLiteral.Place.valueOf(mediatorAt));
        for (var place : IpLiteral.Place.values()) {
            assertThat(places.allow(place)).isEqualTo(place.name().equals("PUBLIC"));
        }
    }

    private static List<RelayNode> nodes(List<RelayAccess> accesses) {
        return accesses.stream().map(RelayAccess::node).toList();
    }

    private static List<RelayAccess> accesses(Caller caller, String path, UUID id) {
        return Arrays.asList(caller.post(path, "", id).as(RelayAccess[].class));
    }

    private static StreamingSession session(Caller streamer, Admission admission) {
        StreamingSession session = streamer.post(
                        MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Relayed", admission, true))
                .as(StreamingSession.class);
        return streamer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.10", 40_000), session.id())
                .as(StreamingSession.class);
    }
}
