package dev.peercade.cli;

import dev.peercade.mediator.MediatorServer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.mediator.config.Setting;
import dev.peercade.mediator.config.SettingException;
import dev.peercade.mediator.config.StartException;
import dev.peercade.model.report.CommandEvent;
import java.util.HashMap;
import java.util.Map;
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

    @Option(names = "--port", paramLabel = "N", description = "TCP port; 0 takes a free one. Default: 8480.")
    private @Nullable String port;

    @Option(
            names = "--bind",
            paramLabel = "ADDRESS",
            description = "Address to listen on, 0.0.0.0 for every one. Default: 127.0.0.1, this machine only.")
    private @Nullable String bind;

    @Option(
            names = "--stun-port",
            paramLabel = "N",
            description = "UDP port of the STUN responder; 0 takes a free one, 'off' runs none. Default: 3478.")
    private @Nullable String stunPort;

    @Option(
            names = "--data-dir",
            paramLabel = "FOLDER",
            description = "Database, keys and logs. Default: peercade/mediator in your data directory.")
    private @Nullable String dataDir;

    @Option(
            names = "--tls-cert",
            paramLabel = "FILE.pem",
            description = "Certificate and its chain. Without it the server makes its own, except on loopback.")
    private @Nullable String tlsCert;

    @Option(names = "--tls-key", paramLabel = "FILE.pem", description = "The certificate's private key.")
    private @Nullable String tlsKey;

    @Option(
            names = "--allow-plain-http",
            description = "No encryption beyond loopback either, for a reverse proxy that speaks HTTPS.")
    private boolean allowPlainHttp;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Output output = shared.output();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Interrupt interrupt = new Interrupt()) {
            ServerSettings settings = settings();
            output.say("Starting the mediator ...");
            run(settings, output, interrupt, stopped);
            output.say("The mediator has stopped.");
        } catch (SettingException e) {
            throw new CommandFailure("usage", String.valueOf(e.getMessage()), e.remedy(), e);
        } catch (StartException e) {
            throw new CommandFailure("failed", String.valueOf(e.getMessage()), e.remedy(), e);
        }
        return ExitCode.OK.code();
    }

    private static void run(ServerSettings settings, Output output, Interrupt interrupt, CountDownLatch stopped)
            throws StartException, InterruptedException {
        try (RunningMediator mediator = MediatorServer.start(settings)) {
            interrupt.stopBy(stopped::countDown);
            output.show(new CommandEvent.Listening(
                    mediator.uri().toString(),
                    settings.listen().bind(),
                    mediator.pin().orElse(null),
                    mediator.stunPort()));
            stopped.await();
        }
    }

    /// An option is the same setting as its variable, and wins.
    private ServerSettings settings() throws StartException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        put(environment, Setting.PORT, port);
        put(environment, Setting.BIND, bind);
        put(environment, Setting.STUN_PORT, stunPort);
        put(environment, Setting.DATA_DIR, dataDir);
        put(environment, Setting.TLS_CERT, tlsCert);
        put(environment, Setting.TLS_KEY, tlsKey);
        put(environment, Setting.ALLOW_PLAIN_HTTP, allowPlainHttp ? "true" : null);
        return ServerSettings.fromEnvironment(environment);
    }

    private static void put(Map<String, String> environment, Setting setting, @Nullable String value) {
        if (value != null) {
            environment.put(setting.variable(), value);
        }
    }
}
