package dev.peercade.cli;

import dev.peercade.mediator.MediatorServer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.ServerSettings;
import dev.peercade.mediator.StartException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "server",
        description = "Run a mediator, which introduces peers and carries no media.",
        sortOptions = false,
        footerHeading = "%nSettings without an option, such as PEERCADE_DB_URL, stand in docs/settings.md.%n")
final class ServerCommand implements Callable<Integer> {

    @Option(names = "--port", paramLabel = "N", defaultValue = "8080", description = "TCP port; 0 takes a free one. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(names = "--bind", paramLabel = "ADDRESS", defaultValue = "127.0.0.1", description = "Address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}.")
    private String bind = "";

    @Option(names = "--stun-port", paramLabel = "N", defaultValue = "3478", description = "UDP port of the STUN responder; 0 takes a free one, -1 turns it off. Default: ${DEFAULT-VALUE}.")
    private int stunPort;

    @Option(names = "--data-dir", paramLabel = "FOLDER", description = "Database and keys. Default: peercade/mediator in your data directory.")
    private @Nullable Path dataDir;

    @Option(names = "--tls-cert", paramLabel = "FILE.pem", description = "Certificate chain. Without it the server makes its own, except on loopback.")
    private @Nullable Path tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE.pem", description = "The certificate's private key.")
    private @Nullable Path tlsKey;

    @Option(names = "--allow-plain-http", description = "No encryption beyond loopback either. Passwords can then be read on the way.")
    private boolean allowPlainHttp;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Output output = shared.output();
        ServerSettings settings = new ServerSettings(port, bind, stunPort, dataDir, tlsCert, tlsKey, allowPlainHttp);
        CountDownLatch stopped = new CountDownLatch(1);
        try (Interrupt interrupt = new Interrupt(stopped::countDown);
                RunningMediator mediator = MediatorServer.start(settings)) {
            output.say("The mediator listens on " + mediator.uri() + ".");
            stopped.await();
        } catch (StartException e) {
            throw new CommandFailure("failed", String.valueOf(e.getMessage()), e.remedy(), e);
        }
        return ExitCode.OK.code();
    }
}
