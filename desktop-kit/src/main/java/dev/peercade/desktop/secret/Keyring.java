package dev.peercade.desktop.secret;

import dev.peercade.desktop.bus.SessionBus;
import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The platform's keyring. It may ask the user to unlock it, or hang: after a while it is given up. Whatever goes wrong
/// in it is one kind of problem, with the code `keyring`.
///
/// @param platform is asked at each call, beside it: what it loads keeps nobody waiting
/// @param patience for one call
record Keyring(Supplier<SecretStore> platform, Duration patience) implements SecretStore {

    /// Long enough for a password to be typed, where the keyring asks for one.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /// @param bus where one is known
    /// @return null where the platform has none that is known here
    static @Nullable Keyring ofPlatform(@Nullable SessionBus bus) {
        String system = System.getProperty("os.name");
        if (system.startsWith("Windows")) {
            return new Keyring(WindowsCredentials::new, PATIENCE);
        }
        if (system.startsWith("Mac")) {
            return new Keyring(Keychain::new, PATIENCE);
        }
        return bus == null ? null : new Keyring(() -> new SecretService(bus), PATIENCE);
    }

    @Override
    public @Nullable String read(String key) throws ProblemException {
        return within(() -> Optional.ofNullable(platform.get().read(key))).orElse(null);
    }

    @Override
    public void write(String key, String secret) throws ProblemException {
        within(() -> {
            platform.get().write(key, secret);
            return key;
        });
    }

    @Override
    public void delete(String key) throws ProblemException {
        within(() -> {
            platform.get().delete(key);
            return key;
        });
    }

    /// On a thread of the platform: native calls that wait would keep others from theirs.
    private <T> T within(Callable<T> call) throws ProblemException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofPlatform().daemon().name("keyring").start(task);
        try {
            return task.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw closed("it has not answered for " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw closed("nobody waits for it any more", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof ProblemException told ? told : closed(String.valueOf(e.getCause()), e);
        } finally {
            task.cancel(true);
        }
    }

    /// @param why part of a sentence, without any secret
    static ProblemException closed(String why, @Nullable Throwable cause) {
        Problem problem = new Problem(
                "keyring",
                "This machine's keyring does not give out your sign-in: " + why + ".",
                "Unlock the keyring and start again, or sign in with your password.");
        return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
    }
}
