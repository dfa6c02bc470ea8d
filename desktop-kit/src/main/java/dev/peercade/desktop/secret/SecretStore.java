package dev.peercade.desktop.secret;

import dev.peercade.desktop.problem.ProblemException;
import org.jspecify.annotations.Nullable;

/// Keeps secrets by keys, which are no secrets: people see them where they look after their keyring. Calls block; no
/// exception tells a secret.
public interface SecretStore {

    /// @param key such as `anna at https://play.example`
    /// @return null where there is none
    @Nullable
    String read(String key) throws ProblemException;

    /// Takes the place of the secret that this key had.
    void write(String key, String secret) throws ProblemException;

    /// A key that has no secret is fine.
    void delete(String key) throws ProblemException;
}
