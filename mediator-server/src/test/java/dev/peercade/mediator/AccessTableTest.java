package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.game.NewGame;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.request.AdmissionDecision;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/// Who may call what when: role x status x call, each cell by a real call. A call of the mediator that has no row
/// here fails the build.
class AccessTableTest {

    /// @param what the method and the path as [MediatorApi] has it, then words that tell rows of one call apart
    /// @param cells a line for each role, in the order of [Role], with an expected status for each [Situation]
    private record Row(String what, @Nullable RequestBody body, String cells) {

        String method() {
            return what.split(" ", -1)[0];
        }

        String path() {
            return what.split(" ", -1)[1];
        }

        int expected(Role role, Situation situation) {
            List<String> lines = cells.strip().lines().toList();
            assertThat(lines).hasSize(Role.values().length);
            String[] words = lines.get(role.ordinal()).strip().split("\\s+");
            assertThat(words[0]).isEqualTo(role.label());
            assertThat(words).hasSize(1 + Situation.values().length);
            return Integer.parseInt(words[1 + situation.ordinal()]);
        }
    }

    // Columns: session NEW | READY with the request NEW, PENDING, READY | ACTIVE, the request PROCESSED | FINISHED,
    // CLOSED
    private static final String ANYONE = every(200, 200);
    private static final String PEERS = every(401, 200);

    private static final List<Row> TABLE = List.of(
            row("GET " + MediatorApi.INFO, null, ANYONE),
            row(
                    "POST " + MediatorApi.PEERS + " taken name",
                    new NewPeer("the-operator", Caller.PASSWORD),
                    every(409, 409)),
            row(
                    "POST " + MediatorApi.TOKENS + " by access token",
                    new NewToken(TokenKind.ACCESS, null),
                    every(401, 401)),
            row("GET " + MediatorApi.TOKENS, null, PEERS),
            row("DELETE " + MediatorApi.TOKEN + " of nobody", null, every(401, 404)),
            row("GET " + MediatorApi.GAMES, null, PEERS),
            row("POST " + MediatorApi.GAMES, new NewGame("Go"), every(401, 201)),
            row("GET " + MediatorApi.SESSIONS, null, PEERS),
            row("POST " + MediatorApi.SESSIONS, new NewStreamingSession("Go", "Table", null, null), """
                    anonymous       401 401 401 401 401 401
                    other-peer      201 201 201 201 201 201
                    other-viewer    201 201 201 201 201 201
                    other-streamer  409 409 409 409 409 409
                    owner-streamer  409 409 409 409 409 201
                    owner-viewer    201 201 201 201 201 201
                    operator        201 201 201 201 201 201
                    """),
            row("GET " + MediatorApi.SESSION, null, PEERS),
            row("GET " + MediatorApi.SESSION_THUMBNAIL, null, """
                    anonymous       401 401 401 401 401 401
                    other-peer      200 200 200 200 200 404
                    other-viewer    200 200 200 200 200 404
                    other-streamer  200 200 200 200 200 404
                    owner-streamer  200 200 200 200 200 404
                    owner-viewer    200 200 200 200 200 404
                    operator        200 200 200 200 200 404
                    """),
            new Row(
                    "PUT " + MediatorApi.SESSION_THUMBNAIL,
                    RequestBody.create(Pictures.jpeg(64, 36), MediaType.get("image/jpeg")),
                    streamerOnly("204 204 204 204 204 409")),
            row(
                    "PUT " + MediatorApi.SESSION_ENDPOINT,
                    Endpoints.at("203.0.113.1", 1),
                    streamerOnly("200 200 200 200 200 409")),
            row("GET " + MediatorApi.SESSION_ENDPOINT, null, """
                    anonymous       401 401 401 401 401 401
                    other-peer      403 403 403 403 403 403
                    other-viewer    403 403 403 403 403 403
                    other-streamer  403 403 403 403 403 403
                    owner-streamer  403 403 403 403 403 403
                    owner-viewer    403 200 409 200 200 403
                    operator        403 403 403 403 403 403
                    """),
            row(
                    "PUT " + MediatorApi.SESSION_STATUS + " FINISHED",
                    new SessionStatusChange(SessionStatus.FINISHED),
                    streamerOnly("200 200 200 200 200 409")),
            row(
                    "PUT " + MediatorApi.SESSION_STATUS + " READY",
                    new SessionStatusChange(SessionStatus.READY),
                    streamerOnly("409 409 409 409 409 409")),
            row(
                    "PUT " + MediatorApi.SESSION_STATUS + " ACTIVE",
                    new SessionStatusChange(SessionStatus.ACTIVE),
                    streamerOnly("409 409 409 409 409 409")),
            row(
                    "PUT " + MediatorApi.SESSION_STATUS + " NEW",
                    new SessionStatusChange(SessionStatus.NEW),
                    streamerOnly("409 409 409 409 409 409")),
            row("GET " + MediatorApi.SESSION_VIEW_REQUESTS, null, streamerOnly("200 200 200 200 200 200")),
            row("POST " + MediatorApi.SESSION_VIEW_REQUESTS, "{}", """
                    anonymous       401 401 401 401 401 401
                    other-peer      409 201 201 201 201 409
                    other-viewer    409 201 201 201 201 409
                    other-streamer  409 201 201 201 201 409
                    owner-streamer  409 409 409 409 409 409
                    owner-viewer    409 200 200 200 200 409
                    operator        409 201 201 201 201 409
                    """),
            row("GET " + MediatorApi.VIEW_REQUEST, null, parties("404 200 200 200 200 200", "404 200 200 200 200 200")),
            // A request that is READY awaits no approval; PENDING does.
            row(
                    "POST " + MediatorApi.VIEW_REQUEST_RELAYS,
                    null,
                    parties("404 200 409 200 200 409", "404 200 409 200 200 409")),
            row("POST " + MediatorApi.SESSION_RELAYS, null, streamerOnly("200 200 200 200 200 409")),
            row("GET " + MediatorApi.RELAY_NODES, null, PEERS),
            row(
                    "POST " + MediatorApi.RELAY_NODES + " of an address that no node has",
                    new NewRelayNode("0.0.0.0", null, 3478, null, 3480, "", ""),
                    operatorOnly(422)),
            row("PUT " + MediatorApi.RELAY_NODE_HEARTBEAT + " of nobody", null, operatorOnly(404)),
            row("DELETE " + MediatorApi.RELAY_NODE + " of nobody", null, operatorOnly(404)),
            row(
                    "PUT " + MediatorApi.VIEW_REQUEST_ADMISSION + " admit",
                    new AdmissionDecision(true),
                    parties("404 409 200 409 409 409", "404 403 403 403 403 403")),
            row(
                    "PUT " + MediatorApi.VIEW_REQUEST_ADMISSION + " reject",
                    new AdmissionDecision(false),
                    parties("404 409 200 409 409 409", "404 403 403 403 403 403")),
            row(
                    "PUT " + MediatorApi.VIEW_REQUEST_ENDPOINT,
                    Endpoints.at("203.0.113.2", 2),
                    parties("404 403 403 403 403 403", "404 200 200 200 200 409")),
            row(
                    "PUT " + MediatorApi.VIEW_REQUEST_STATUS + " NEW",
                    new RequestStatusChange(RequestStatus.NEW),
                    parties("404 409 409 409 409 409", "404 409 409 409 409 409")),
            row(
                    "PUT " + MediatorApi.VIEW_REQUEST_STATUS + " READY",
                    new RequestStatusChange(RequestStatus.READY),
                    parties("404 403 403 403 403 403", "404 200 409 409 409 409")),
            row(
                    "PUT " + MediatorApi.VIEW_REQUEST_STATUS + " PROCESSED",
                    new RequestStatusChange(RequestStatus.PROCESSED),
                    parties("404 409 409 200 409 409", "404 403 403 403 403 403")),
            row(
                    "PUT " + MediatorApi.VIEW_REQUEST_STATUS + " CLOSED",
                    new RequestStatusChange(RequestStatus.CLOSED),
                    parties("404 200 200 200 200 409", "404 200 200 200 200 409")));

    @TestFactory
    Stream<DynamicTest> eachCellOfTheTableHolds() {
        Stage stage = Stage.open(TestMediator.shared());
        return TABLE.stream().map(row -> DynamicTest.dynamicTest(row.what(), () -> check(row, stage)));
    }

    private static void check(Row row, Stage stage) {
        List<String> wrong = new ArrayList<>();
        for (Situation situation : Situation.values()) {
            for (Role role : Role.values()) {
                String path = row.path()
                        .replace("{id}", stage.id(row.path(), situation).toString());
                Caller.Answer answer = stage.caller(role).send(row.method(), path, row.body());
                if (answer.status() >= 300) {
                    assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
                } else if (!row.method().equals("GET")) {
                    stage.spoilt();
                }
                int expected = row.expected(role, situation);
                if (answer.status() != expected) {
                    wrong.add(role.label() + " at " + situation + ": " + answer.status() + " instead of " + expected);
                }
            }
        }
        assertThat(wrong).as(row.what()).isEmpty();
    }

    @Test
    void eachCallOfTheMediatorHasARow() {
        var mappings = TestMediator.bean(TestMediator.shared(), DispatcherServlet.class)
                .getHandlerMappings();
        Set<String> offered = Stream.ofNullable(mappings)
                .flatMap(List::stream)
                .filter(RequestMappingHandlerMapping.class::isInstance)
                .flatMap(mapping -> ((RequestMappingHandlerMapping) mapping).getHandlerMethods().entrySet().stream())
                .filter(entry -> entry.getValue().getBeanType().getPackageName().startsWith("dev.peercade"))
                .flatMap(entry -> entry.getKey().getMethodsCondition().getMethods().stream()
                        .flatMap(method ->
                                entry.getKey().getPatternValues().stream().map(path -> method + " " + path)))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> listed = TABLE.stream()
                .map(row -> row.method() + " " + row.path())
                .collect(Collectors.toCollection(TreeSet::new));
        // The page for errors that Tomcat finds is no call.
        offered.removeIf(call -> call.endsWith(" /error"));
        assertThat(offered).hasSizeGreaterThan(15).isEqualTo(listed);
    }

    @Test
    void theApiPageShowsTheSameCalls() {
        JsonNode document =
                Caller.anonymous(TestMediator.shared()).get("/v3/api-docs").json();
        Set<String> shown = new TreeSet<>();
        document.path("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .propertyNames()
                        .forEach(method -> shown.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
        Set<String> listed = TABLE.stream()
                .map(row -> row.method() + " " + row.path())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(shown).isEqualTo(listed);
        assertThat(document.toString()).as("who asks is no parameter").doesNotContain("PeerPrincipal");
    }

    @Test
    void onlyOperatorsSeeMetricsAndAnyoneSeesHealthAndTheApiPage() {
        RunningMediator mediator = TestMediator.shared();
        Stage stage = Stage.open(mediator);
        for (Role role : Role.values()) {
            int metrics = role == Role.OPERATOR ? 200 : role == Role.ANONYMOUS ? 401 : 403;
            assertThat(stage.caller(role).get("/actuator/prometheus").status())
                    .as(role.label())
                    .isEqualTo(metrics);
            assertThat(stage.caller(role).get("/actuator/metrics").status())
                    .as(role.label())
                    .isEqualTo(metrics);
            assertThat(stage.caller(role).get("/actuator/health").status()).isEqualTo(200);
            assertThat(stage.caller(role).get("/v3/api-docs").status()).isEqualTo(200);
        }
    }

    private static Row row(String what, @Nullable Object body, String cells) {
        return new Row(what, body == null ? null : Caller.json(body), cells);
    }

    private static String every(int anonymous, int peer) {
        return lines("" + peer).replaceFirst("\\d+( \\d+)*", repeat("" + anonymous));
    }

    private static String operatorOnly(int operator) {
        return lines("403")
                .replaceFirst("anonymous \\d+( \\d+)*", "anonymous " + repeat("401"))
                .replaceFirst("operator \\d+( \\d+)*", "operator " + repeat("" + operator));
    }

    private static String streamerOnly(String cells) {
        return lines("403")
                .replaceFirst("anonymous \\d+( \\d+)*", "anonymous " + repeat("401"))
                .replaceFirst("owner-streamer \\d+( \\d+)*", "owner-streamer " + cells);
    }

    private static String parties(String streamer, String viewer) {
        return lines("404")
                .replaceFirst("anonymous \\d+( \\d+)*", "anonymous " + repeat("401"))
                .replaceFirst("owner-streamer \\d+( \\d+)*", "owner-streamer " + streamer)
                .replaceFirst("owner-viewer \\d+( \\d+)*", "owner-viewer " + viewer);
    }

    private static String lines(String cell) {
        return Arrays.stream(Role.values())
                .map(role -> role.label() + " " + repeat(cell))
                .collect(Collectors.joining("\n"));
    }

    private static String repeat(String cell) {
        return (cell + " ").repeat(Situation.values().length).strip();
    }
}
