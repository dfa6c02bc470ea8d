package dev.peercade.desktop.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.desktop.bus.TestBus;
import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.store.PropertiesFile;
import dev.peercade.desktop.store.UserFolders;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {

    private static final String ANNA = "anna at https://play.example";
    private static final String BEN = "ben at https://play.example";

    @TempDir
    private Path home = Path.of("");

    private @Nullable TestBus bus;

    private TestBus bus() throws Exception {
        if (bus == null) {
            bus = TestBus.start(home);
        }
        return bus;
    }

    @AfterEach
    void closeBus() {
        if (bus != null) {
            bus.close();
        }
    }

    /// As a program finds them that starts now.
    private Secrets secrets() {
        Map<String, String> environment = bus == null
                ? Map.of("XDG_DATA_HOME", home.toString())
                : Map.of(
                        "XDG_DATA_HOME",
                        home.toString(),
                        "DBUS_SESSION_BUS_ADDRESS",
                        bus.bus().address());
        return Secrets.of(UserFolders.of(environment));
    }

    private Path file() {
        return home.resolve("peercade/secrets.properties");
    }

    @Test
    void theKeyringKeepsASecretForEachKeyAcrossStartsAndNoFileHoldsIt() throws Exception {
        try (TestKeyring _ = TestKeyring.start(bus())) {
            assertThat(secrets().write(ANNA, "anna's secret")).isEqualTo(SecretPlace.KEYRING);
            assertThat(secrets().write(BEN, "ben's secret")).isEqualTo(SecretPlace.KEYRING);
            assertThat(secrets().write(ANNA, "anna's newer secret, with ü")).isEqualTo(SecretPlace.KEYRING);
        }
        try (TestKeyring _ = TestKeyring.start(bus())) {
            assertThat(secrets().read(ANNA)).isEqualTo("anna's newer secret, with ü");
            assertThat(secrets().read(BEN)).isEqualTo("ben's secret");
            assertThat(secrets().place(ANNA)).isEqualTo(SecretPlace.KEYRING);
            assertThat(file()).doesNotExist();
            secrets().delete(ANNA);
            assertThatThrownBy(() -> secrets().read(ANNA)).isInstanceOf(ProblemException.class);
            assertThat(secrets().read(BEN)).isEqualTo("ben's secret");
        }
    }

    @Test
    void withoutAKeyringAFileKeepsThemForItsOwnerOnly() throws Exception {
        assertThat(secrets().write(ANNA, "anna's secret")).isEqualTo(SecretPlace.FILE);
        assertThat(secrets().write(BEN, "ben's secret")).isEqualTo(SecretPlace.FILE);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file())))
                .isEqualTo("rw-------");
        assertThat(secrets().read(ANNA)).isEqualTo("anna's secret");
        assertThat(secrets().place(ANNA)).isEqualTo(SecretPlace.FILE);
        secrets().delete(ANNA);
        assertThat(Files.readString(file())).doesNotContain("anna");
        assertThat(secrets().read(BEN)).isEqualTo("ben's secret");
    }

    @Test
    void aKeyringThatComesTakesWhatLayInTheFile() throws Exception {
        secrets().write(ANNA, "anna's secret");
        try (TestKeyring _ = TestKeyring.start(bus())) {
            assertThat(secrets().read(ANNA)).isEqualTo("anna's secret");
            assertThat(Files.readString(file())).doesNotContain("secret");
            assertThat(secrets().place(ANNA)).isEqualTo(SecretPlace.KEYRING);
            assertThat(secrets().read(ANNA)).isEqualTo("anna's secret");
        }
    }

    @Test
    void aKeyringThatGoesIsMissedByNameAndKeepsWhatItHas() throws Exception {
        try (TestKeyring _ = TestKeyring.start(bus())) {
            secrets().write(ANNA, "anna's secret");
        }
        assertThatThrownBy(() -> secrets().read(ANNA))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e -> assertThat(e.problem().code()).isEqualTo("keyring"));
        try (TestKeyring _ = TestKeyring.start(bus())) {
            assertThat(secrets().read(ANNA)).isEqualTo("anna's secret");
        }
    }

    @Test
    void whatLiesInTheFileIsTheNewerOne() throws Exception {
        try (TestKeyring _ = TestKeyring.start(bus())) {
            secrets().write(ANNA, "old");
        }
        assertThat(secrets().write(ANNA, "new")).isEqualTo(SecretPlace.FILE);
        try (TestKeyring _ = TestKeyring.start(bus())) {
            assertThat(secrets().read(ANNA)).isEqualTo("new");
            assertThat(secrets().place(ANNA)).isEqualTo(SecretPlace.KEYRING);
            assertThat(secrets().read(ANNA)).isEqualTo("new");
        }
    }

    @Test
    void aLockedKeyringThatCannotAskGivesWayToTheFile() throws Exception {
        try (TestKeyring keyring = TestKeyring.start(bus())) {
            secrets().write(BEN, "ben's secret");
            keyring.lock();
            assertThat(secrets().write(ANNA, "anna's secret")).isEqualTo(SecretPlace.FILE);
            assertThat(secrets().read(ANNA)).isEqualTo("anna's secret");
            assertThatThrownBy(() -> secrets().read(BEN)).hasMessageContaining("locked");
        }
    }

    @Test
    void aBusThatIsNotThereIsNotWaitedFor() throws Exception {
        bus().close();
        long began = System.nanoTime();
        assertThat(secrets().write(ANNA, "anna's secret")).isEqualTo(SecretPlace.FILE);
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }

    @Test
    void aKeyringThatHangsKeepsNobodyWaitingForLong() throws Exception {
        try (TestKeyring keyring = TestKeyring.start(bus())) {
            keyring.hang();
            long began = System.nanoTime();
            assertThat(secrets().write(ANNA, "anna's secret")).isEqualTo(SecretPlace.FILE);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
            secrets().delete(ANNA);
            assertThat(Files.readString(file())).doesNotContain("secret");
        }
    }

    @Test
    void aPlatformThatNeverAnswersIsInterruptedAndGivenUp() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        SecretStore silent = new SecretStore() {

            @Override
            public @Nullable String read(String key) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
                return null;
            }

            @Override
            public void write(String key, String secret) {
                read(key);
            }

            @Override
            public void delete(String key) {
                read(key);
            }
        };
        FileStore file = new FileStore(new PropertiesFile(file(), ""));
        Secrets secrets = new Secrets(new Keyring(() -> silent, Duration.ofMillis(100)), file);
        assertThat(secrets.write(ANNA, "anna's secret")).isEqualTo(SecretPlace.FILE);
        interrupted.await();
        assertThat(secrets.read(ANNA)).isEqualTo("anna's secret");
    }

    @Test
    void aPlatformThatCannotBeLoadedIsOneThatIsNotThere() throws Exception {
        FileStore file = new FileStore(new PropertiesFile(file(), ""));
        for (Keyring keyring : List.of(
                new Keyring(Keychain::new, Duration.ofSeconds(10)),
                new Keyring(WindowsCredentials::new, Duration.ofSeconds(10)))) {
            assertThat(new Secrets(keyring, file).write(ANNA, "anna's secret")).isEqualTo(SecretPlace.FILE);
        }
    }
}
