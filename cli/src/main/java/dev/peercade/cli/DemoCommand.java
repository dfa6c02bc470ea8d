package dev.peercade.cli;

import dev.peercade.desktop.store.UserFolders;
import dev.peercade.desktop.window.WindowProgram;
import dev.peercade.media.MediaException;
import dev.peercade.mediator.MediatorServer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.mediator.config.Setting;
import dev.peercade.mediator.config.StartException;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "demo",
        description =
                "Show the whole of it on this machine, a mediator, a streamer and a viewer: in two windows where there is a"
                        + " display, unless an option implies --headless.",
        sortOptions = false)
final class DemoCommand implements Callable<Integer> {

    private static final String STREAMER = "demo-streamer";
    private static final String VIEWER = "demo-viewer";
    private static final Duration WATCHED = Duration.ofSeconds(10);

    @Mixin
    private PictureOptions picture = new PictureOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = SecondsConverter.class,
            description = "How long to watch. Default: 10, and in windows until they are closed. Implies --headless.")
    private @Nullable Duration seconds;

    @Option(
            names = "--output",
            paramLabel = "FOLDER",
            description =
                    "Where recording and snapshot go. Default: a new folder in your data directory. Implies --headless.")
    private @Nullable Path folder;

    @Mixin
    private SharedOptions shared = new SharedOptions();

    private final MonoTime startedAt = StartTime.get();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Output output = shared.output();
        boolean windows = shared.windowed() && seconds == null && folder == null;
        // Windows that showed the screen on which they are would show themselves.
        StreamOptions.Picture shown = picture.picture(windows);
        Path results = windows ? null : results();
        if (windows) {
            Outcome.startWindows();
        }
        try (Interrupt interrupt = new Interrupt()) {
            notice(output, "mediator-starting", "Starting a mediator with its own database ...");
            try (DemoFolder data = DemoFolder.create();
                    RunningMediator mediator = privateMediator(data);
                    PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
                notice(output, "mediator-up", "The mediator listens on " + mediator.uri() + ".");
                core.warmUp();
                MediatorAccount streamer = register(core, mediator, STREAMER);
                MediatorAccount viewer = register(core, mediator, VIEWER);
                if (results == null) {
                    output.say("Close both windows to end, or press Ctrl-C.");
                    UserFolders folders = new UserFolders(data.path(), data.path(), null);
                    WindowProgram program = new DemoWindows(core, stream(streamer, shown), viewer, folders).program();
                    return Outcome.ofWindow(program, interrupt);
                }
                int exitCode = show(new Stage(core, streamer, viewer, shown, results), output, interrupt);
                output.say("");
                output.say("Recording and snapshot are in " + results);
                return exitCode;
            }
        } catch (StartException e) {
            throw new CommandFailure("failed", String.valueOf(e.getMessage()), e.remedy(), e);
        } catch (IOException e) {
            throw new CommandFailure(
                    "failed", "A temporary folder could not be made: " + e.getMessage() + ".", "Free some space.", e);
        }
    }

    /// Whatever the environment says of a real mediator, the demo's is its own.
    private static RunningMediator privateMediator(DemoFolder data) throws StartException, InterruptedException {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.keySet().removeIf(variable -> variable.startsWith("PEERCADE_"));
        environment.put(Setting.PORT.variable(), "0");
        environment.put(Setting.STUN_PORT.variable(), "0");
        environment.put(Setting.DATA_DIR.variable(), data.path().toString());
        ServerSettings settings = ServerSettings.fromEnvironment(environment);
        data.removeLeftovers(settings.folders().cache());
        return MediatorServer.start(settings);
    }

    private record Stage(
            PeerCore core,
            MediatorAccount streamer,
            MediatorAccount viewer,
            StreamOptions.Picture picture,
            Path results) {}

    private int show(Stage stage, Output output, Interrupt interrupt) throws CommandFailure, InterruptedException {
        StreamOptions stream = stream(stage.streamer(), stage.picture());
        CompletableFuture<Void> visible = new CompletableFuture<>();
        Broadcast broadcast = new Broadcast(
                stage.core(),
                stream,
                event -> {
                    output.show(event);
                    if (event instanceof CommandEvent.Step step
                            && step.step().equals(ProtocolStep.PUSH_STREAMER_ENDPOINT.number())) {
                        visible.complete(null);
                    }
                },
                startedAt);
        interrupt.stopBy(broadcast::stop);
        CompletableFuture<SessionEnd> streaming = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return broadcast.run();
                    } catch (MediaException | InterruptedException e) {
                        throw new CompletionException(e);
                    }
                },
                task -> Thread.ofPlatform().name("streamer").start(task));
        try {
            CompletableFuture.anyOf(visible, streaming).join();
            if (!visible.isDone()) {
                SessionEnd end = streaming.join();
                throw new CommandFailure(end.code(), end.message(), end.remedy());
            }
            StreamingSession session = MediatorCalls.call(stage.core(), stage.viewer(), client -> client.sessions())
                    .getFirst();
            WatchOptions watch = new WatchOptions(
                    stage.viewer(),
                    SessionChoice.of(session),
                    seconds == null ? WATCHED : seconds,
                    new WatchOptions.Files(
                            stage.results().resolve("demo.mkv"), stage.results().resolve("demo.png")),
                    ConnectOptions.NORMAL);
            Viewing viewing =
                    new Viewing(stage.core(), watch, output::show, startedAt, new MonoTime(System.nanoTime()));
            interrupt.stopBy(viewing::stop);
            SessionEnd seen = viewing.run();
            broadcast.stop();
            SessionEnd streamed = streaming.join();
            SessionEnd worse = seen.expected() ? streamed : seen;
            return worse.expected()
                    ? ExitCode.OK.code()
                    : ExitCode.of(worse.code()).code();
        } catch (MediaException e) {
            throw failure(e);
        } catch (CompletionException e) {
            if (e.getCause() instanceof MediaException cause) {
                throw failure(cause);
            }
            throw e;
        } finally {
            broadcast.stop();
        }
    }

    private static StreamOptions stream(MediatorAccount streamer, StreamOptions.Picture picture) {
        return new StreamOptions(
                streamer,
                new StreamOptions.Show("Peercade demo", "The built-in demonstration", Admission.OPEN),
                picture,
                null,
                ConnectOptions.NORMAL);
    }

    private static MediatorAccount register(PeerCore core, RunningMediator mediator, String name)
            throws CommandFailure {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
        MediatorAccount account = new MediatorAccount(mediator.uri(), name, password, false, null);
        MediatorCalls.call(core, account, client -> client.register());
        return account;
    }

    private Path results() throws CommandFailure {
        String name = DateTimeFormatter.ofPattern("yyyy-MM-dd-HHmmss").format(LocalDateTime.now());
        Path wanted = folder != null
                ? folder
                : Caller.current().folders().data().resolve("demo").resolve(name);
        try {
            return Files.createDirectories(wanted).toAbsolutePath();
        } catch (IOException e) {
            throw new CommandFailure(
                    "write-failed", "The folder " + wanted + " cannot be made.", "Name another with --output.", e);
        }
    }

    private void notice(Output output, String code, String text) {
        long atMs = new MonoTime(System.nanoTime()).since(startedAt).toMillis();
        output.show(new CommandEvent.Notice(code, atMs, text));
    }

    private static CommandFailure failure(MediaException e) {
        return new CommandFailure(e.code(), String.valueOf(e.getMessage()), e.remedy(), e);
    }
}
