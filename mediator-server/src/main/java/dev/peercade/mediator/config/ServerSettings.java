package dev.peercade.mediator.config;

import dev.peercade.mediator.game.GameBounds;
import dev.peercade.mediator.request.Retention;
import dev.peercade.mediator.web.AccessSettings;
import dev.peercade.mediator.web.WriteRates;
import dev.peercade.model.peer.NewPeer;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an operator can choose; [Setting] lists it for people. Only [#fromEnvironment(Map)] makes one, so that a
/// value is looked at in one place and nothing that makes no sense gets any further.
///
/// @param database an external PostgreSQL, or null for the embedded one
public record ServerSettings(
        Listen listen,
        Folders folders,
        Tls tls,
        @Nullable DatabaseAddress database,
        AccessSettings access,
        Bounds bounds) {

    private static final Duration YEARS = Duration.ofDays(3_650);

    /// @param port TCP, 0 for a free one
    /// @param bind an IP literal or a host name of this machine
    /// @param stun where the STUN responder listens
    /// @param trustedProxies blocks of addresses in CIDR notation, `10.0.0.0/8`, whose word counts for where a
    ///     call comes from; empty trusts nobody
    public record Listen(int port, String bind, StunListen stun, Set<String> trustedProxies) {

        public Listen {
            trustedProxies = Set.copyOf(trustedProxies);
        }

        /// UDP, 0 for a free one; empty runs no responder.
        public OptionalInt stunPort() {
            return stun.port();
        }
    }

    /// @param port UDP, 0 for a free one; empty runs no responder
    /// @param addresses at most two of a family; none for what the rest listens on
    public record StunListen(OptionalInt port, List<InetAddress> addresses) {

        public StunListen {
            addresses = List.copyOf(addresses);
        }
    }

    /// @param data database, keys, logs
    /// @param cache what can be made again
    public record Folders(Path data, Path cache) {}

    /// @param certificate PEM, or null for a self-signed one; both are set or neither
    /// @param allowPlainHttp whether plain HTTP is acceptable beyond loopback
    public record Tls(@Nullable Path certificate, @Nullable Path key, boolean allowPlainHttp) {}

    /// What keeps the database from growing for ever.
    public record Bounds(Retention retention, GameBounds games, WriteRates writes) {}

    /// The settings of an environment, such as `System.getenv()`; what is unset or blank has its default.
    ///
    /// @throws StartException when a value makes no sense; names the variable
    public static ServerSettings fromEnvironment(Map<String, String> environment) throws StartException {
        SettingReader read = new SettingReader(environment);
        String home = System.getProperty("user.home");
        Folders folders = new Folders(
                read.path(
                        Setting.DATA_DIR,
                        xdg(environment, "XDG_DATA_HOME", home, ".local/share").resolve("peercade/mediator")),
                read.path(
                        Setting.CACHE_DIR,
                        xdg(environment, "XDG_CACHE_HOME", home, ".cache").resolve("peercade")));
        String url = read.text(Setting.DB_URL);
        DatabaseAddress database = url.isEmpty()
                ? null
                : new DatabaseAddress(url, read.text(Setting.DB_USER), read.text(Setting.DB_PASSWORD));
        return new ServerSettings(
                new Listen(
                        read.port(Setting.PORT),
                        read.text(Setting.BIND),
                        new StunListen(read.portOrOff(Setting.STUN_PORT), read.addresses(Setting.STUN_ADDRESSES)),
                        read.addressBlocks(Setting.TRUSTED_PROXIES)),
                folders,
                new Tls(
                        read.pathOrNull(Setting.TLS_CERT),
                        read.pathOrNull(Setting.TLS_KEY),
                        read.choice(Setting.ALLOW_PLAIN_HTTP, "true", "false")),
                database,
                access(read),
                new Bounds(
                        new Retention(read.duration(Setting.KEEP_ENDED, Duration.ofHours(1), YEARS)),
                        new GameBounds(
                                read.number(Setting.GAMES_MAX, 1, 10_000_000),
                                read.number(Setting.GAMES_PER_HOUR, 1, 1_000_000)),
                        new WriteRates(
                                read.number(Setting.SESSIONS_PER_HOUR, 1, 1_000_000),
                                read.number(Setting.VIEW_REQUESTS_PER_HOUR, 1, 1_000_000),
                                read.number(Setting.RELAY_ACCESSES_PER_HOUR, 1, 1_000_000))));
    }

    private static AccessSettings access(SettingReader read) throws StartException {
        Set<String> operators = new HashSet<>();
        for (String name : read.words(Setting.OPERATORS)) {
            if (!name.matches(NewPeer.USER_NAME_PATTERN)) {
                throw SettingReader.refused(
                        Setting.OPERATORS, name, "Give user names of 3 to 32 letters, digits, `.`, `_` and `-`.", null);
            }
            operators.add(name.toLowerCase(Locale.ROOT));
        }
        return new AccessSettings(
                new AccessSettings.Registration(
                        read.choice(Setting.REGISTRATION, "open", "closed"),
                        read.number(Setting.REGISTRATIONS_PER_HOUR, 1, 1_000_000)),
                operators,
                read.origins(Setting.ORIGINS),
                // A token that the polls carry is short-lived: whoever sees it once must not have it for weeks.
                new AccessSettings.TokenLife(
                        read.duration(Setting.ACCESS_TOKEN_LIFE, Duration.ofSeconds(1), Duration.ofDays(1)),
                        read.duration(Setting.DEVICE_TOKEN_LIFE, Duration.ofMinutes(1), YEARS)));
    }

    public ServerSettings withPort(int port) {
        return withListen(new Listen(port, listen.bind, listen.stun, listen.trustedProxies));
    }

    public ServerSettings withBind(String bind) {
        return withListen(new Listen(listen.port, bind, listen.stun, listen.trustedProxies));
    }

    /// @param stunPort empty runs no responder
    public ServerSettings withStunPort(OptionalInt stunPort) {
        StunListen stun = new StunListen(stunPort, listen.stun.addresses());
        return withListen(new Listen(listen.port, listen.bind, stun, listen.trustedProxies));
    }

    public ServerSettings withDataDir(Path data) {
        return new ServerSettings(listen, new Folders(data, folders.cache), tls, database, access, bounds);
    }

    public ServerSettings withTls(Tls newTls) {
        return new ServerSettings(listen, folders, newTls, database, access, bounds);
    }

    public ServerSettings withDatabase(@Nullable DatabaseAddress newDatabase) {
        return new ServerSettings(listen, folders, tls, newDatabase, access, bounds);
    }

    private ServerSettings withListen(Listen newListen) {
        return new ServerSettings(newListen, folders, tls, database, access, bounds);
    }

    /// XDG Base Directory Specification: a value that is not absolute is to be ignored.
    private static Path xdg(Map<String, String> environment, String variable, String home, String fallback) {
        String value = environment.getOrDefault(variable, "");
        try {
            if (!value.isBlank() && Path.of(value).isAbsolute()) {
                return Path.of(value);
            }
        } catch (InvalidPathException e) {
            return Path.of(home, fallback);
        }
        return Path.of(home, fallback);
    }
}
