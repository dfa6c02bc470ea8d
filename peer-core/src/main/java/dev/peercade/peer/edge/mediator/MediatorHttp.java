package dev.peercade.peer.edge.mediator;

import dev.peercade.model.ProblemCode;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.secure.Fingerprint;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import javax.net.ssl.SSLException;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okio.BufferedSource;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One HTTP call after another, without credentials: time-outs, repetition, limits and the words for what goes wrong.
final class MediatorHttp {

    private static final MediaType JSON = MediaType.get("application/json");

    /// All that a mediator answers with.
    private static final String ACCEPTED = "application/json, image/jpeg";

    private static final Duration CONNECT = Duration.ofSeconds(4);

    /// Password hashing under load is the slowest thing that a mediator does.
    private static final Duration CALL = Duration.ofSeconds(10);

    /// Between the two.
    private static final Duration SILENCE = Duration.ofSeconds(9);

    private static final int ATTEMPTS = 3;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(100);

    /// For `remedy` of a server that sends none.
    private static final String SEE_OPERATOR = "Try again; if it stays, tell the operator of the mediator.";

    private final HttpUrl base;
    private final OkHttpClient client;
    private final @Nullable ServerTrust trust;
    private final JsonMapper json;

    /// @param trust null where the address is `http:`
    MediatorHttp(HttpUrl base, OkHttpClient shared, @Nullable ServerTrust trust, JsonMapper json) {
        this.base = base;
        this.trust = trust;
        this.json = json;
        OkHttpClient.Builder builder = shared.newBuilder();
        this.client = (trust == null ? builder : trust.applyTo(builder))
                .connectTimeout(CONNECT)
                .readTimeout(CALL)
                .callTimeout(CALL)
                .followRedirects(false)
                .pingInterval(CALL)
                .build();
    }

    OkHttpClient client() {
        return client;
    }

    JsonMapper json() {
        return json;
    }

    HttpUrl url(String path) {
        return base.newBuilder().addEncodedPathSegments(path.substring(1)).build();
    }

    /// @param authorization the header's value, or null for a public call
    /// @param body null for none
    /// @param idempotent whether it is repeated when the connection breaks
    byte[] call(
            String method, HttpUrl url, @Nullable String authorization, @Nullable RequestBody body, boolean idempotent)
            throws MediatorFailure {
        return ask(method, url, authorization, body, idempotent).body;
    }

    /// What a mediator has answered.
    ///
    /// @param at by the mediator's own clock, to the second; null where it does not say
    record Answer(byte[] body, @Nullable Instant at) {}

    /// The same, with the time of the answer.
    Answer ask(
            String method, HttpUrl url, @Nullable String authorization, @Nullable RequestBody body, boolean idempotent)
            throws MediatorFailure {
        Request.Builder request = new Request.Builder().url(url).header("Accept", ACCEPTED);
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        request.method(method, body == null && method.equals("POST") ? RequestBody.EMPTY : body);
        for (int attempt = 1; ; attempt++) {
            long began = System.nanoTime();
            try {
                return once(request.build());
            } catch (InterruptedIOException e) {
                if (e instanceof SocketTimeoutException && System.nanoTime() - began < SILENCE.toNanos()) {
                    // Too early for an answer that is late: nobody has taken the connection.
                    throw unreachable(e);
                }
                throw failure(
                        MediatorFailure.TIMEOUT,
                        "The mediator at " + where() + " did not answer within " + CALL.toSeconds() + " s.",
                        "Check that it runs and that the network lets you through.");
            } catch (SSLException e) {
                throw certificateProblem(e);
            } catch (IOException e) {
                if (!idempotent || attempt == ATTEMPTS) {
                    throw unreachable(e);
                }
                pause();
            }
        }
    }

    /// A body that is sent as JSON.
    RequestBody body(Object value) {
        return RequestBody.create(json.writeValueAsBytes(value), JSON);
    }

    <T> T read(byte[] answer, JavaType type) throws MediatorFailure {
        try {
            T value = json.readValue(answer, type);
            if (value != null) {
                return value;
            }
        } catch (JacksonException e) {
            // falls through: the words are the same
        }
        throw nonsense();
    }

    private Answer once(Request request) throws IOException, MediatorFailure {
        try (Response response = client.newCall(request).execute()) {
            BufferedSource source = response.body().source();
            if (source.request(WireJson.BYTES_MAX + 1L)) {
                throw nonsense();
            }
            byte[] answer = source.readByteArray();
            if (!response.isSuccessful()) {
                throw problem(response.code(), answer, retryAfter(response));
            }
            Date at = response.headers().getDate("Date");
            return new Answer(answer, at == null ? null : at.toInstant());
        }
    }

    /// RFC 9110, section 10.2.3, in seconds; a date would need a clock that both share.
    private static @Nullable Duration retryAfter(Response response) {
        String wished = response.header("Retry-After");
        try {
            return wished == null ? null : Duration.ofSeconds(Math.clamp(Long.parseLong(wished.strip()), 0, 3600));
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private MediatorFailure problem(int status, byte[] answer, @Nullable Duration retryAfter) {
        String code = status == 401 ? ProblemCode.UNAUTHENTICATED.toString() : "http-" + status;
        String detail = "The mediator answered with status " + status + ".";
        String remedy = SEE_OPERATOR;
        try {
            JsonNode problem = json.readTree(answer);
            code = problem.path("code").asString(code);
            detail = problem.path("detail").asString(detail);
            remedy = problem.path("remedy")
                    .asString(ProblemCode.ofWireName(code)
                            .map(ProblemCode::remedy)
                            .orElse(remedy));
        } catch (JacksonException e) {
            // A proxy in between speaks HTML; the status has to do.
        }
        return new MediatorFailure(code, detail, remedy, status >= 500 || status == 429, retryAfter);
    }

    private MediatorFailure certificateProblem(SSLException e) {
        // Any other fault of TLS says nothing of the certificate, even where one was refused some time ago.
        boolean disbelieved = ServerTrust.isDisbelief(e);
        Fingerprint refused = trust == null || !disbelieved ? null : trust.refused();
        if (refused == null) {
            return failure(
                    MediatorFailure.UNREACHABLE,
                    "No secure connection to the mediator at " + where() + " came about: " + e.getMessage() + ".",
                    "Check the address: a mediator without TLS is reached by http://, and one that is named without either is taken for https://.");
        }
        return MediatorFailure.certificateUnknown(
                "The mediator at " + where() + " shows a certificate that nobody here vouches for: " + refused + ".",
                "If that is the pin which the mediator prints at its start, accept it: --server-pin '" + refused + "'.",
                refused.toString());
    }

    private MediatorFailure unreachable(IOException e) {
        return e instanceof UnknownHostException
                ? failure(
                        MediatorFailure.UNREACHABLE,
                        "There is no host of the name " + base.host() + ".",
                        "Check the mediator's address.")
                : failure(
                        MediatorFailure.UNREACHABLE,
                        "The mediator at " + where() + " cannot be reached.",
                        "Check that it runs and that its address is right.");
    }

    /// For an answer that no mediator gives.
    MediatorFailure nonsense() {
        return new MediatorFailure(
                "malformed-answer",
                "The answer from " + where() + " is not what a mediator says.",
                "Check that the address is a mediator's, and that its version fits this one.",
                false);
    }

    private static MediatorFailure failure(String code, String message, String remedy) {
        return new MediatorFailure(code, message, remedy, true);
    }

    private String where() {
        return base.host() + ":" + base.port();
    }

    private static void pause() throws MediatorFailure {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure(MediatorFailure.UNREACHABLE, "The call was given up.", "Try again.");
        }
    }
}
