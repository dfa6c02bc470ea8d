package dev.peercade.peer.edge.mediator;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.peer.port.Clock;
import dev.peercade.peer.port.MediatorFailure;
import dev.peercade.peer.time.MonoTime;
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

    /// Where the mediator does not say what time it is, or its token has ended at birth.
    /// A token that is refused is fetched anew anyway.
    private static final Duration LIFE_UNKNOWN = Duration.ofMinutes(2);

    /// The most that any token is trusted with.
    private static final Duration LIFE_MAX = Duration.ofDays(1);

    /// Renewed at the latest after this.
    private static final Duration USE_MAX = Duration.ofMinutes(10);

    /// Between two attempts to renew a token that still lives, where the mediator names no other time.
    private static final Duration BETWEEN_RENEWALS = Duration.ofSeconds(15);

    /// @param value what the mediator wants to see
    private record Held(String value, MonoTime renewAt, MonoTime endsAt) {

        boolean isFresh(MonoTime now) {
            return now.isBefore(renewAt) && now.isBefore(endsAt);
        }
    }

    private final MediatorHttp http;
    private final String credentials;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Held held;

    /// @param deviceToken whether the secret is one, or else a password
    AccessToken(MediatorHttp http, String userName, String secret, boolean deviceToken, Clock clock) {
        this.clock = clock;
        this.http = http;
        this.credentials = deviceToken
                ? "Bearer " + secret
                : "Basic "
                        + Base64.getEncoder()
                                .encodeToString((userName + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }

    /// The token; fetched first, when there is none that still lives. One that lives outlasts the failures of its
    /// renewal that may pass.
    String get() throws MediatorFailure {
        lock.lock();
        try {
            Held present = held;
            if (present == null || !present.isFresh(clock.now())) {
                present = renewed(present);
                held = present;
            }
            return present.value;
        } finally {
            lock.unlock();
        }
    }

    private Held renewed(@Nullable Held present) throws MediatorFailure {
        try {
            return fetch();
        } catch (MediatorFailure e) {
            MonoTime now = clock.now();
            if (present == null || !e.passing() || !now.isBefore(present.endsAt)) {
                throw e;
            }
            Duration wait = e.retryAfter() == null ? BETWEEN_RENEWALS : e.retryAfter();
            return new Held(present.value, now.plus(wait), present.endsAt);
        }
    }

    /// A token for a machine to keep. Nothing of it is kept here.
    IssuedToken issueDeviceToken(String label) throws MediatorFailure {
        return issued(issue(new NewToken(TokenKind.DEVICE, label), false));
    }

    private MediatorHttp.Answer issue(NewToken wish, boolean repeatable) throws MediatorFailure {
        return http.ask("POST", http.url(MediatorApi.TOKENS), credentials, http.body(wish), repeatable);
    }

    private IssuedToken issued(MediatorHttp.Answer answer) throws MediatorFailure {
        return http.read(answer.body(), http.json().constructType(IssuedToken.class));
    }

    private Held fetch() throws MediatorFailure {
        MonoTime asked = clock.now();
        MediatorHttp.Answer answer = issue(new NewToken(TokenKind.ACCESS, "peercade"), true);
        IssuedToken issued = issued(answer);
        Duration life = life(answer.at(), issued.expiresAt());
        return new Held(issued.token(), asked.plus(usefulPart(life)), asked.plus(life));
    }

    /// How long a token lives. Both moments are of the mediator's clock: ours may be wrong by hours.
    static Duration life(@Nullable Instant issuedAt, Instant expiresAt) {
        if (issuedAt == null || !issuedAt.isBefore(expiresAt)) {
            return LIFE_UNKNOWN;
        }
        return expiresAt.isAfter(issuedAt.plus(LIFE_MAX)) ? LIFE_MAX : Duration.between(issuedAt, expiresAt);
    }

    /// How long it is used before it is renewed.
    static Duration usefulPart(Duration life) {
        Duration half = life.dividedBy(2);
        Duration early = life.minus(MARGIN);
        Duration useful = early.compareTo(half) > 0 ? early : half;
        return useful.compareTo(USE_MAX) < 0 ? useful : USE_MAX;
    }

    /// The mediator no longer knows this token.
    void forget(String refused) {
        lock.lock();
        try {
            if (held != null && refused.equals(held.value)) {
                held = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
