package dev.peercade.desktop.secret;

import dev.peercade.desktop.problem.ProblemException;
import dev.peercade.desktop.store.PropertiesFile;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// Secrets as they are, in a file that only its owner reads.
record FileStore(PropertiesFile file) implements SecretStore {

    @Override
    public @Nullable String read(String key) throws ProblemException {
        return file.read().getProperty(key);
    }

    @Override
    public void write(String key, String secret) throws ProblemException {
        Properties all = file.read();
        all.setProperty(key, secret);
        file.write(all);
    }

    @Override
    public void delete(String key) throws ProblemException {
        Properties all = file.read();
        if (all.remove(key) != null) {
            file.write(all);
        }
    }
}
