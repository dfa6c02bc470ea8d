package dev.peercade.mediator;

import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.mediator.config.StartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/// A real mediator on a real database in a folder of its own, started once for all tests of a JVM that do not stop or
/// harm it. Tests keep apart by using names and objects of their own.
public final class TestMediator {

    /// A user name that is listed as an operator's; whose account it is a test may make.
    public static final String OPERATOR = "the-operator";

    private static @Nullable RunningMediator shared;

    private TestMediator() {}

    public static synchronized RunningMediator shared() {
        RunningMediator present = shared;
        if (present == null) {
            try {
                Path data = Files.createTempDirectory("peercade-test");
                present = MediatorServer.start(settings(
                        data,
                        Map.of(
                                "PEERCADE_OPERATORS",
                                OPERATOR,
                                // All tests come from one address.
                                "PEERCADE_REGISTRATIONS_PER_HOUR",
                                "100000",
                                // And a few peers make the random calls of many.
                                "PEERCADE_SESSIONS_PER_HOUR",
                                "100000",
                                "PEERCADE_VIEW_REQUESTS_PER_HOUR",
                                "100000",
                                "PEERCADE_RELAY_ACCESSES_PER_HOUR",
                                "100000")));
                RunningMediator started = present;
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    started.close();
                    delete(data);
                }));
                shared = present;
            } catch (IOException | StartException e) {
                throw new AssertionError(e);
            }
        }
        return present;
    }

    /// Free ports, loopback, embedded database in that folder.
    public static ServerSettings settings(Path data) throws StartException {
        return settings(data, Map.of());
    }

    /// The same, with what else is set in the environment.
    public static ServerSettings settings(Path data, Map<String, String> environment) throws StartException {
        return ServerSettings.fromEnvironment(environment)
                .withPort(0)
                .withStunPort(OptionalInt.of(0))
                .withDataDir(data);
    }

    /// A part of that mediator.
    public static <T> T bean(RunningMediator mediator, Class<T> type) {
        return mediator.bean(type);
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.err.println("The folder of a test could not be deleted: " + folder);
        }
    }
}
