package dev.peercade.desktop.signin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.thread.Work;
import dev.peercade.model.MediatorInfo;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.SessionListEvent;
import dev.peercade.peer.session.SessionListWatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInModelTest {

    private static final String PASSWORD = "correct horse";

    @TempDir
    private Path home = Path.of("");

    private final List<String> calls = new ArrayList<>();
    private final List<MediatorAccount> signedIn = new ArrayList<>();

    /// A mediator that knows one password.
    private final class OnePassword implements MediatorClient {

        private final MediatorAccount account;

        OnePassword(MediatorAccount account) {
            this.account = account;
        }

        @Override
        public MediatorInfo info() {
            return new MediatorInfo("1", true, null);
        }

        @Override
        public Peer register() {
            calls.add("register " + account.userName());
            return new Peer(new UUID(0, 1), account.userName(), Instant.EPOCH);
        }

        @Override
        public IssuedToken issueDeviceToken(String label) throws MediatorException {
            if (!account.secret().equals(PASSWORD)) {
                throw new MediatorException("unauthenticated", "Wrong user name or password.", "Check both.");
            }
            calls.add("token");
            return new IssuedToken(new UUID(0, 7), TokenKind.DEVICE, "the-token", Instant.EPOCH);
        }

        @Override
        public void revokeToken(UUID token) {
            calls.add("revoke " + token.getLeastSignificantBits());
        }

        @Override
        public List<StreamingSession> sessions() {
            return List.of();
        }

        @Override
        public StreamingSession session(UUID session) {
            throw new AssertionError("nobody signs in by this");
        }

        @Override
        public List<Game> games(String query) {
            return List.of();
        }

        @Override
        public byte @Nullable [] thumbnail(UUID session) {
            return null;
        }

        @Override
        public void putThumbnail(UUID session, byte[] jpeg) {}

        @Override
        public SessionListWatch watchSessions(Consumer<SessionListEvent> events) {
            return () -> {};
        }

        @Override
        public void close() {}
    }

    private Accounts accounts() {
        return new Accounts(
                OnePassword::new,
                UserFolders.of(Map.of("XDG_CONFIG_HOME", home.toString(), "XDG_DATA_HOME", home.toString())));
    }

    private SignInModel model() {
        return new SignInModel(accounts(), new Work(Runnable::run, Runnable::run), signedIn::add);
    }

    private static void fill(SignInModel model, String password) {
        model.server().set(" play.example:8480 ");
        model.userName().set("anna");
        model.password().set(password);
    }

    @Test
    void whatIsMissingIsNamedInTheOrderOfTheFieldsAndNobodyIsAsked() {
        SignInModel model = model();
        model.submit();
        assertThat(model.missing().get()).isEqualTo(SignInModel.Missing.SERVER);
        model.server().set("play.example");
        model.submit();
        assertThat(model.missing().get()).isEqualTo(SignInModel.Missing.USER_NAME);
        model.userName().set("anna");
        model.submit();
        assertThat(model.missing().get()).isEqualTo(SignInModel.Missing.PASSWORD);
        assertThat(calls).isEmpty();
        model.password().set(PASSWORD);
        model.submit();
        assertThat(model.missing().get()).isNull();
        assertThat(signedIn).hasSize(1);
    }

    @Test
    void thePasswordIsNeverKeptAndTheTokenOnlyForItsOwner() throws Exception {
        SignInModel model = model();
        fill(model, PASSWORD);
        model.submit();
        assertThat(signedIn).singleElement().satisfies(account -> {
            assertThat(account.deviceToken()).isTrue();
            assertThat(account.secret()).isEqualTo("the-token");
            assertThat(account.server()).hasToString("https://play.example:8480");
        });
        assertThat(model.password().get()).isEmpty();
        Path kept = home.resolve("peercade/account.properties");
        assertThat(Files.readString(kept)).contains("the-token").doesNotContain(PASSWORD);
        assertThat(Files.getPosixFilePermissions(kept)).hasSize(2);

        SignInModel nextStart = model();
        nextStart.begin();
        assertThat(signedIn).hasSize(2);
        assertThat(signedIn.getLast()).isEqualTo(signedIn.getFirst());
    }

    @Test
    void whoSignsOutIsAskedAgainAndTheTokenIsWorthless() throws Exception {
        SignInModel model = model();
        fill(model, PASSWORD);
        model.submit();
        accounts().signOut(signedIn.getFirst());
        assertThat(calls).containsExactly("token", "revoke 7");
        SignInModel nextStart = model();
        nextStart.begin();
        assertThat(signedIn).hasSize(1);
        assertThat(nextStart.userName().get()).isEqualTo("anna");
        assertThat(Files.readString(home.resolve("peercade/account.properties")))
                .doesNotContain("the-token");
    }

    @Test
    void aWrongPasswordIsToldWithItsRemedyAndCanBeCorrected() {
        SignInModel model = model();
        fill(model, "wrong");
        model.submit();
        assertThat(requireNonNull(model.problem().get()).code()).isEqualTo("unauthenticated");
        assertThat(model.busy().get()).isFalse();
        assertThat(signedIn).isEmpty();
        fill(model, PASSWORD);
        model.submit();
        assertThat(model.problem().get()).isNull();
        assertThat(signedIn).hasSize(1);
    }

    @Test
    void whoIsNewIsRegisteredFirst() {
        SignInModel model = model();
        fill(model, PASSWORD);
        model.registering().set(true);
        model.submit();
        assertThat(calls).containsExactly("register anna", "token");
    }

    @Test
    void nonsenseForAnAddressIsToldBeforeAnythingIsSent() {
        SignInModel model = model();
        fill(model, PASSWORD);
        model.server().set("http://");
        model.submit();
        assertThat(requireNonNull(model.problem().get()).remedy()).contains("https://play.example:8480");
        assertThat(calls).isEmpty();
    }
}
