package dev.peercade.peer.edge.identity;

import dev.peercade.peer.edge.file.MediatorFiles;
import dev.peercade.peer.identity.Identity;
import dev.peercade.peer.identity.IdentityKey;
import dev.peercade.peer.identity.KnownPeers;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// The identities of this machine's user. A key belongs to a user name, whatever the address by which a mediator is
/// reached; others are remembered by mediator. Any thread.
public final class Identities {

    private final @Nullable Path folder;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Executor background;
    private final ConcurrentHashMap<String, IdentityKey> keys = new ConcurrentHashMap<>();
    private final ConcurrentHashMap<String, KnownPeersFile> known = new ConcurrentHashMap<>();

    /// @param folder null to forget all at the end
    /// @param accepted users whose next key is to be taken for their own
    /// @param background writes
    public Identities(@Nullable Path folder, Set<String> accepted, Executor background) {
        this.folder = folder;
        this.background = background;
        accepted.forEach(user -> this.accepted.add(lower(user)));
    }

    /// Whom we are at this mediator, by this name. Reads a small file the first time.
    public Identity of(URI server, String user) {
        return new Identity(user, () -> keys.computeIfAbsent(lower(user), this::key), others(server));
    }

    /// Whom we know at this mediator.
    public KnownPeers others(URI server) {
        return known.computeIfAbsent(MediatorFiles.name(server), name -> {
            Path file = folder == null ? null : folder.resolve("known-peers").resolve(name);
            return new KnownPeersFile(file, accepted, background);
        });
    }

    private IdentityKey key(String user) {
        // Accounts have no other names; whatever is typed here becomes none of a file elsewhere.
        String plain = user.replaceAll("[^a-z0-9._-]", "_");
        Path file = folder == null ? null : folder.resolve("identity").resolve(plain + ".pem");
        return file == null ? made() : new KeyFile(file).readOrMake(Identities::made);
    }

    private static IdentityKey made() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(IdentityKey.ALGORITHM).generateKeyPair();
            return IdentityKey.of(pair.getPrivate(), pair.getPublic());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every JDK makes Ed25519 keys.", e);
        }
    }

    /// Loads what the first signature needs. Blocks.
    public void warmUp() {
        IdentityKey key = made();
        new Identity("warm", () -> key, new KnownPeersFile(null, Set.of(), background)).warmUp();
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
