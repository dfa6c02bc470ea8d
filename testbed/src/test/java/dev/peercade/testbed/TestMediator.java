package dev.peercade.testbed;

import dev.peercade.mediator.MediatorServer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.mediator.config.StartException;
import java.nio.file.Path;
import java.util.Map;

/// A real mediator with its own database in this JVM, on free ports of loopback.
record TestMediator(RunningMediator running, Rest rest) implements AutoCloseable {

    /// Whose account may add relay nodes.
    static final String OPERATOR = "olga";

    static TestMediator start(Path folder) throws StartException {
        return start(folder, 0, 0);
    }

    /// Likewise where one was that has been closed, with what that one knew.
    TestMediator startAgain() throws StartException {
        return start(rest.folder(), running.uri().getPort(), running.stunPort());
    }

    private static TestMediator start(Path folder, int port, int stunPort) throws StartException {
        RunningMediator running = MediatorServer.start(ServerSettings.fromEnvironment(Map.of(
                "PEERCADE_PORT",
                Integer.toString(port),
                "PEERCADE_STUN_PORT",
                Integer.toString(stunPort),
                "PEERCADE_DATA_DIR",
                folder.resolve("mediator").toString(),
                "PEERCADE_OPERATORS",
                OPERATOR,
                "PEERCADE_SESSIONS_PER_HOUR",
                "100000",
                "PEERCADE_VIEW_REQUESTS_PER_HOUR",
                "100000")));
        return new TestMediator(running, new Rest(running.uri(), folder));
    }

    @Override
    public void close() {
        running.close();
    }
}
