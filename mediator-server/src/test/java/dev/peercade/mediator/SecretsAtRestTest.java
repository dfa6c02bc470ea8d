package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.stun.StunResponder;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Promise N6, the mediator's half: nothing that it keeps opens a peer's media or account. What PROTOCOL.md gives it
/// of secrets are the ICE passwords of endpoints; they stand in the database while the session or request does, and
/// are erased with it.
class SecretsAtRestTest {

    private static final String STREAMERS_ICE = "IceOfTheStreamer0123456789";
    private static final String VIEWERS_ICE = "IceOfTheViewer012345678901";
    private static final List<String> ICE = List.of(STREAMERS_ICE, VIEWERS_ICE);

    /// What no peer of ours sends, and what the mediator must not keep if another one does.
    private static final List<String> KEYS = List.of("DtlsPrivateKeyOfAPeer", "SrtpMasterKeyOfAPeer");

    /// A node's secret stands in the database while the node does: credentials are computed with it.
    private static final String NODES_SECRET = "SecretOfARelayNode0123456789abcdef";

    @TempDir
    Path data;

    @Test
    void noKeyPasswordOrTokenIsKeptAndIcePasswordsGoWithTheirSession() throws Exception {
        String title = "Title that is kept " + Caller.suffix();
        Set<String> credentials = new TreeSet<>(Set.of(Caller.PASSWORD));
        try (RunningMediator mediator = MediatorServer.start(
                        TestMediator.settings(data, Map.of("PEERCADE_OPERATORS", TestMediator.OPERATOR)));
                StunResponder turn = StunResponder.start(InetAddress.getLoopbackAddress(), 0)) {
            Caller owner = Caller.anonymous(mediator).register("rest-" + Caller.suffix());
            credentials.add(owner.token(TokenKind.DEVICE).token());
            Caller streamer = owner.withAccessToken();
            credentials.add(String.valueOf(streamer.authorization()).substring("Bearer ".length()));
            Caller viewer = Caller.registered(mediator, "rest-v");
            StreamingSession session = streamer.post(
                            MediatorApi.SESSIONS, new NewStreamingSession("Chess", title, null, null))
                    .as(StreamingSession.class);
            streamer.put(MediatorApi.SESSION_ENDPOINT, endpoint(STREAMERS_ICE), session.id())
                    .ok();
            ViewRequest request = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                    .as(ViewRequest.class);
            viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, endpoint(VIEWERS_ICE), request.id())
                    .ok();

            Caller operator =
                    Caller.anonymous(mediator).register(TestMediator.OPERATOR).withAccessToken();
            RelayNode node =
                    operator.post(MediatorApi.RELAY_NODES, node(turn.port())).as(RelayNode.class);
            for (JsonNode access : viewer.post(MediatorApi.VIEW_REQUEST_RELAYS, "", request.id())
                    .ok()
                    .json()) {
                credentials.add(access.path("credential").asString());
            }
            assertThat(credentials).hasSize(4);

            String open = dump(mediator);
            assertThat(open).as("the one place").containsOnlyOnce(NODES_SECRET);
            assertThat(open).as("the other peer has to get them").contains(ICE).contains(title);
            assertThat(found(open, KEYS)).isEmpty();
            assertThat(found(open, credentials)).isEmpty();

            streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                    .ok();

            operator.delete(MediatorApi.RELAY_NODE, node.id()).ok();

            String ended = dump(mediator);
            assertThat(ended).doesNotContain(NODES_SECRET);
            assertThat(ended).contains(title);
            assertThat(found(ended, ICE)).isEmpty();
            assertThat(found(ended, KEYS)).isEmpty();
            assertThat(found(ended, credentials)).isEmpty();
        }
        boolean titleSeen = false;
        int files = 0;
        try (var paths = Files.walk(data)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                // Byte for character, so that a search of text is one of bytes.
                String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
                String name = data.relativize(file).toString();
                titleSeen |= raw.contains(title);
                files++;
                assertThat(found(raw, KEYS)).as(name).isEmpty();
                assertThat(found(raw, credentials)).as(name).isEmpty();
                if (!name.startsWith("postgres/")) {
                    assertThat(found(raw, ICE)).as(name).isEmpty();
                    assertThat(raw).as(name).doesNotContain(NODES_SECRET);
                }
            }
        }
        assertThat(titleSeen).as("a search of the files finds what is kept").isTrue();
        assertThat(files).isGreaterThan(100);
    }

    private static NewRelayNode node(int port) {
        return new NewRelayNode(
                "127.0.0.1", null, port, null, 3480, "sha-256 " + "AB:".repeat(31) + "AB", NODES_SECRET);
    }

    /// As a peer pushes it, with what a careless one might add.
    private static String endpoint(String icePassword) {
        String plain = Caller.JSON.writeValueAsString(Endpoints.at("203.0.113.10", 40_000));
        String own = plain.replace("0123456789abcdefghijkl", icePassword);
        assertThat(own).contains(icePassword);
        return own.replaceFirst(
                "\\{",
                "{\"privateKey\":\"" + KEYS.getFirst() + "\",\"srtp\":{\"masterKey\":\"" + KEYS.getLast() + "\"},");
    }

    /// Every row of every table as text, as a dump has them.
    private static String dump(RunningMediator mediator) {
        DSLContext database = TestMediator.bean(mediator, DSLContext.class);
        List<String> tables = database.fetch(
                        "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'")
                .getValues(0, String.class);
        assertThat(tables).hasSizeGreaterThan(6);
        return tables.stream()
                .flatMap(table ->
                        database.fetch("SELECT t::text FROM " + table + " t").getValues(0, String.class).stream())
                .collect(Collectors.joining("\n"));
    }

    private static List<String> found(String text, Iterable<String> needles) {
        List<String> found = new java.util.ArrayList<>();
        needles.forEach(needle -> {
            if (text.contains(needle)) {
                found.add(needle);
            }
        });
        return found;
    }
}
