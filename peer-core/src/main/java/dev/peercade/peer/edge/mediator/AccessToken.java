package dev.peercade.peer.edge.mediator;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.peer.port.MediatorFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The access token of one account, in memory only; fetched when it is needed and renewed before it ends.
final class AccessToken {

    /// Renewed this much before its end, and at the latest after [#LIFE_MAX], whatever the mediator's clock says.
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private static final Duration LIFE_MAX = Duration.ofMinutes(10);

    private final MediatorHttp http;
    private final String credentials;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable String token;
    private long renewAtNanos;

    /// @param deviceToken whether the secret is one, or else a password
    AccessToken(MediatorHttp http, String userName, String secret, boolean deviceToken) {
        this.http = http;
        this.credentials = deviceToken
                ? "Bearer " + secret
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString((userName + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /// The token; fetched first, when there is none that still lives.
    String get() throws MediatorFailure {
        lock.lock();
        try {
            String present = token;
            if (present != null && renewAtNanos - System.nanoTime() > 0) {
                return present;
            }
            byte[] answer = http.call(
                    "POST",
                    http.url(MediatorApi.TOKENS),
                    credentials,
                    new NewToken(TokenKind.ACCESS, "peercade"),
                    true);
            IssuedToken issued = http.read(answer, http.json().constructType(IssuedToken.class));
            Duration life = Duration.between(java.time.Instant.now(), issued.expiresAt())
                    .minus(MARGIN);
            if (life.compareTo(LIFE_MAX) > 0) {
                life = LIFE_MAX;
            }
            renewAtNanos = System.nanoTime() + Math.max(life.toNanos(), MARGIN.toNanos());
            token = issued.token();
            return issued.token();
        } finally {
            lock.unlock();
        }
    }

    /// The mediator no longer knows this token.
    void forget(String refused) {
        lock.lock();
        try {
            if (refused.equals(token)) {
                token = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
