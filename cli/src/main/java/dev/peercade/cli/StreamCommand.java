package dev.peercade.cli;

import dev.peercade.desktop.window.WindowProgram;
import dev.peercade.media.MediaException;
import dev.peercade.media.SourceList;
import dev.peercade.media.SourceSpec;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.window.StreamerWindow;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "stream",
        description =
                "Show your game to others: from a window where there is a display, unless an option implies --headless.",
        sortOptions = false,
        footerHeading = "%nWith --admission ask, lines on standard input decide on viewers and the stream:%n",
        footer = {"  admit NAME   reject NAME   drop NAME   pause   resume   record FILE   stop-recording   quit"})
final class StreamCommand implements Callable<Integer> {

    @Option(names = "--list-sources", description = "List what can be captured, and end.")
    private boolean listSources;

    @Mixin
    private AccountOptions account = new AccountOptions();

    @Option(
            names = "--game",
            paramLabel = "NAME",
            description = "What is being played. Without it a window asks, where there is a display.")
    private @Nullable String game;

    @Option(names = "--title", paramLabel = "TEXT", description = "What viewers read. Default: the game.")
    private @Nullable String title;

    @Option(
            names = "--admission",
            paramLabel = "open|ask",
            defaultValue = "open",
            description = "Whether viewers come in freely or need your leave. Default: ${DEFAULT-VALUE}.")
    private Admission admission = Admission.OPEN;

    @Option(
            names = "--thumbnail",
            description = "Send a still picture of the stream to the mediator every 30 s, which shows it in lists;"
                    + " the mediator sees it.")
    private boolean thumbnail;

    @Mixin
    private PictureOptions picture = new PictureOptions();

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = SecondsConverter.class,
            description = "End after so long. Default: until Ctrl-C. Implies --headless.")
    private @Nullable Duration seconds;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Output output = shared.output();
        if (listSources) {
            return list(output);
        }
        boolean window = shared.windowed() && seconds == null;
        String played = game;
        if (played == null && !window) {
            throw new CommandFailure("usage", "Nothing says what is being played.", "Name it with --game.");
        }
        StreamOptions.Picture shown = picture.picture();
        Function<MediatorAccount, StreamOptions> show = played == null
                ? null
                : streamer -> new StreamOptions(
                        streamer,
                        new StreamOptions.Show(played, title == null ? played : title, admission, thumbnail),
                        shown,
                        seconds,
                        network.connect());
        try (PeerCore core = PeerCore.open(network.coreSettings())) {
            if (window || show == null) {
                return inWindow(core, show, output);
            }
            StreamOptions options = show.apply(account.account(core, output));
            core.warmUp();
            Broadcast broadcast = new Broadcast(core, options, output::show, StartTime.get());
            // A job in the background that reads its terminal is stopped by the shell.
            if (broadcast.asks()) {
                TypedDecisions.readTo(broadcast);
            }
            return Outcome.of(broadcast::run, broadcast::stop);
        }
    }

    private int inWindow(PeerCore core, @Nullable Function<MediatorAccount, StreamOptions> show, Output output)
            throws CommandFailure, InterruptedException {
        Outcome.startWindows();
        MediatorAccount streamer = account.known() ? account.account(core, output) : null;
        return Outcome.ofWindow(new WindowProgram((stage, closed) -> {
            StreamerWindow opened = new StreamerWindow(core, Caller.current().folders(), stage, closed);
            opened.open(streamer, show, network.connect());
        }));
    }

    private int list(Output output) throws CommandFailure {
        try {
            SourceList sources = SourceList.list(picture.chosenDisplay());
            for (SourceList.Screen screen : sources.screens()) {
                output.show(new CommandEvent.Source(
                        "screen",
                        screen.display(),
                        screen.size().width(),
                        screen.size().height()));
            }
            for (SourceList.Window window : sources.windows()) {
                output.show(new CommandEvent.Source(
                        new SourceSpec.WindowById(window.id()).toString(),
                        window.title(),
                        window.size().width(),
                        window.size().height()));
            }
        } catch (MediaException e) {
            if (picture.chosenDisplay() != null) {
                throw new CommandFailure(e.code(), String.valueOf(e.getMessage()), e.remedy(), e);
            }
            output.say(String.valueOf(e.getMessage()));
        }
        output.show(new CommandEvent.Source("scene", "the built-in animated scene", 1280, 720));
        return ExitCode.OK.code();
    }
}
