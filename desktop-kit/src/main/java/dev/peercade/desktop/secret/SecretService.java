package dev.peercade.desktop.secret;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.peercade.desktop.bus.SessionBus;
import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.secret.SecretServiceApi.Collection;
import dev.peercade.desktop.secret.SecretServiceApi.Item;
import dev.peercade.desktop.secret.SecretServiceApi.Prompt;
import dev.peercade.desktop.secret.SecretServiceApi.Secret;
import dev.peercade.desktop.secret.SecretServiceApi.Service;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.freedesktop.dbus.DBusPath;
import org.freedesktop.dbus.connections.impl.DBusConnection;
import org.freedesktop.dbus.exceptions.DBusException;
import org.freedesktop.dbus.exceptions.DBusExecutionException;
import org.freedesktop.dbus.interfaces.DBusInterface;
import org.freedesktop.dbus.types.Variant;
import org.jspecify.annotations.Nullable;

/// The keyring of a Linux desktop: gnome-keyring, KWallet, KeePassXC. Secrets go into its default collection.
record SecretService(SessionBus bus) implements SecretStore {

    private static final String SCHEMA = "xdg:schema";

    /// What is done while connected.
    @FunctionalInterface
    private interface Talk<T> {
        T with(Session session) throws DBusException, GeneralSecurityException, InterruptedException, ProblemException;
    }

    @Override
    public @Nullable String read(String key) throws ProblemException {
        return talk(session -> {
                    List<DBusPath> items = session.unlocked(key);
                    return items.isEmpty() ? Optional.<String>empty() : Optional.of(session.secret(items.getFirst()));
                })
                .orElse(null);
    }

    @Override
    public void write(String key, String secret) throws ProblemException {
        talk(session -> {
            session.create(key, secret);
            return key;
        });
    }

    @Override
    public void delete(String key) throws ProblemException {
        talk(session -> {
            for (DBusPath item : session.unlocked(key)) {
                session.prompt(session.at(item, Item.class).delete());
            }
            return key;
        });
    }

    private <T> T talk(Talk<T> talk) throws ProblemException {
        try (DBusConnection connection = bus.connect()) {
            return talk.with(Session.open(connection));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Keyring.closed("nobody waits for it any more", e);
        } catch (DBusException | DBusExecutionException | IOException | GeneralSecurityException e) {
            throw Keyring.closed(String.valueOf(e.getMessage()), e);
        }
    }

    private record Session(DBusConnection connection, Service service, DBusPath path, TransferCipher cipher) {

        static Session open(DBusConnection connection) throws DBusException, GeneralSecurityException {
            Service service =
                    connection.getRemoteObject(SecretServiceApi.BUS_NAME, SecretServiceApi.SERVICE, Service.class);
            KeyPair own = TransferCipher.keys();
            var opened = service.openSession(TransferCipher.NAME, new Variant<>(TransferCipher.publicPart(own), "ay"));
            TransferCipher cipher = new TransferCipher(own, bytes(opened.first.getValue()));
            return new Session(connection, service, opened.second, cipher);
        }

        private static byte[] bytes(List<Byte> list) {
            byte[] bytes = new byte[list.size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = list.get(i);
            }
            return bytes;
        }

        <T extends DBusInterface> T at(DBusPath path, Class<T> type) throws DBusException {
            return connection.getRemoteObject(SecretServiceApi.BUS_NAME, path.getPath(), type);
        }

        private static Map<String, String> attributes(String key) {
            return Map.of(SCHEMA, "dev.peercade.Secret", "key", key);
        }

        /// The items of a key, unlocked.
        List<DBusPath> unlocked(String key) throws DBusException, InterruptedException, ProblemException {
            var found = service.searchItems(attributes(key));
            unlock(found.second);
            return Stream.concat(found.first.stream(), found.second.stream()).toList();
        }

        private void unlock(List<DBusPath> objects) throws DBusException, InterruptedException, ProblemException {
            if (!objects.isEmpty()) {
                prompt(service.unlock(objects).second);
            }
        }

        String secret(DBusPath item) throws DBusException, GeneralSecurityException {
            Secret secret = at(item, Item.class).getSecret(path);
            return new String(cipher.decrypt(new TransferCipher.Encrypted(secret.parameters, secret.value)), UTF_8);
        }

        void create(String key, String secret)
                throws DBusException, GeneralSecurityException, InterruptedException, ProblemException {
            DBusPath collection = service.readAlias("default");
            if (collection.getPath().equals(SecretServiceApi.NONE)) {
                throw Keyring.closed("it has no default collection", null);
            }
            unlock(List.of(collection));
            TransferCipher.Encrypted encrypted = cipher.encrypt(secret.getBytes(UTF_8));
            Map<String, Variant<?>> properties = Map.of(
                    "org.freedesktop.Secret.Item.Label",
                    new Variant<>("Peercade: " + key),
                    "org.freedesktop.Secret.Item.Attributes",
                    new Variant<>(attributes(key), "a{ss}"));
            prompt(at(collection, Collection.class)
                    .createItem(
                            properties,
                            new Secret(path, encrypted.iv(), encrypted.bytes(), "text/plain; charset=utf8"),
                            true)
                    .second);
        }

        /// Has the user asked, and waits for the answer.
        ///
        /// @param prompt may be none
        void prompt(DBusPath prompt) throws DBusException, InterruptedException, ProblemException {
            if (prompt.getPath().equals(SecretServiceApi.NONE)) {
                return;
            }
            Prompt asked = at(prompt, Prompt.class);
            CompletableFuture<Boolean> dismissed = new CompletableFuture<>();
            connection.addSigHandler(
                    Prompt.Completed.class, asked, completed -> dismissed.complete(completed.dismissed));
            asked.prompt("");
            try {
                if (dismissed.get()) {
                    throw Keyring.closed("it is locked", null);
                }
            } catch (ExecutionException e) {
                throw new IllegalStateException("nobody completes it so", e);
            } catch (InterruptedException e) {
                asked.dismiss();
                throw e;
            }
        }
    }
}
