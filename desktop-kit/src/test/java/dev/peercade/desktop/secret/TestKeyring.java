package dev.peercade.desktop.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.peercade.desktop.bus.TestBus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusInterface;

/// GNOME's keyring on a test's bus.
public final class TestKeyring implements AutoCloseable {

    private final TestBus bus;
    private final Process daemon;

    @DBusInterfaceName("org.freedesktop.Secret.Service")
    interface Locking extends DBusInterface {

        @DBusMemberName("Lock")
        SecretServiceApi.Two<List<DBusPath>, DBusPath> lock(List<DBusPath> objects);
    }

    private TestKeyring(TestBus bus, Process daemon) {
        this.bus = bus;
        this.daemon = daemon;
    }

    /// Unlocked, with what the user's earlier one held.
    public static TestKeyring start(TestBus bus) throws Exception {
        Process daemon = bus.run("gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets");
        try (var password = daemon.outputWriter(UTF_8)) {
            password.write("the user's own");
        }
        try (DBusConnection connection = bus.bus().connect()) {
            DBus names = connection.getRemoteObject("org.freedesktop.DBus", "/org/freedesktop/DBus", DBus.class);
            await().atMost(Duration.ofSeconds(20)).until(() -> names.NameHasOwner(SecretServiceApi.BUS_NAME));
        }
        return new TestKeyring(bus, daemon);
    }

    /// From now on it would have to ask for its password, and cannot: there is no display.
    void lock() throws Exception {
        try (DBusConnection connection = bus.bus().connect()) {
            connection
                    .getRemoteObject(SecretServiceApi.BUS_NAME, SecretServiceApi.SERVICE, Locking.class)
                    .lock(List.of(new DBusPath("/org/freedesktop/secrets/collection/login")));
        }
    }

    /// From now on it takes calls and answers none.
    void hang() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-STOP", Long.toString(daemon.pid())).start().waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        daemon.destroyForcibly().waitFor();
    }
}
