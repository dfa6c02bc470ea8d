package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenKind;
import java.util.UUID;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Who may do what with tokens by the kind of credential that a call carries; [AccessTableTest] asks by role.
class TokenAccessTableTest {

    private final RunningMediator mediator = TestMediator.shared();
    private final Caller anonymous = Caller.anonymous(mediator);
    private final Caller basic = anonymous.register("kind-" + Caller.suffix());
    private final Caller other = anonymous.register("kind-" + Caller.suffix());

    /// What the Authorization header holds.
    enum Credential {
        NONE,
        BASIC,
        WRONG_PASSWORD,
        ACCESS_TOKEN,
        DEVICE_TOKEN,
        /// Has the form of one, and nobody's.
        MADE_UP_TOKEN,
        REVOKED_ACCESS_TOKEN,
        REVOKED_DEVICE_TOKEN,
        ANOTHER_SCHEME
    }

    // Whose token a DELETE names: one of the caller's own, someone else's, nobody's.
    @ParameterizedTest
    @CsvSource({
        // credential, POST access, POST device, GET, DELETE own, DELETE someone else's, DELETE nobody's
        "NONE, 401, 401, 401, 401, 401, 401",
        "BASIC, 201, 201, 200, 204, 404, 404",
        "WRONG_PASSWORD, 401, 401, 401, 401, 401, 401",
        "ACCESS_TOKEN, 401, 401, 200, 204, 404, 404",
        "DEVICE_TOKEN, 201, 201, 401, 401, 401, 401",
        "MADE_UP_TOKEN, 401, 401, 401, 401, 401, 401",
        "REVOKED_ACCESS_TOKEN, 401, 401, 401, 401, 401, 401",
        "REVOKED_DEVICE_TOKEN, 401, 401, 401, 401, 401, 401",
        "ANOTHER_SCHEME, 401, 401, 401, 401, 401, 401"
    })
    void eachCredentialOpensWhatItsRowSays(
            Credential credential, int access, int device, int list, int own, int others, int nobodys) {
        // A wrong password five times over starts the back-off of this address for this account.
        Caller caller = with(credential);
        assertThat(caller.post(MediatorApi.TOKENS, new NewToken(TokenKind.ACCESS, null))
                        .status())
                .isEqualTo(access);
        assertThat(caller.post(MediatorApi.TOKENS, new NewToken(TokenKind.DEVICE, null))
                        .status())
                .isEqualTo(device);
        assertThat(caller.get(MediatorApi.TOKENS).status()).isEqualTo(list);
        caller = again(credential, caller);
        IssuedToken mine = basic.token(TokenKind.DEVICE);
        assertThat(caller.delete(MediatorApi.TOKEN, mine.id()).status()).isEqualTo(own);
        assertThat(works(mine)).as("a refused call removes nothing").isEqualTo(own != 204);
        IssuedToken theirs = other.token(TokenKind.DEVICE);
        assertThat(caller.delete(MediatorApi.TOKEN, theirs.id()).status()).isEqualTo(others);
        assertThat(works(theirs)).isTrue();
        assertThat(caller.delete(MediatorApi.TOKEN, UUID.randomUUID()).status()).isEqualTo(nobodys);
    }

    @ParameterizedTest
    @EnumSource(TokenKind.class)
    void aTokenThatRemovesItselfIsGone(TokenKind kind) {
        IssuedToken token = basic.token(kind);
        Caller by = kind == TokenKind.ACCESS ? anonymous.bearer(token.token()) : basic;
        by.delete(MediatorApi.TOKEN, token.id()).ok();
        assertThat(anonymous.bearer(token.token()).get(MediatorApi.GAMES).status())
                .isEqualTo(401);
        assertThat(works(token)).isFalse();
    }

    /// A fresh account for the wrong password, which is slowed after some tries.
    private Caller again(Credential credential, Caller caller) {
        return credential == Credential.WRONG_PASSWORD
                ? anonymous.basic("nobody-" + Caller.suffix(), "wrong password")
                : caller;
    }

    private boolean works(IssuedToken device) {
        return anonymous
                        .bearer(device.token())
                        .post(MediatorApi.TOKENS, new NewToken(TokenKind.ACCESS, null))
                        .status()
                == 201;
    }

    private Caller with(Credential credential) {
        return switch (credential) {
            case NONE -> anonymous;
            case BASIC -> basic;
            case WRONG_PASSWORD -> anonymous.basic(basic.name(), "wrong password");
            case ACCESS_TOKEN -> basic.withAccessToken();
            case DEVICE_TOKEN -> anonymous.bearer(basic.token(TokenKind.DEVICE).token());
            case MADE_UP_TOKEN -> anonymous.bearer("pca_" + "A".repeat(43));
            case REVOKED_ACCESS_TOKEN -> revoked(TokenKind.ACCESS);
            case REVOKED_DEVICE_TOKEN -> revoked(TokenKind.DEVICE);
            case ANOTHER_SCHEME -> new Caller(mediator, "digest", "Digest username=x", java.util.Map.of());
        };
    }

    private Caller revoked(TokenKind kind) {
        IssuedToken token = basic.token(kind);
        basic.delete(MediatorApi.TOKEN, token.id()).ok();
        return anonymous.bearer(token.token());
    }
}
