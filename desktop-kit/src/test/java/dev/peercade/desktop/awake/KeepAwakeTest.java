package dev.peercade.desktop.awake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.desktop.bus.TestBus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.connections.AbstractConnection;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.interfaces.DBus;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepAwakeTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private Path home = Path.of("");

    private TestBus bus;

    @BeforeEach
    void startBus() throws Exception {
        bus = TestBus.start(home);
    }

    @AfterEach
    void closeBus() {
        bus.close();
    }

    /// What the library exports is public.
    @DBusInterfaceName(ScreenSaver.NAME)
    public interface Service extends DBusInterface {

        @DBusMemberName("Inhibit")
        UInt32 inhibit(String application, String why);

        @DBusMemberName("UnInhibit")
        void uninhibit(UInt32 cookie);
    }

    /// Does what a desktop's service does, and notes it.
    private static final class Desktop implements Service, AutoCloseable {

        final List<String> notes = new CopyOnWriteArrayList<>();
        private final DBusConnection connection;
        private volatile String caller = "";

        Desktop(TestBus bus) throws Exception {
            connection = bus.bus().connect();
            connection.addSigHandler(DBus.NameOwnerChanged.class, change -> {
                if (change.name.equals(caller) && change.newOwner.isEmpty()) {
                    notes.add("gone");
                }
            });
            connection.exportObject(ScreenSaver.PATH, this);
            connection.requestBusName(ScreenSaver.NAME);
        }

        @Override
        public UInt32 inhibit(String application, String why) {
            caller = AbstractConnection.getCallInfo().getSource();
            notes.add("inhibit " + application + ": " + why);
            return new UInt32(7);
        }

        @Override
        public void uninhibit(UInt32 cookie) {
            notes.add("uninhibit " + cookie);
        }

        @Override
        public String getObjectPath() {
            return ScreenSaver.PATH;
        }

        @Override
        public void close() throws Exception {
            connection.close();
        }
    }

    @Test
    void theDesktopsServiceIsAskedAndToldWhenItIsOver() throws Exception {
        try (Desktop desktop = new Desktop(bus)) {
            KeepAwake awake = KeepAwake.begin(bus.bus(), "Streaming Doom");
            await().atMost(PATIENCE).until(awake::held);
            assertThat(desktop.notes).containsExactly("inhibit Peercade: Streaming Doom");
            awake.close();
            awake.close();
            await().atMost(PATIENCE).until(() -> desktop.notes.contains("gone"));
            assertThat(desktop.notes).containsExactly("inhibit Peercade: Streaming Doom", "uninhibit 7", "gone");
            await().atMost(PATIENCE).until(() -> !awake.held());
        }
    }

    /// A program that keeps the display awake until it is killed.
    static final class Sleepless {

        private Sleepless() {}

        public static void main(String[] arguments) throws Exception {
            try (KeepAwake _ = KeepAwake.begin("Watching")) {
                System.in.read();
            }
        }
    }

    @Test
    void theServiceHearsOfAProcessThatIsKilled() throws Exception {
        try (Desktop desktop = new Desktop(bus)) {
            Process process = bus.run(
                    ProcessHandle.current().info().command().orElseThrow(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    Sleepless.class.getName());
            await().atMost(PATIENCE).until(() -> desktop.notes.contains("inhibit Peercade: Watching"));
            process.destroyForcibly();
            await().atMost(PATIENCE).until(() -> desktop.notes.contains("gone"));
            assertThat(desktop.notes).containsExactly("inhibit Peercade: Watching", "gone");
        }
    }

    @Test
    void whereNobodyKeepsItAwakeNothingFailsAndItIsNotHeld() {
        try (KeepAwake awake = KeepAwake.begin(bus.bus(), "Streaming Doom")) {
            await().during(Duration.ofSeconds(1)).atMost(PATIENCE).until(() -> !awake.held());
        }
    }
}
