package dev.peercade.peer.edge.identity;

import dev.peercade.peer.edge.file.OwnerOnly;
import dev.peercade.peer.identity.KnownPeers;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A line for each key that was learnt, `user key`: the latest one counts. Lines are only ever added, so that several
/// processes can.
final class KnownPeersFile implements KnownPeers {

    private static final Logger log = LoggerFactory.getLogger(KnownPeersFile.class);

    /// Far more than anybody meets; a mediator that invents users fills no disk.
    private static final int PEERS_MAX = 10_000;

    private static final long BYTES_MAX = 2L * 1024 * 1024;

    private final @Nullable Path file;
    private final Set<String> accepted = ConcurrentHashMap.newKeySet();
    private final Executor background;
    private final Map<String, String> keys = new ConcurrentHashMap<>();
    private final Set<String> keyless = ConcurrentHashMap.newKeySet();

    /// @param file null to forget all at the end
    /// @param accepted lower-case names whose next key is to be taken
    KnownPeersFile(@Nullable Path file, Set<String> accepted, Executor background) {
        this.file = file;
        this.accepted.addAll(accepted);
        this.background = background;
    }

    /// Another process of this user may have met somebody meanwhile.
    private void readAgain() throws IOException {
        Path from = file;
        if (from == null || Files.notExists(from)) {
            return;
        }
        try {
            if (Files.size(from) > BYTES_MAX) {
                throw new IOException("it is longer than " + BYTES_MAX + " bytes");
            }
            for (String line : Files.readAllLines(from, StandardCharsets.ISO_8859_1)) {
                String[] words = line.strip().split("\\s+");
                if (words.length == 2 && !words[0].startsWith("#")) {
                    keys.put(Identities.lower(words[0]), words[1]);
                }
            }
        } catch (IOException e) {
            log.warn("The identity keys of others in {} cannot be read: {}", from, e.toString());
            throw e;
        }
    }

    @Override
    public @Nullable String keyOf(String user) throws IOException {
        String name = Identities.lower(user);
        if (accepted.contains(name)) {
            return null;
        }
        if (!keys.containsKey(name)) {
            readAgain();
        }
        return keys.get(name);
    }

    @Override
    public boolean mayLackKey(String user) {
        String name = Identities.lower(user);
        if (accepted.remove(name)) {
            keyless.add(name);
        }
        return keyless.contains(name);
    }

    @Override
    public void remember(String user, String key) {
        String name = Identities.lower(user);
        accepted.remove(name);
        if (keys.size() >= PEERS_MAX && !keys.containsKey(name)) {
            return;
        }
        keys.put(name, key);
        Path to = file;
        if (to != null) {
            background.execute(() -> append(to, name + " " + key + "\n"));
        }
    }

    @Override
    public void forget(String user) {
        accepted.add(Identities.lower(user));
    }

    private static void append(Path to, String line) {
        try {
            Files.createDirectories(to.toAbsolutePath().getParent(), OwnerOnly.folder());
            Set<OpenOption> append = Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            try (SeekableByteChannel channel = Files.newByteChannel(to, append, OwnerOnly.file())) {
                channel.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.ISO_8859_1)));
            }
        } catch (IOException e) {
            log.warn("An identity key cannot be remembered in {}: {}", to, e.toString());
        }
    }
}
