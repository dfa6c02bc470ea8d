package dev.peercade.desktop.secret;

import java.util.List;
import java.util.Map;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.Struct;
import org.freedesktop.dbus.Tuple;
import org.freedesktop.dbus.annotations.DBusInterfaceName;
import org.freedesktop.dbus.annotations.DBusMemberName;
import org.freedesktop.dbus.annotations.Position;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.messages.DBusSignal;
import org.freedesktop.dbus.types.Variant;

/// What is used of freedesktop.org's Secret Service API 0.2. The library makes what
/// is public here by itself.
final class SecretServiceApi {

    static final String BUS_NAME = "org.freedesktop.secrets";
    static final String SERVICE = "/org/freedesktop/secrets";
    /// The path that means no object.
    static final String NONE = "/";

    private SecretServiceApi() {}

    @DBusInterfaceName("org.freedesktop.Secret.Service")
    interface Service extends DBusInterface {

        @DBusMemberName("OpenSession")
        Two<Variant<List<Byte>>, DBusPath> openSession(String algorithm, Variant<?> input);

        /// @return the items that are unlocked, and those that are not
        @DBusMemberName("SearchItems")
        Two<List<DBusPath>, List<DBusPath>> searchItems(Map<String, String> attributes);

        /// @return what needed no prompt, and the prompt for the rest
        @DBusMemberName("Unlock")
        Two<List<DBusPath>, DBusPath> unlock(List<DBusPath> objects);

        @DBusMemberName("ReadAlias")
        DBusPath readAlias(String name);
    }

    @DBusInterfaceName("org.freedesktop.Secret.Collection")
    interface Collection extends DBusInterface {

        /// @return the item, or the prompt that makes it
        @DBusMemberName("CreateItem")
        Two<DBusPath, DBusPath> createItem(Map<String, Variant<?>> properties, Secret secret, boolean replace);
    }

    @DBusInterfaceName("org.freedesktop.Secret.Item")
    interface Item extends DBusInterface {

        @DBusMemberName("GetSecret")
        Secret getSecret(DBusPath session);

        /// @return the prompt, if one is needed
        @DBusMemberName("Delete")
        DBusPath delete();
    }

    @DBusInterfaceName("org.freedesktop.Secret.Prompt")
    interface Prompt extends DBusInterface {

        @DBusMemberName("Prompt")
        void prompt(String windowId);

        @DBusMemberName("Dismiss")
        void dismiss();

        /// The user has answered, or does not want to.
        final class Completed extends DBusSignal {

            final boolean dismissed;

            public Completed(String path, boolean dismissed, Variant<?> result) throws DBusException {
                super(path, dismissed, result);
                this.dismissed = dismissed;
            }
        }
    }

    /// A secret on its way.
    public static final class Secret extends Struct {

        @Position(0)
        final DBusPath session;

        @Position(1)
        final byte[] parameters;

        @Position(2)
        final byte[] value;

        @Position(3)
        final String contentType;

        public Secret(DBusPath session, byte[] parameters, byte[] value, String contentType) {
            this.session = session;
            this.parameters = parameters;
            this.value = value;
            this.contentType = contentType;
        }
    }

    /// What a method returns that returns two things.
    public static final class Two<A, B> extends Tuple {

        @Position(0)
        final A first;

        @Position(1)
        final B second;

        public Two(A first, B second) {
            this.first = first;
            this.second = second;
        }
    }
}
