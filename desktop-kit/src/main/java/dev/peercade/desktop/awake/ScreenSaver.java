package dev.peercade.desktop.awake;

import dev.peercade.desktop.bus.SessionBus;
import java.io.IOException;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.UInt32;

/// The service of Linux desktops that dims and locks the display (freedesktop.org's Idle Inhibition Service Draft). It
/// forgets a program that is no longer connected.
@DBusInterfaceName(ScreenSaver.NAME)
interface ScreenSaver extends DBusInterface {

    String NAME = "org.freedesktop.ScreenSaver";
    String PATH = "/org/freedesktop/ScreenSaver";

    @DBusMemberName("Inhibit")
    UInt32 inhibit(String application, String why);

    @DBusMemberName("UnInhibit")
    void uninhibit(UInt32 cookie);

    static WakeLock.Held take(SessionBus bus, String why) throws DBusException, IOException {
        DBusConnection connection = bus.connect();
        try {
            ScreenSaver service = connection.getRemoteObject(NAME, PATH, ScreenSaver.class);
            UInt32 cookie = service.inhibit("Peercade", why);
            return () -> {
                try (connection) {
                    service.uninhibit(cookie);
                }
            };
        } catch (DBusException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
