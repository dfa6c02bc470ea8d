package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.NewPeer;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.peer.TokenKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import okhttp3.Credentials;
import okhttp3.Headers;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Someone who calls the mediator over real HTTP: anonymous, with a password or with a token.
public record Caller(
        RunningMediator mediator, String name, @Nullable String authorization, Map<String, String> extra) {

    public static final OkHttpClient HTTP = new OkHttpClient.Builder()
            .readTimeout(Duration.ofSeconds(30))
            .retryOnConnectionFailure(false)
            .build();
    public static final JsonMapper JSON = JsonMapper.builder().build();
    public static final String PASSWORD = "correct horse battery";
    private static final MediaType APPLICATION_JSON = MediaType.get("application/json");

    /// What came back.
    public record Answer(int status, Headers headers, byte[] bytes) {

        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(bytes);
        }

        public <T> T as(Class<T> type) {
            assertThat(status).as(body()).isBetween(200, 299);
            return JSON.readValue(bytes, type);
        }

        public <T> T as(Class<?> type, Class<?> item) {
            assertThat(status).as(body()).isBetween(200, 299);
            JavaType of = JSON.getTypeFactory().constructParametricType(type, item);
            return JSON.readValue(bytes, of);
        }

        public Answer ok() {
            assertThat(status).as(body()).isBetween(200, 299);
            return this;
        }

        /// Asserts a whole problem document of this code.
        public Answer isProblem(ProblemCode code) {
            assertThat(status).as(body()).isEqualTo(code.httpStatus());
            assertThat(headers.get("Content-Type")).isEqualTo("application/problem+json");
            JsonNode json = json();
            assertThat(json.path("code").asString()).isEqualTo(code.toString());
            assertThat(json.path("status").asInt()).isEqualTo(code.httpStatus());
            assertThat(json.path("detail").asString()).isNotBlank();
            assertThat(json.path("remedy").asString()).isEqualTo(code.remedy());
            return this;
        }
    }

    public static Caller anonymous(RunningMediator mediator) {
        return new Caller(mediator, "anonymous", null, Map.of());
    }

    /// A new account with an access token.
    public static Caller registered(RunningMediator mediator, String prefix) {
        return anonymous(mediator).register(prefix + "-" + suffix()).withAccessToken();
    }

    public static String suffix() {
        return UUID.randomUUID().toString().substring(0, 8).toLowerCase(Locale.ROOT);
    }

    /// The status of a call whose request line goes out as it stands here: clients of good manners repair it.
    public int raw(String method, String target) {
        try (Socket socket = new Socket(mediator.uri().getHost(), mediator.uri().getPort())) {
            String head = method + " " + target + " HTTP/1.1\r\nHost: "
                    + mediator.uri().getAuthority() + "\r\nConnection: close\r\nAuthorization: " + authorization
                    + "\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            return Integer.parseInt(answer.substring(9, 12));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A new account that calls with its password.
    public Caller register(String userName) {
        post(MediatorApi.PEERS, new NewPeer(userName, PASSWORD)).as(Peer.class);
        return basic(userName, PASSWORD);
    }

    public Caller basic(String userName, String password) {
        return new Caller(mediator, userName, Credentials.basic(userName, password, StandardCharsets.UTF_8), extra);
    }

    public Caller bearer(String token) {
        return new Caller(mediator, name, "Bearer " + token, extra);
    }

    public Caller with(String header, String value) {
        return new Caller(mediator, name, authorization, Map.of(header, value));
    }

    public IssuedToken token(TokenKind kind) {
        return post(MediatorApi.TOKENS, new NewToken(kind, "a test")).as(IssuedToken.class);
    }

    public Caller withAccessToken() {
        return bearer(token(TokenKind.ACCESS).token());
    }

    public Answer get(String path, Object... variables) {
        return send("GET", fill(path, variables), null);
    }

    public Answer delete(String path, Object... variables) {
        return send("DELETE", fill(path, variables), null);
    }

    public Answer post(String path, Object body, Object... variables) {
        return send("POST", fill(path, variables), json(body));
    }

    public Answer put(String path, Object body, Object... variables) {
        return send("PUT", fill(path, variables), json(body));
    }

    public Answer send(String method, String path, @Nullable RequestBody body) {
        Request.Builder request = new Request.Builder().url(mediator.uri() + path);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        extra.forEach(request::header);
        RequestBody sent = body == null && !method.equals("GET") && !method.equals("DELETE")
                ? RequestBody.create(new byte[0], null)
                : body;
        try (Response response =
                HTTP.newCall(request.method(method, sent).build()).execute()) {
            return new Answer(
                    response.code(), response.headers(), response.body().bytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static RequestBody json(Object body) {
        byte[] bytes =
                body instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : JSON.writeValueAsBytes(body);
        return RequestBody.create(bytes, APPLICATION_JSON);
    }

    /// Fills `{id}` of one of [MediatorApi]'s paths.
    private static String fill(String path, Object... variables) {
        String filled = path;
        for (Object variable : variables) {
            filled = filled.replaceFirst("\\{id}", String.valueOf(variable));
        }
        return filled;
    }

    /// The token stays out of test reports.
    @Override
    public String toString() {
        return name;
    }
}
