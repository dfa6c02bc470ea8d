package dev.peercade.cli;

import dev.peercade.desktop.window.WindowProgram;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import dev.peercade.viewer.window.ViewerWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "watch",
        description = "Watch a session: in a window where there is a display, unless an option implies --headless.",
        sortOptions = false)
final class WatchCommand implements Callable<Integer> {

    @Mixin
    private AccountOptions account = new AccountOptions();

    @ArgGroup(exclusive = true)
    private @Nullable Wanted wanted;

    /// At most one of these.
    static final class Wanted {

        static final String CHOOSE = "Give one of --session ID, --streamer NAME and --list.";

        @Option(names = "--session", paramLabel = "ID", description = "The session with this id.")
        @Nullable
        UUID session;

        @Option(names = "--streamer", paramLabel = "NAME", description = "The session of this streamer.")
        @Nullable
        String streamer;

        @Option(names = "--list", description = "List the sessions that can be watched, and end.")
        boolean list;

        boolean nothing() {
            return session == null && streamer == null && !list;
        }

        /// What the variables of these options say, where none was typed.
        ///
        /// @throws CommandFailure when they say several things or nonsense
        static Wanted ofEnvironment(Map<String, String> environment) throws CommandFailure {
            Wanted wanted = new Wanted();
            String id = environment.getOrDefault(EnvironmentDefaults.variable("--session"), "");
            String name = environment.getOrDefault(EnvironmentDefaults.variable("--streamer"), "");
            wanted.list = Boolean.parseBoolean(environment.get(EnvironmentDefaults.variable("--list")));
            wanted.streamer = name.isEmpty() ? null : name;
            try {
                wanted.session = id.isEmpty() ? null : UUID.fromString(id);
            } catch (IllegalArgumentException e) {
                throw new CommandFailure("usage", "'" + id + "' is not the id of a session.", CHOOSE, e);
            }
            if (Stream.of(!id.isEmpty(), !name.isEmpty(), wanted.list)
                            .filter(said -> said)
                            .count()
                    > 1) {
                throw unclear();
            }
            return wanted;
        }

        @Nullable
        SessionChoice byId() {
            return session == null ? null : SessionChoice.byId(session);
        }

        static CommandFailure unclear() {
            return new CommandFailure("usage", "It is not clear what to watch.", CHOOSE);
        }
    }

    @Option(
            names = "--seconds",
            paramLabel = "N",
            converter = SecondsConverter.class,
            description = "Leave so long after the first picture. Default: at the end. Implies --headless.")
    private @Nullable Duration seconds;

    @Option(
            names = "--record",
            paramLabel = "FILE.mkv",
            description = "Keep the stream as it comes, in Matroska. Implies --headless.")
    private @Nullable Path record;

    @Option(names = "--snapshot", paramLabel = "FILE.png", description = "Keep the last picture. Implies --headless.")
    private @Nullable Path snapshot;

    @Mixin
    private NetworkOptions network = new NetworkOptions();

    @Mixin
    private StandbyOptions standby = new StandbyOptions();

    @Mixin
    private SharedOptions shared = new SharedOptions();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Output output = shared.output();
        Wanted chosen =
                wanted != null ? wanted : Wanted.ofEnvironment(Caller.current().environment());
        boolean window = shared.windowed() && !chosen.list && seconds == null && record == null && snapshot == null;
        if (!window && chosen.nothing()) {
            throw Wanted.unclear();
        }
        requireEnding(record, ".mkv", "A recording is a Matroska file");
        requireEnding(snapshot, ".png", "A snapshot is a PNG file");
        try (PeerCore core = PeerCore.open(network.coreSettings())) {
            if (window) {
                return inWindow(core, chosen, output);
            }
            MediatorAccount viewer = account.account(core, output);
            if (chosen.list) {
                list(core, viewer, output);
                standby.keepReady();
                return ExitCode.OK.code();
            }
            core.warmUp();
            MonoTime startedAt = StartTime.get();
            WatchOptions options = new WatchOptions(
                    viewer,
                    session(core, viewer, chosen),
                    seconds,
                    new WatchOptions.Files(record, snapshot),
                    network.connect());
            Viewing viewing = new Viewing(core, options, output::show, startedAt, startedAt);
            return Outcome.of(
                    () -> {
                        try {
                            return viewing.run();
                        } finally {
                            standby.keepReady();
                        }
                    },
                    viewing::stop);
        }
    }

    private int inWindow(PeerCore core, Wanted chosen, Output output) throws CommandFailure, InterruptedException {
        Outcome.startWindows();
        MediatorAccount viewer = account.known() ? account.account(core, output) : null;
        SessionChoice session = viewer != null && !chosen.nothing() ? session(core, viewer, chosen) : chosen.byId();
        return Outcome.ofWindow(new WindowProgram((stage, closed) -> {
            ViewerWindow opened = new ViewerWindow(core, Caller.current().folders(), stage, closed);
            opened.open(viewer, session, network.connect());
        }));
    }

    /// Players go by the ending, and would take the file for what it is not.
    private static void requireEnding(@Nullable Path file, String ending, String kind) throws CommandFailure {
        if (file != null && !file.toString().toLowerCase(Locale.ROOT).endsWith(ending)) {
            throw new CommandFailure(
                    "usage", kind + ", which '" + file + "' does not say.", "End its name in " + ending + ".");
        }
    }

    private static SessionChoice session(PeerCore core, MediatorAccount viewer, Wanted wanted) throws CommandFailure {
        SessionChoice session = wanted.byId();
        if (session != null) {
            return session;
        }
        String streamer = String.valueOf(wanted.streamer);
        return MediatorCalls.call(core, viewer, client -> client.sessions()).stream()
                .filter(candidate -> candidate.streamer().equalsIgnoreCase(streamer))
                .findFirst()
                // Whom the user has named, and not what the mediator makes of it.
                .map(row -> new SessionChoice(row.id(), streamer))
                .orElseThrow(() -> new CommandFailure(
                        "not-found", streamer + " is not streaming.", "See who is: peercade watch --list."));
    }

    private static void list(PeerCore core, MediatorAccount viewer, Output output) throws CommandFailure {
        List<StreamingSession> sessions = MediatorCalls.call(core, viewer, client -> client.sessions());
        for (StreamingSession session : sessions) {
            output.show(new CommandEvent.Listed(
                    session.id(),
                    session.streamer(),
                    session.game().name(),
                    session.title(),
                    session.status().name(),
                    session.viewers(),
                    session.admission().toString()));
        }
        if (sessions.isEmpty()) {
            output.say("Nobody is streaming on " + viewer.server() + " now.");
        }
    }
}
