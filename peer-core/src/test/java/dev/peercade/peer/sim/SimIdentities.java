package dev.peercade.peer.sim;

import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.identity.IdentityKey;
import dev.peercade.peer.identity.KnownPeers;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The identities of all peers of a world, each with a memory of its own.
public final class SimIdentities {

    /// One for each computer, which tests of all worlds may share: making them costs more than a session.
    private static final Map<String, IdentityKey> KEYS = new ConcurrentHashMap<>();

    private final Map<String, Memory> memories = new HashMap<>();
    private final Map<String, String> computers = new HashMap<>();

    /// What one peer knows of others.
    private static final class Memory implements KnownPeers {
        private final Map<String, String> keys = new ConcurrentHashMap<>();

        @Override
        public @Nullable String keyOf(String user) {
            return keys.get(user);
        }

        @Override
        public boolean mayLackKey(String user) {
            return false;
        }

        @Override
        public void remember(String user, String key) {
            keys.put(user, key);
        }

        @Override
        public void forget(String user) {
            keys.remove(user);
        }
    }

    /// A user with a memory that lasts as long as the world.
    public Identity of(String user) {
        String computer = computers.getOrDefault(user, user);
        return new Identity(
                user,
                () -> KEYS.computeIfAbsent(computer, _ -> made()),
                memories.computeIfAbsent(user, _ -> new Memory()));
    }

    /// Of a peer without a world.
    public static Identity alone(String user) {
        return new SimIdentities().of(user);
    }

    /// The user has another computer from now on, and with it another key.
    public void move(String user) {
        computers.put(user, user + " elsewhere");
    }

    private static IdentityKey made() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(IdentityKey.ALGORITHM).generateKeyPair();
            return IdentityKey.of(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }
}
