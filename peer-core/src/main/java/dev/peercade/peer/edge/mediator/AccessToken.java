package dev.peercade.peer.edge.mediator;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.peer.port.MediatorFailure;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The access token of one account, in memory only; fetched when it is needed and renewed before it ends.
final class AccessToken {

    /// Renewed this much before its end, or at half its life where that is less.
    private static final Duration MARGIN = Duration.ofSeconds(60);

    /// Where the mediator does not say what time it is, or its token has ended at birth: a token that is refused is
    /// fetched anew anyway.
    private static final Duration LIFE_UNKNOWN = Duration.ofSeconds(60);

    /// Renewed at the latest after this.

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
            MediatorHttp.Answer answer = http.ask(
                    "POST",
                    http.url(MediatorApi.TOKENS),
                    credentials,
                    new NewToken(TokenKind.ACCESS, "peercade"),
                    true);
            IssuedToken issued = http.read(answer.body(), http.json().constructType(IssuedToken.class));
            renewAtNanos = System.nanoTime()
                    + usefulLife(answer.at(), issued.expiresAt()).toNanos();
            token = issued.token();
            return issued.token();
        } finally {
            lock.unlock();
        }
    }

    /// How long a token is used. Both moments are of the mediator's clock: ours may be wrong by hours.
    static Duration usefulLife(@Nullable Instant issuedAt, Instant expiresAt) {
        if (issuedAt == null || !issuedAt.isBefore(expiresAt)) {
            return LIFE_UNKNOWN;
        }
        if (expiresAt.isAfter(issuedAt.plus(LIFE_MAX).plus(MARGIN))) {
            return LIFE_MAX;
        }
        Duration life = Duration.between(issuedAt, expiresAt);
        Duration half = life.dividedBy(2);
        Duration early = life.minus(MARGIN);
        return early.compareTo(half) > 0 ? early : half;
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
