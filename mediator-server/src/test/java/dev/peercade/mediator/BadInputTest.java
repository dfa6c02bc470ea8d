package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.Caller.Answer;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.game.Game;
import dev.peercade.model.game.NewGame;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.StreamingSession;
import java.io.IOException;
import java.net.URI;
import java.util.UUID;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people and strangers get wrong: each is a problem document with a stable code, and leaves nothing half done.
class BadInputTest {

    private final RunningMediator mediator = TestMediator.shared();
    private final Caller anonymous = Caller.anonymous(mediator);
    private final Caller peer = Caller.registered(mediator, "bad");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "nonsense",
                "[]",
                "\"text\"",
                "{\"game\":{}}",
                "{\"game\":\"a\",\"title\":\"b\",\"admission\":\"maybe\"}",
                "{\"replace\":7}",
                "{\"game\":\"a\",\"game\":\"b\",\"title\":\"c\"}",
                "{\"game\":\"a\",\"title\":\"b\",\"admission\":0}",
                "{\"game\":\"\\ud800\"",
                "{'game':'a'}"
            })
    void malformedJsonIsSaidToBe(String body) {
        peer.post(MediatorApi.SESSIONS, body).isProblem(ProblemCode.MALFORMED_REQUEST);
    }

    @Test
    void deepAndLongJsonIsRefused() {
        peer.post(MediatorApi.GAMES, "{\"name\":" + "[".repeat(5_000)).isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.post(MediatorApi.GAMES, "{\"x\":" + "[".repeat(100) + "]".repeat(100) + ",\"name\":\"Go\"}")
                .isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.post(MediatorApi.GAMES, "{\"name\":\"" + "a".repeat(20_000) + "\"}")
                .isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.post(MediatorApi.GAMES, new NewGame("a".repeat(121))).isProblem(ProblemCode.INVALID_FIELD);
    }

    @Test
    void fieldsOfANewerClientAreLeftAside() {
        assertThat(peer.post(MediatorApi.GAMES, "{\"name\":\"Go\",\"colour\":\"black\"}")
                        .status())
                .isEqualTo(201);
    }

    @Test
    void aBodyOf10MegabytesIsRefusedWhetherItsLengthIsDeclaredOrNot() {
        byte[] body = new byte[10 * 1024 * 1024];
        MediaType json = MediaType.get("application/json");
        for (Caller caller : new Caller[] {peer, anonymous}) {
            caller.send("POST", MediatorApi.PEERS, RequestBody.create(body, json))
                    .isProblem(ProblemCode.PAYLOAD_TOO_LARGE);
        }
        java.util.Arrays.fill(body, (byte) ' ');
        peer.send("POST", MediatorApi.GAMES, chunked(body, json)).isProblem(ProblemCode.PAYLOAD_TOO_LARGE);
    }

    @Test
    void aBodyOfAnotherKindIsRefused() {
        for (String type : new String[] {"text/plain", "application/x-www-form-urlencoded", "text/xml"}) {
            peer.send("POST", MediatorApi.GAMES, RequestBody.create("{\"name\":\"Go\"}", MediaType.get(type)))
                    .isProblem(ProblemCode.UNSUPPORTED_MEDIA_TYPE);
        }
    }

    @Test
    void wrongMethodsAndUnknownPathsAreSaidToBe() {
        Answer answer = peer.delete(MediatorApi.GAMES).isProblem(ProblemCode.METHOD_NOT_ALLOWED);
        assertThat(answer.headers().get("Allow")).contains("GET");
        peer.get("/api/v1/nothing").isProblem(ProblemCode.NOT_FOUND);
        anonymous.get("/api/v1/nothing").isProblem(ProblemCode.UNAUTHENTICATED);
        peer.get("/api/v1/games;x=1").isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.with("Accept", "image/png").get(MediatorApi.GAMES).isProblem(ProblemCode.NOT_ACCEPTABLE);
    }

    @Test
    void unknownObjectsAreSaidToBe() {
        for (Object id : new Object[] {UUID.randomUUID(), "7", "null", "%00"}) {
            Answer answer = peer.get(MediatorApi.SESSION, id);
            assertThat(answer.status()).isIn(400, 404);
            assertThat(answer.headers().get("Content-Type")).isEqualTo("application/problem+json");
        }
        peer.get(MediatorApi.SESSION, UUID.randomUUID()).isProblem(ProblemCode.NOT_FOUND);
        peer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", UUID.randomUUID()).isProblem(ProblemCode.NOT_FOUND);
        peer.get(MediatorApi.VIEW_REQUEST, UUID.randomUUID()).isProblem(ProblemCode.NOT_FOUND);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,0",
        "example.com,40000",
        "0.0.0.0,40000",
        "224.0.0.1,40000",
        "127.0.0.1,65536",
        "0177.0.0.1,1"
    })
    void anEndpointThatIsNoneIsRefusedWithItsFieldAndTheSessionStaysNew(String host, int port) {
        StreamingSession session = open();
        Answer answer = peer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at(host, port), session.id())
                .isProblem(ProblemCode.INVALID_ENDPOINT);
        assertThat(answer.json().at("/errors/0/field").asString()).isIn("host", "port");
        assertThat(answer.json().at("/errors/0/message").asString()).isNotBlank();
        assertThat(peer.get(MediatorApi.SESSION, session.id()).as(StreamingSession.class))
                .isEqualTo(session);
    }

    @Test
    void accountsHaveNamesAndPasswordsWithinTheirLimits() {
        for (String name : new String[] {"", "ab", "a".repeat(33), "a b c", "ünïcode", "a\r\nb", "x/../y"}) {
            anonymous
                    .post(MediatorApi.PEERS, new NewPeer(name, Caller.PASSWORD))
                    .isProblem(ProblemCode.INVALID_FIELD);
        }
        for (String password : new String[] {"", "short", "x".repeat(201)}) {
            anonymous
                    .post(MediatorApi.PEERS, new NewPeer("fine-" + Caller.suffix(), password))
                    .isProblem(ProblemCode.INVALID_FIELD);
        }
        anonymous.post(MediatorApi.PEERS, "{}").isProblem(ProblemCode.INVALID_FIELD);
        anonymous
                .post(MediatorApi.PEERS, new NewPeer(peer.name().toUpperCase(java.util.Locale.ROOT), Caller.PASSWORD))
                .isProblem(ProblemCode.USER_NAME_TAKEN);
    }

    @Test
    void aTokenOpensOnlyWhatItIsFor() {
        Caller basic = anonymous.register("bad-" + Caller.suffix());
        String device = basic.token(TokenKind.DEVICE).token();
        String access = basic.token(TokenKind.ACCESS).token();

        anonymous.bearer(device).get(MediatorApi.GAMES).isProblem(ProblemCode.UNAUTHENTICATED);
        anonymous
                .bearer(access)
                .post(MediatorApi.TOKENS, new NewToken(TokenKind.ACCESS, null))
                .isProblem(ProblemCode.UNAUTHENTICATED);
        Caller fresh = anonymous.bearer(device).withAccessToken();
        assertThat(fresh.get(MediatorApi.GAMES).status()).isEqualTo(200);
        assertThat(basic.get(MediatorApi.GAMES).status())
                .as("Basic stays valid everywhere")
                .isEqualTo(200);

        String deviceId = fresh.get(MediatorApi.TOKENS)
                .json()
                .path("items")
                .valueStream()
                .filter(token -> token.path("kind").asString().equals("device"))
                .findFirst()
                .orElseThrow()
                .path("id")
                .asString();
        peer.delete(MediatorApi.TOKEN, deviceId).isProblem(ProblemCode.NOT_FOUND);
        fresh.delete(MediatorApi.TOKEN, deviceId).ok();
        fresh.get(MediatorApi.GAMES).isProblem(ProblemCode.UNAUTHENTICATED);
        anonymous
                .bearer(device)
                .post(MediatorApi.TOKENS, new NewToken(TokenKind.ACCESS, null))
                .isProblem(ProblemCode.UNAUTHENTICATED);
        assertThat(anonymous.bearer(access).get(MediatorApi.GAMES).status())
                .as("got with the password, so it does not fall with the device")
                .isEqualTo(200);
    }

    @Test
    void aListComesInPagesThatRepeatAndSkipNothing() {
        String prefix = "Paged " + Caller.suffix() + " ";
        for (int i = 100; i < 220; i++) {
            peer.post(MediatorApi.GAMES, new NewGame(prefix + i)).ok();
        }
        java.util.List<String> names = new java.util.ArrayList<>();
        String cursor = "";
        do {
            Page<Game> page = peer.get(MediatorApi.GAMES + "?query=" + prefix.strip() + "&cursor=" + cursor)
                    .as(Page.class, Game.class);
            page.items().forEach(game -> names.add(game.name()));
            cursor = page.cursor();
        } while (cursor != null);
        assertThat(names).hasSize(120).doesNotHaveDuplicates().isSorted();
        peer.get(MediatorApi.SESSIONS + "?cursor=nonsense").isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.get(MediatorApi.SESSIONS + "?statuses=SLEEPING").isProblem(ProblemCode.MALFORMED_REQUEST);
    }

    @Test
    void percentAndUnderscoreInASearchAreOrdinaryCharacters() {
        String mark = Caller.suffix();
        peer.post(MediatorApi.GAMES, new NewGame("100% " + mark)).ok();
        peer.post(MediatorApi.GAMES, new NewGame("1000 " + mark)).ok();
        Page<Game> page =
                peer.get(MediatorApi.GAMES + "?query=100%25%20" + mark).as(Page.class, Game.class);
        assertThat(page.items()).extracting(Game::name).containsExactly("100% " + mark);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "a%00b", "%0d%0aforged", "%1b%5b31m", "%ef%bf%be", "%e2%80%ae"})
    void noTextOfAQueryReachesTheDatabaseThatItCannotHold(String text) {
        peer.get(MediatorApi.GAMES + "?query=" + text).isProblem(ProblemCode.INVALID_FIELD);
        peer.get(MediatorApi.SESSIONS + "?query=" + text).isProblem(ProblemCode.INVALID_FIELD);
        peer.get(MediatorApi.SESSIONS + "?game=" + text).isProblem(ProblemCode.INVALID_FIELD);
        peer.get(MediatorApi.SESSIONS + "?statuses=" + text).isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.get(MediatorApi.SESSIONS + "?cursor=" + text).isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.get(MediatorApi.GAMES + "?cursor=" + text).isProblem(ProblemCode.MALFORMED_REQUEST);
        StreamingSession session = open();
        String requests = MediatorApi.SESSION_VIEW_REQUESTS;
        peer.get(requests + "?statuses=" + text, session.id()).isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.get(requests + "?cursor=" + text, session.id()).isProblem(ProblemCode.MALFORMED_REQUEST);
    }

    @Test
    void longTextsOfAQueryAreRefused() {
        String text = "a".repeat(1_000);
        peer.get(MediatorApi.GAMES + "?query=" + text).isProblem(ProblemCode.INVALID_FIELD);
        peer.get(MediatorApi.SESSIONS + "?query=" + text).isProblem(ProblemCode.INVALID_FIELD);
        peer.get(MediatorApi.SESSIONS + "?game=" + text).isProblem(ProblemCode.INVALID_FIELD);
        peer.get(MediatorApi.GAMES + "?cursor=" + text).isProblem(ProblemCode.MALFORMED_REQUEST);
        peer.get(MediatorApi.SESSIONS + "?cursor=" + text).isProblem(ProblemCode.MALFORMED_REQUEST);
        // A cursor of this mediator's own form that holds what no name can.
        peer.get(MediatorApi.GAMES + "?cursor=AGEA").isProblem(ProblemCode.MALFORMED_REQUEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\u0000", "a\\u0000b", "\\ud800", "a\\r\\nb", "\\u202e"})
    void noTextOfABodyReachesTheDatabaseThatItCannotHold(String text) {
        peer.post(MediatorApi.GAMES, "{\"name\":\"x" + text + "\"}").isProblem(ProblemCode.INVALID_FIELD);
        for (String field : new String[] {"game", "title"}) {
            String other = field.equals("game") ? "title" : "game";
            peer.post(MediatorApi.SESSIONS, "{\"" + other + "\":\"Go\",\"" + field + "\":\"x" + text + "\"}")
                    .isProblem(ProblemCode.INVALID_FIELD);
        }
        Caller basic = anonymous.register("text-" + Caller.suffix());
        basic.post(MediatorApi.TOKENS, "{\"kind\":\"access\",\"label\":\"x" + text + "\"}")
                .isProblem(ProblemCode.INVALID_FIELD);
        anonymous
                .post(MediatorApi.PEERS, "{\"userName\":\"xyz" + text + "\",\"password\":\"correct horse\"}")
                .isProblem(ProblemCode.INVALID_FIELD);
        StreamingSession session = open();
        String endpoint = Caller.JSON.writeValueAsString(Endpoints.at("203.0.113.5", 5));
        for (String value : new String[] {"203.0.113.5", "192.168.1.7", "abcd", "0123456789abcdefghijkl", "H264"}) {
            String bad = endpoint.replace("\"" + value + "\"", "\"" + value + text + "\"");
            assertThat(bad).isNotEqualTo(endpoint);
            peer.put(MediatorApi.SESSION_ENDPOINT, bad, session.id()).isProblem(ProblemCode.INVALID_ENDPOINT);
        }
    }

    /// U+FB2C becomes three characters in the normal form that names are kept in.
    @Test
    void aNameThatGrowsBeyondTheLimitInItsNormalFormIsRefused() {
        peer.post(MediatorApi.GAMES, new NewGame("\ufb2c".repeat(120))).isProblem(ProblemCode.INVALID_FIELD);
        peer.post(MediatorApi.SESSIONS, new NewStreamingSession("\ufb2c".repeat(120), "Long", null, true))
                .isProblem(ProblemCode.INVALID_FIELD);
    }

    @Test
    void namesOfGamesAreOneRegardlessOfTheCaseOfAnyLetter() {
        String mark = Caller.suffix();
        Game game =
                peer.post(MediatorApi.GAMES, new NewGame("Ärger ÉΣЖ " + mark)).as(Game.class);
        assertThat(peer.post(MediatorApi.GAMES, new NewGame("ärger éσж " + mark))
                        .as(Game.class))
                .isEqualTo(game);
        Page<Game> found =
                peer.get(MediatorApi.GAMES + "?query=ÄRGER éσЖ " + mark).as(Page.class, Game.class);
        assertThat(found.items()).containsExactly(game);
    }

    @Test
    void aDroppedViewerIsBarredFromThatSession() {
        StreamingSession session = open();
        peer.put(MediatorApi.SESSION_ENDPOINT, Endpoints.at("203.0.113.5", 5), session.id())
                .ok();
        Caller viewer = Caller.registered(mediator, "bad-v");
        ViewRequest request = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                .as(ViewRequest.class);
        viewer.put(MediatorApi.VIEW_REQUEST_STATUS, "{\"status\":\"READY\"}", request.id())
                .isProblem(ProblemCode.ENDPOINT_MISSING);
        peer.put(MediatorApi.VIEW_REQUEST_STATUS, "{\"status\":\"CLOSED\"}", request.id())
                .ok();
        viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id()).isProblem(ProblemCode.BARRED);
        viewer.get(MediatorApi.SESSION_ENDPOINT, session.id()).isProblem(ProblemCode.FORBIDDEN);
    }

    /// A controller decodes the path; so must whoever decides by it.
    @Test
    void anEncodedSpellingOfAPathOpensNothing() {
        peer.post("/api/v1/%74okens", new NewToken(TokenKind.DEVICE, "stolen")).isProblem(ProblemCode.UNAUTHENTICATED);
        peer.with("Origin", "https://evil.example").get("/api/v1/%73ignal").isProblem(ProblemCode.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%FF", "%", "%zz", "%C3%28"})
    void aQueryThatIsNoTextIsSaidToBe(String text) {
        for (String path : new String[] {MediatorApi.SESSIONS, MediatorApi.GAMES}) {
            assertThat(peer.raw("GET", path + "?query=" + text)).isEqualTo(400);
        }
    }

    @ParameterizedTest
    @CsvSource({"absent,201", "same,201", "null,403", "https://evil.example,403", "subdomain,403", "other-port,403"})
    void pagesOfOtherSitesMayChangeNothing(String origin, int status) {
        URI own = mediator.uri();
        Caller caller = switch (origin) {
            case "absent" -> peer;
            case "same" -> peer.with("Origin", own.toString());
            case "subdomain" -> peer.with("Origin", "http://evil." + own.getAuthority());
            case "other-port" -> peer.with("Origin", "http://127.0.0.1:" + (own.getPort() + 1));
            default -> peer.with("Origin", origin);
        };
        assertThat(caller.post(MediatorApi.GAMES, new NewGame("Go")).status()).isEqualTo(status);
        if (status == 403) {
            for (String method : new String[] {"POST", "PUT", "DELETE", "PATCH"}) {
                RequestBody body = Caller.json("{}");
                caller.send(
                                method,
                                MediatorApi.TOKEN.replace(
                                        "{id}", UUID.randomUUID().toString()),
                                body)
                        .isProblem(ProblemCode.FORBIDDEN);
            }
        }
    }

    private StreamingSession open() {
        return peer.post(MediatorApi.SESSIONS, new NewStreamingSession("Chess", "Bad", null, true))
                .as(StreamingSession.class);
    }

    private static RequestBody chunked(byte[] bytes, MediaType type) {
        return new RequestBody() {
            @Override
            public @Nullable MediaType contentType() {
                return type;
            }

            @Override
            public void writeTo(BufferedSink sink) throws IOException {
                sink.write(bytes);
            }
        };
    }
}
