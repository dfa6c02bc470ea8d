package dev.peercade.desktop.secret;

import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.store.PropertiesFile;
import dev.peercade.desktop.store.UserFolders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps secrets in the platform's keyring, and in a file as long as that cannot be used. What lies in the file is
/// always the newer of the two, and goes into the keyring as soon as that opens. Calls block, at most 30 s for a
/// keyring that asks for its password or hangs.
public final class Secrets {

    private static final Logger LOG = LoggerFactory.getLogger(Secrets.class);

    private final @Nullable SecretStore keyring;
    private final SecretStore file;

    Secrets(@Nullable SecretStore keyring, SecretStore file) {
        this.keyring = keyring;
        this.file = file;
    }

    /// Those of a user.
    public static Secrets of(UserFolders folders) {
        PropertiesFile file = new PropertiesFile(
                folders.data().resolve("secrets.properties"), "What the platform's keyring could not be given");
        return new Secrets(Keyring.ofPlatform(folders.bus()), new FileStore(file));
    }

    /// @throws ProblemException also when the secret lies in neither place
    public String read(String key) throws ProblemException {
        String filed = file.read(key);
        if (filed != null) {
            if (intoKeyring(key, filed)) {
                file.delete(key);
            }
            return filed;
        }
        if (keyring == null) {
            throw Keyring.closed("there is none that could be asked", null);
        }
        String kept = keyring.read(key);
        if (kept == null) {
            throw Keyring.closed("it does not hold it", null);
        }
        return kept;
    }

    public SecretPlace write(String key, String secret) throws ProblemException {
        if (intoKeyring(key, secret)) {
            file.delete(key);
            return SecretPlace.KEYRING;
        }
        file.write(key, secret);
        return SecretPlace.FILE;
    }

    private boolean intoKeyring(String key, String secret) {
        if (keyring == null) {
            return false;
        }
        try {
            keyring.write(key, secret);
            return true;
        } catch (ProblemException e) {
            LOG.info("A secret stays in a file: {}", e.getMessage());
            return false;
        }
    }

    /// Deletes it in both places. A keyring that does not open keeps it.
    public void delete(String key) throws ProblemException {
        file.delete(key);
        if (keyring != null) {
            try {
                keyring.delete(key);
            } catch (ProblemException e) {
                LOG.info("A secret stays in the keyring: {}", e.getMessage());
            }
        }
    }

    /// Where a secret lies that has been written.
    public SecretPlace place(String key) throws ProblemException {
        return file.read(key) == null ? SecretPlace.KEYRING : SecretPlace.FILE;
    }
}
