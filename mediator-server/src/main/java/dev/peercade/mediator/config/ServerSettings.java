package dev.peercade.mediator.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an operator can choose; [Setting] lists it for people.
///
/// @param database an external PostgreSQL, or null for the embedded one
/// @param registrationOpen whether anyone may make an account
/// @param operators user names in lower case
public record ServerSettings(
        Listen listen,
        Folders folders,
        Tls tls,
        @Nullable DatabaseAddress database,
        boolean registrationOpen,
        Set<String> operators) {

    /// @param port TCP, 0 for a free one
    /// @param bind an IP literal or a host name of this machine
    /// @param stunPort UDP, 0 for a free one; empty runs no responder
    public record Listen(int port, String bind, OptionalInt stunPort) {}

    /// @param data database, keys, logs
    /// @param cache what can be made again
    public record Folders(Path data, Path cache) {}

    /// @param certificate PEM, or null for a self-signed one; both are set or neither
    /// @param allowPlainHttp whether plain HTTP is acceptable beyond loopback
    public record Tls(@Nullable Path certificate, @Nullable Path key, boolean allowPlainHttp) {}

    public ServerSettings {
        operators = Set.copyOf(operators);
    }

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
        Set<String> operators = Arrays.stream(read.text(Setting.OPERATORS).split(",", -1))
                .map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
        return new ServerSettings(
                new Listen(read.port(Setting.PORT), read.text(Setting.BIND), read.portOrOff(Setting.STUN_PORT)),
                folders,
                new Tls(
                        read.pathOrNull(Setting.TLS_CERT),
                        read.pathOrNull(Setting.TLS_KEY),
                        read.choice(Setting.ALLOW_PLAIN_HTTP, "true", "false")),
                database,
                read.choice(Setting.REGISTRATION, "open", "closed"),
                operators);
    }

    public ServerSettings withPort(int port) {
        return withListen(new Listen(port, listen.bind, listen.stunPort));
    }

    public ServerSettings withBind(String bind) {
        return withListen(new Listen(listen.port, bind, listen.stunPort));
    }

    /// @param stunPort empty runs no responder
    public ServerSettings withStunPort(OptionalInt stunPort) {
        return withListen(new Listen(listen.port, listen.bind, stunPort));
    }

    public ServerSettings withDataDir(Path data) {
        return new ServerSettings(listen, new Folders(data, folders.cache), tls, database, registrationOpen, operators);
    }

    public ServerSettings withTls(Tls newTls) {
        return new ServerSettings(listen, folders, newTls, database, registrationOpen, operators);
    }

    public ServerSettings withDatabase(@Nullable DatabaseAddress newDatabase) {
        return new ServerSettings(listen, folders, tls, newDatabase, registrationOpen, operators);
    }

    public ServerSettings withRegistrationOpen(boolean open) {
        return new ServerSettings(listen, folders, tls, database, open, operators);
    }

    public ServerSettings withOperators(Set<String> names) {
        return new ServerSettings(listen, folders, tls, database, registrationOpen, names);
    }

    private ServerSettings withListen(Listen newListen) {
        return new ServerSettings(newListen, folders, tls, database, registrationOpen, operators);
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
