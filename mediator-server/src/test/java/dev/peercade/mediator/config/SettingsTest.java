package dev.peercade.mediator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    private static final Path TABLE = Path.of("../docs/settings.md");
    private static final Pattern VARIABLE = Pattern.compile("PEERCADE_[A-Z_]+");

    @Test
    void theTableHasEverySettingAsTheCodeHasIt() throws Exception {
        String table = Files.readString(TABLE);
        for (Setting setting : Setting.values()) {
            assertThat(table)
                    .contains("| %s | %s | %s | %s |\n"
                            .formatted(
                                    code(setting.variable()),
                                    code(setting.flag()),
                                    code(setting.defaultText()),
                                    setting.meaning()));
        }
    }

    @Test
    void theCodeReadsNoVariableThatIsNotASetting() throws Exception {
        Set<String> known = new TreeSet<>();
        for (Setting setting : Setting.values()) {
            known.add(setting.variable());
        }
        try (var files = Files.walk(Path.of("src/main"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(VARIABLE.matcher(Files.readString(file)).results().map(match -> match.group()))
                        .as(file.toString())
                        .allMatch(known::contains);
            }
        }
    }

    @Test
    void anEmptyEnvironmentGivesTheDefaults() throws Exception {
        ServerSettings settings =
                ServerSettings.fromEnvironment(Map.of("PEERCADE_PORT", " ", "XDG_DATA_HOME", "/data"));

        assertThat(settings.listen().port()).isEqualTo(8480);
        assertThat(settings.listen().stunPort()).hasValue(3478);
        assertThat(settings.listen().bind()).isEqualTo("127.0.0.1");
        assertThat(settings.listen().stun().addresses()).isEmpty();
        assertThat(settings.folders().data()).isEqualTo(Path.of("/data/peercade/mediator"));
        assertThat(settings.access().registration().open()).isTrue();
        assertThat(settings.access().registration().perHour()).isEqualTo(100);
        assertThat(settings.access().life().access()).isEqualTo(Duration.ofMinutes(15));
        assertThat(settings.access().life().device()).isEqualTo(Duration.ofDays(180));
        assertThat(settings.access().origins()).isEmpty();
        assertThat(settings.listen().trustedProxies()).isEmpty();
        assertThat(settings.bounds().retention().ended()).isEqualTo(Duration.ofDays(30));
        assertThat(settings.tls().allowPlainHttp()).isFalse();
        assertThat(settings.database()).isNull();
        assertThat(settings.access().operators()).isEmpty();
    }

    @Test
    void whatIsSetIsTaken() throws Exception {
        ServerSettings settings = ServerSettings.fromEnvironment(Map.of(
                "PEERCADE_STUN_PORT", "off",
                "PEERCADE_REGISTRATION", "closed",
                "PEERCADE_OPERATORS", "Ann, bob,",
                "PEERCADE_DB_URL", "jdbc:postgresql://127.0.0.1/x",
                "PEERCADE_DB_PASSWORD", "secret",
                "PEERCADE_ALLOW_PLAIN_HTTP", "TRUE"));

        assertThat(settings.listen().stunPort()).isEmpty();
        assertThat(settings.access().registration().open()).isFalse();
        assertThat(settings.access().operators()).containsExactlyInAnyOrder("ann", "bob");
        assertThat(settings.database())
                .isEqualTo(new DatabaseAddress("jdbc:postgresql://127.0.0.1/x", "peercade", "secret"));
        assertThat(settings.toString()).doesNotContain("secret");
        assertThat(settings.tls().allowPlainHttp()).isTrue();
    }

    @Test
    void originsAreTakenAsBrowsersWriteThemAndProxiesAsBlocks() throws Exception {
        ServerSettings settings = ServerSettings.fromEnvironment(Map.of(
                "PEERCADE_ORIGINS",
                        "HTTPS://Play.Example/, http://b.example:80,https://b.example:8443, http://[::1]:81",
                "PEERCADE_TRUSTED_PROXIES", "127.0.0.1, ::1,10.0.0.0/8",
                "PEERCADE_ACCESS_TOKEN_LIFE", "90s",
                "PEERCADE_KEEP_ENDED", "12H"));

        assertThat(settings.access().origins())
                .containsExactlyInAnyOrder(
                        "https://play.example", "http://b.example", "https://b.example:8443", "http://[::1]:81");
        assertThat(settings.listen().trustedProxies())
                .containsExactlyInAnyOrder("127.0.0.1/32", "0:0:0:0:0:0:0:1/128", "10.0.0.0/8");
        assertThat(settings.access().life().access()).isEqualTo(Duration.ofSeconds(90));
        assertThat(settings.bounds().retention().ended()).isEqualTo(Duration.ofHours(12));
    }

    @Test
    void theStunResponderMayHaveTwoAddressesOfAFamilyAndNoThird() throws Exception {
        String four = "192.0.2.1, 192.0.2.2,2001:db8::1, 2001:db8::2";
        assertThat(ServerSettings.fromEnvironment(Map.of("PEERCADE_STUN_ADDRESSES", four))
                        .listen()
                        .stun()
                        .addresses())
                .extracting(InetAddress::getHostAddress)
                .containsExactly("192.0.2.1", "192.0.2.2", "2001:db8:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:2");
        for (String wrong : List.of(four + ",192.0.2.3", "192.0.2.1,192.0.2.1")) {
            assertThatThrownBy(() -> ServerSettings.fromEnvironment(Map.of("PEERCADE_STUN_ADDRESSES", wrong)))
                    .isInstanceOf(StartException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PEERCADE_PORT, 70000",
        "PEERCADE_PORT, -1",
        "PEERCADE_PORT, http",
        "PEERCADE_STUN_PORT, no",
        "PEERCADE_STUN_ADDRESSES, stun.example",
        "PEERCADE_STUN_ADDRESSES, 0.0.0.0",
        "PEERCADE_REGISTRATION, maybe",
        "PEERCADE_ALLOW_PLAIN_HTTP, 1",
        "PEERCADE_OPERATORS, a b",
        "PEERCADE_REGISTRATIONS_PER_HOUR, 0",
        "PEERCADE_REGISTRATIONS_PER_HOUR, -5",
        "PEERCADE_REGISTRATIONS_PER_HOUR, many",
        "PEERCADE_ACCESS_TOKEN_LIFE, abc",
        "PEERCADE_ACCESS_TOKEN_LIFE, 15",
        "PEERCADE_ACCESS_TOKEN_LIFE, -15m",
        "PEERCADE_ACCESS_TOKEN_LIFE, 0s",
        "PEERCADE_ACCESS_TOKEN_LIFE, 2d",
        "PEERCADE_DEVICE_TOKEN_LIFE, 999999999d",
        "PEERCADE_ORIGINS, play.example",
        "PEERCADE_ORIGINS, https://play.example/path",
        "PEERCADE_ORIGINS, https://user@play.example",
        "PEERCADE_ORIGINS, *",
        "PEERCADE_ORIGINS, null",
        "PEERCADE_TRUSTED_PROXIES, proxy.example",
        "PEERCADE_TRUSTED_PROXIES, 0.0.0.0/0",
        "PEERCADE_TRUSTED_PROXIES, 10.0.0.0/33",
        "PEERCADE_TRUSTED_PROXIES, 10.0.0.0/x",
        "PEERCADE_TRUSTED_PROXIES, .*",
        "PEERCADE_KEEP_ENDED, 1s",
        "PEERCADE_GAMES_MAX, 0",
        "PEERCADE_GAMES_PER_HOUR, 0",
        "PEERCADE_SESSIONS_PER_HOUR, 0",
        "PEERCADE_VIEW_REQUESTS_PER_HOUR, often"
    })
    void nonsenseIsRefusedByTheNameOfTheVariable(String variable, String value) {
        assertThatThrownBy(() -> ServerSettings.fromEnvironment(Map.of(variable, value)))
                .isInstanceOfSatisfying(StartException.class, e -> {
                    assertThat(e).hasMessageContaining(variable).hasMessageContaining(value);
                    assertThat(e.remedy()).startsWith("Give ");
                });
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
