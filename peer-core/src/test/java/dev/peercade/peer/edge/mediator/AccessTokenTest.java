package dev.peercade.peer.edge.mediator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.sim.VirtualClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.UnaryOperator;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The life of a token, in virtual time over real sockets.
@NullUnmarked
class AccessTokenTest {

    private static final Instant ISSUED = Instant.parse("2020-01-01T00:00:00Z");

    /// Good for five minutes.
    private static final String TOKEN = """
            {"id":"00000000-0000-0001-0000-000000000002","kind":"access","token":"T%d","expiresAt":"2020-01-01T00:05:00Z"}""";

    private final VirtualClock clock = new VirtualClock();
    private final MockWebServer server = new MockWebServer();
    private AccessToken token;
    private int calls;
    private int refusal;
    private UnaryOperator<MockResponse.Builder> more = UnaryOperator.identity();

    @BeforeEach
    void start() throws IOException {
        server.setDispatcher(new Dispatcher() {
            @Override
            public synchronized MockResponse dispatch(RecordedRequest request) {
                calls++;
                MockResponse.Builder answer = new MockResponse.Builder()
                        .code(refusal == 0 ? 201 : refusal)
                        .setHeader("Date", "Wed, 01 Jan 2020 00:00:00 GMT")
                        .body(refusal == 0 ? TOKEN.formatted(calls) : "{}");
                return more.apply(answer).build();
            }
        });
        server.start();
        MediatorHttp http = new MediatorHttp(server.url("/"), new OkHttpClient(), null, WireJson.mapper());
        token = new AccessToken(http, "ann", "secret-word", false, clock);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void aTokenThatStillLivesOutlastsARenewalThatFailsInPassing(int status) throws Exception {
        assertThat(token.get()).isEqualTo("T1");
        clock.advance(Duration.ofSeconds(241));
        refusal = status;
        for (int second = 0; second < 30; second++) {
            assertThat(token.get()).isEqualTo("T1");
            clock.advance(Duration.ofSeconds(1));
        }
        assertThat(calls).as("attempts, 15 s apart").isEqualTo(1 + 2);
        refusal = 0;
        assertThat(token.get()).isEqualTo("T4");
    }

    @Test
    void aTokenThatStillLivesOutlastsAnOutage() throws Exception {
        token.get();
        clock.advance(Duration.ofSeconds(241));
        server.close();
        assertThat(token.get()).isEqualTo("T1");
    }

    @Test
    void theMediatorSaysWhenTheRenewalIsTriedAgain() throws Exception {
        token.get();
        clock.advance(Duration.ofSeconds(241));
        refusal = 429;
        more = answer -> answer.setHeader("Retry-After", "40");
        token.get();
        clock.advance(Duration.ofSeconds(39));
        token.get();
        assertThat(calls).isEqualTo(2);
        clock.advance(Duration.ofSeconds(2));
        token.get();
        assertThat(calls).isEqualTo(3);
    }

    @Test
    void anEndedTokenIsNotUsedHoweverLongTheMediatorWantsToBeLeftAlone() throws Exception {
        token.get();
        clock.advance(Duration.ofSeconds(241));
        refusal = 429;
        more = answer -> answer.setHeader("Retry-After", "3600");
        token.get();
        clock.advance(Duration.ofSeconds(60));
        MediatorFailure failure = catchThrowableOfType(MediatorFailure.class, token::get);
        assertThat(failure.retryAfter()).isEqualTo(Duration.ofHours(1));
    }

    @Test
    void whatDoesNotPassIsToldAtOnceAndSoIsAnyFailureOnceTheTokenWasRefused() throws Exception {
        token.get();
        clock.advance(Duration.ofSeconds(241));
        refusal = 401;
        assertThat(catchThrowableOfType(MediatorFailure.class, token::get).passing())
                .isFalse();
        refusal = 503;
        token.forget("T1");
        assertThat(catchThrowableOfType(MediatorFailure.class, token::get).passing())
                .isTrue();
    }

    @Test
    void aTokenIsRenewedBeforeItsEndByTheMediatorsOwnClock() {
        assertThat(usefulUntil(ISSUED, ISSUED.plusSeconds(300))).isEqualTo(Duration.ofSeconds(240));
        assertThat(usefulUntil(ISSUED, ISSUED.plusSeconds(20))).isEqualTo(Duration.ofSeconds(10));
        assertThat(usefulUntil(ISSUED, ISSUED.plusSeconds(86_400))).isEqualTo(Duration.ofMinutes(10));
        assertThat(usefulUntil(ISSUED, Instant.MAX)).isEqualTo(Duration.ofMinutes(10));
        assertThat(usefulUntil(ISSUED, ISSUED.minusSeconds(9))).isEqualTo(Duration.ofSeconds(60));
        assertThat(usefulUntil(null, ISSUED)).isEqualTo(Duration.ofSeconds(60));
    }

    private static Duration usefulUntil(Instant issuedAt, Instant expiresAt) {
        return AccessToken.usefulPart(AccessToken.life(issuedAt, expiresAt));
    }
}
