package dev.peercade.desktop.signin;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import dev.peercade.desktop.bus.TestBus;
import dev.peercade.desktop.secret.SecretPlace;
import dev.peercade.desktop.secret.TestKeyring;
import dev.peercade.desktop.store.UserFolders;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.peer.session.MediatorAccount;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/// Looks for password and token wherever a program leaves traces.
class NoTraceTest {

    private static final String PASSWORD = "correct-horse-battery";
    private static final String TOKEN = "a-token-of-this-device";

    @TempDir
    private Path home = Path.of("");

    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final Appender<ILoggingEvent> console = Objects.requireNonNull(root.getAppender("err"));
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    /// Whatever else may be written somewhere.
    private final List<String> said = new ArrayList<>();

    /// Issues a token that can be found again.
    private static final class Hospitable extends HospitableMediator {
        @Override
        public IssuedToken issueDeviceToken(String label) {
            return new IssuedToken(new UUID(0, 7), TokenKind.DEVICE, TOKEN, Instant.EPOCH);
        }
    }

    /// All that there is, at every level.
    @BeforeEach
    void listen() {
        root.detachAppender(console);
        root.setLevel(Level.TRACE);
        log.start();
        root.addAppender(log);
    }

    @AfterEach
    void stopListening() {
        root.detachAppender(log);
        root.setLevel(Level.WARN);
        root.addAppender(console);
    }

    private Accounts accounts(Map<String, String> more) {
        Map<String, String> environment = new LinkedHashMap<>(more);
        environment.put("XDG_CONFIG_HOME", home.toString());
        environment.put("XDG_DATA_HOME", home.toString());
        return new Accounts(_ -> new Hospitable(), _ -> {}, UserFolders.of(environment));
    }

    /// Signs in, starts anew, signs out.
    private void comeAndGo(Map<String, String> environment, SecretPlace place, Path... mayHoldTheToken)
            throws Exception {
        Accounts.Wish wish = new Accounts.Wish(URI.create("https://play.example"), "anna", PASSWORD, false, null);
        MediatorAccount account = accounts(environment).signIn(wish);
        Accounts nextStart = accounts(environment);
        assertThat(nextStart.remembered()).isEqualTo(account);
        assertThat(nextStart.keptIn()).isEqualTo(place);
        said.addAll(List.of(wish.toString(), account.toString(), nextStart.toString()));
        lookForTraces(mayHoldTheToken);
        nextStart.signOut(account);
        assertThat(accounts(environment).remembered()).isNull();
        lookForTraces();
    }

    private void lookForTraces(Path... mayHoldTheToken) throws Exception {
        Map<String, String> places = new LinkedHashMap<>();
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                places.put(file.toString(), new String(Files.readAllBytes(file), UTF_8));
            }
        }
        assertThat(places).isNotEmpty();
        for (Path expected : mayHoldTheToken) {
            assertThat(places.remove(expected.toString())).contains(TOKEN).doesNotContain(PASSWORD);
        }
        for (String own : List.of("/proc/self/cmdline", "/proc/self/environ")) {
            places.put(own, new String(Files.readAllBytes(Path.of(own)), UTF_8));
        }
        places.put(
                "the log",
                String.join(
                        "\n",
                        List.copyOf(log.list).stream().map(NoTraceTest::line).toList()));
        places.put("what objects say", String.join("\n", said));
        for (String secret : List.of(PASSWORD, TOKEN, numbers(PASSWORD), numbers(TOKEN))) {
            assertThat(places).allSatisfy((_, content) -> assertThat(content).doesNotContain(secret));
        }
    }

    private static String line(ILoggingEvent event) {
        return event.getFormattedMessage() + ThrowableProxyUtil.asString(event.getThrowableProxy());
    }

    /// As a library prints an array.
    private static String numbers(String text) {
        String array = Arrays.toString(text.getBytes(UTF_8));
        return array.substring(1, array.length() - 1);
    }

    @Test
    void passwordAndTokenLieNowhereWhereThereIsAKeyring() throws Exception {
        try (TestBus bus = TestBus.start(home);
                TestKeyring _ = TestKeyring.start(bus)) {
            comeAndGo(Map.of("DBUS_SESSION_BUS_ADDRESS", bus.bus().address()), SecretPlace.KEYRING);
            assertThat(log.list).anyMatch(event -> event.getFormattedMessage().contains("OpenSession"));
        }
    }

    @Test
    void passwordAndTokenLieNowhereButTheTokenInItsFileWhereThereIsNone() throws Exception {
        comeAndGo(Map.of(), SecretPlace.FILE, home.resolve("peercade/secrets.properties"));
    }

    /// The test can fail.
    @Test
    void aTraceIsFound() {
        said.add(PASSWORD);
        assertThatThrownBy(this::lookForTraces).isInstanceOf(AssertionError.class);
    }
}
