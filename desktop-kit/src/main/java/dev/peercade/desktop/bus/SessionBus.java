package dev.peercade.desktop.bus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.connections.impl.DBusConnectionBuilder;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.messages.MethodCall;
import org.jspecify.annotations.Nullable;

/// A user's session bus (D-Bus). Nothing of the library is loaded before somebody connects.
///
/// @param address such as `unix:path=/run/user/1000/bus`
public record SessionBus(String address) {

    /// Services answer in milliseconds, or in a second when they are started for it. One that hangs is given up.
    private static final Duration ANSWER = Duration.ofSeconds(5);

    /// The library tries again every 500 ms of its time-out: a bus that is not there does not come in between.
    private static final int ONE_ATTEMPT_MS = 500;

    /// @return null where there is none
    public static @Nullable SessionBus of(Map<String, String> environment) {
        String named = environment.getOrDefault("DBUS_SESSION_BUS_ADDRESS", "");
        if (!named.isEmpty()) {
            return new SessionBus(named);
        }
        Path socket = Path.of(environment.getOrDefault("XDG_RUNTIME_DIR", ""), "bus");
        return socket.isAbsolute() && Files.exists(socket) ? new SessionBus("unix:path=" + socket) : null;
    }

    /// A connection of its own. Its calls throw `DBusExecutionException`, also when nothing has answered after 5 s.
    public DBusConnection connect() throws DBusException {
        // The library has one for all connections.
        MethodCall.setDefaultTimeout(ANSWER.toMillis());
        return DBusConnectionBuilder.forAddress(address)
                .withShared(false)
                .transportConfig()
                .withTimeout(ONE_ATTEMPT_MS)
                .back()
                .build();
    }
}
