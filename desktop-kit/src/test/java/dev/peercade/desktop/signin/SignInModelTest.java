package dev.peercade.desktop.signin;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.secret.SecretPlace;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.thread.Work;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignInModelTest {

    private static final String PASSWORD = "correct horse";

    @TempDir
    private Path home = Path.of("");

    private final List<String> calls = new ArrayList<>();
    private final List<MediatorAccount> signedIn = new ArrayList<>();
    private final List<MediatorAccount> forgotten = new ArrayList<>();
    private @Nullable MediatorException trouble;

    /// A mediator that knows one password.
    private final class OnePassword extends HospitableMediator {

        private final MediatorAccount account;

        OnePassword(MediatorAccount account) {
            this.account = account;
        }

        @Override
        public void authenticate() throws MediatorException {
            if (trouble != null) {
                throw trouble;
            }
        }

        @Override
        public Peer register() throws MediatorException {
            calls.add("register " + account.userName());
            return super.register();
        }

        @Override
        public IssuedToken issueDeviceToken(String label) throws MediatorException {
            if (!account.secret().equals(PASSWORD)) {
                throw new MediatorException("unauthenticated", "Wrong user name or password.", "Check both.");
            }
            calls.add("token");
            return super.issueDeviceToken(label);
        }

        @Override
        public void revokeToken(UUID token) {
            calls.add("revoke " + token.getLeastSignificantBits());
        }
    }

    private Accounts accounts() {
        return new Accounts(
                OnePassword::new,
                forgotten::add,
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
    void theTypedPasswordIsLetGoOfWhetherItWasRightOrWrong() {
        SignInModel model = model();
        model.server().set("http://127.0.0.1:1");
        model.userName().set("ben");
        for (String password : List.of("wrong horse", PASSWORD)) {
            model.password().set(password);
            model.submit();
        }
        assertThat(signedIn).hasSize(1);
        assertThat(forgotten).extracting(MediatorAccount::secret).containsExactly("wrong horse", PASSWORD);
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
        Path kept = home.resolve("peercade/secrets.properties");
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
        assertThat(Files.readString(home.resolve("peercade/secrets.properties")))
                .doesNotContain("the-token");
    }

    @Test
    void whoWasSignedOutElsewhereIsToldAtTheNextStartAndTheTokenIsGone() throws Exception {
        SignInModel model = model();
        fill(model, PASSWORD);
        model.submit();
        trouble = new MediatorException("unauthenticated", "The token is unknown.", "Sign in again.");
        SignInModel nextStart = model();
        nextStart.begin();
        assertThat(signedIn).hasSize(1);
        assertThat(requireNonNull(nextStart.problem().get()).code()).isEqualTo("signed-out");
        assertThat(nextStart.busy().get()).isFalse();
        assertThat(nextStart.server().get()).isEqualTo("https://play.example:8480");
        assertThat(nextStart.userName().get()).isEqualTo("anna");
        assertThat(accounts().keptIn()).isNull();
        assertThat(Files.readString(home.resolve("peercade/secrets.properties")))
                .doesNotContain("the-token");
        SignInModel startAfterThat = model();
        startAfterThat.begin();
        assertThat(startAfterThat.problem().get()).isNull();
    }

    @Test
    void aMediatorThatDoesNotAnswerLosesNobodyTheSignIn() throws Exception {
        SignInModel model = model();
        fill(model, PASSWORD);
        model.submit();
        trouble = new MediatorException("unreachable", "No answer.", "Check the address.");
        SignInModel nextStart = model();
        nextStart.begin();
        assertThat(signedIn).hasSize(2);
        assertThat(nextStart.problem().get()).isNull();
        assertThat(accounts().keptIn()).isEqualTo(SecretPlace.FILE);
    }

    @Test
    void aTokenThatCannotBeHadNowIsToldAndIsNotForgotten() throws Exception {
        SignInModel model = model();
        fill(model, PASSWORD);
        model.submit();
        Path secrets = home.resolve("peercade/secrets.properties");
        String kept = Files.readString(secrets);
        Files.delete(secrets);
        SignInModel nextStart = model();
        nextStart.begin();
        assertThat(requireNonNull(nextStart.problem().get()).code()).isEqualTo("keyring");
        assertThat(nextStart.userName().get()).isEqualTo("anna");
        assertThat(signedIn).hasSize(1);
        Files.writeString(secrets, kept);
        SignInModel startAfterThat = model();
        startAfterThat.begin();
        assertThat(signedIn).hasSize(2);
    }

    @Test
    void whoeverSignsInNextTakesThePlaceOfTheFormer() throws Exception {
        SignInModel model = model();
        fill(model, PASSWORD);
        model.submit();
        model.userName().set("ben");
        model.password().set(PASSWORD);
        model.submit();
        assertThat(Files.readString(home.resolve("peercade/secrets.properties")))
                .contains("ben")
                .doesNotContain("anna");
    }

    @Test
    void theLatestMediatorsAreSuggested() throws Exception {
        SignInModel model = model();
        for (int n = 1; n <= 9; n++) {
            fill(model, PASSWORD);
            model.server().set("play" + n + ".example");
            model.submit();
        }
        model.server().set("play5.example");
        model.password().set(PASSWORD);
        model.submit();
        SignInModel nextStart = model();
        nextStart.begin();
        assertThat(nextStart.servers())
                .isEqualTo(accounts().servers())
                .hasSize(8)
                .startsWith("https://play5.example", "https://play9.example", "https://play8.example");
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
