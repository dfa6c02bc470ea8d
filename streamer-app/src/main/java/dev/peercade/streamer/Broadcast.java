package dev.peercade.streamer;

import dev.peercade.media.EncoderSettings;
import dev.peercade.media.MediaException;
import dev.peercade.media.Size;
import dev.peercade.media.VideoEncoder;
import dev.peercade.media.VideoSource;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.session.Admission;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.session.StreamerEvent;
import dev.peercade.peer.session.StreamerSession;
import dev.peercade.peer.session.StreamerSettings;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.live.StreamerFigures;
import dev.peercade.streamer.publish.PictureLoop;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One stream from its first step to its summary, with or without a window.
public final class Broadcast {

    private static final long SECOND = 1_000_000_000;

    private final PeerCore core;
    private final StreamOptions options;
    private final Listener listener;
    private final MonoTime startedAt;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    /// Viewers that wait for the streamer's leave, and those that watch, by name.
    private final Map<String, UUID> asking = new ConcurrentHashMap<>();

    private final Map<String, UUID> watching = new ConcurrentHashMap<>();

    /// Who streams. Called in order, from the thread that runs.
    @FunctionalInterface
    public interface Listener {

        /// What happens.
        void onEvent(CommandEvent event);

        /// Who watches and who asks to, each second and whenever that changes.
        default void onGuests(List<Guest> guests) {}
    }

    /// A viewer.
    ///
    /// @param path what goes to it, or null while it waits for the streamer's leave, and in its first second
    public record Guest(
            String name, boolean asking, @Nullable PathFigures path) {}

    /// What wakes the thread that runs the stream.
    private sealed interface Signal {
        record Happened(StreamerEvent event) implements Signal {}

        record Stop() implements Signal {}

        record Answer(String viewer, Verdict verdict) implements Signal {}
    }

    /// What a streamer may decide on a viewer.
    public enum Verdict {
        ADMIT,
        REJECT,
        DROP
    }

    /// @param startedAt from which the times of events count
    public Broadcast(PeerCore core, StreamOptions options, Listener listener, MonoTime startedAt) {
        this.core = core;
        this.options = options;
        this.listener = listener;
        this.startedAt = startedAt;
    }

    /// Streams until the source ends, the limit is reached, [#stop()] is called or the session ends; tells the
    /// summary last.
    ///
    /// @throws MediaException when there is nothing to capture; then nothing has been said to the mediator
    public SessionEnd run() throws MediaException, InterruptedException {
        StreamOptions.Picture wanted = options.picture();
        try (VideoSource source = VideoSource.open(wanted.source(), wanted.capture())) {
            Size size = wanted.size() != null ? wanted.size() : new Size(source.width(), source.height());
            Size coded = size.even();
            int kbps = StreamOptions.bitrateKbps(wanted, coded);
            try (VideoEncoder encoder = VideoEncoder.open(
                    new EncoderSettings(coded, wanted.capture().fps(), kbps))) {
                return stream(source, encoder, new StreamerFigures(coded, startedAt));
            }
        }
    }

    /// Ends the stream; [#run()] returns soon after. Any thread.
    public void stop() {
        signals.add(new Signal.Stop());
    }

    /// Any thread. A viewer that nobody knows is answered by a notice.
    public void decide(String viewer, Verdict verdict) {
        signals.add(new Signal.Answer(viewer, verdict));
    }

    private SessionEnd stream(VideoSource source, VideoEncoder encoder, StreamerFigures figures)
            throws InterruptedException {
        StreamOptions.Show show = options.show();
        StreamerSettings settings = new StreamerSettings(
                show.game(), show.title(), show.admission(), true, encoder.profileLevelId(), options.push());
        try (StreamerSession session =
                core.stream(options.account(), settings, event -> signals.add(new Signal.Happened(event)))) {
            PictureLoop pictures = new PictureLoop(source, encoder, session, figures);
            pictures.start();
            SessionEnd end;
            Collection<PathFigures> lastPaths;
            try {
                Run run = new Run(session, pictures, figures);
                end = run.untilEnd();
                lastPaths = run.lastPaths;
            } finally {
                pictures.stop();
            }
            MediaException failure = pictures.failure();
            if (failure != null) {
                end = new SessionEnd(failure.code(), false, String.valueOf(failure.getMessage()), failure.remedy());
            }
            if (!end.expected()) {
                listener.onEvent(new CommandEvent.Notice(end.code(), atMs(), end.message() + " " + end.remedy()));
            }
            listener.onEvent(
                    new CommandEvent.Summary(atMs(), figures.total(now(), lastPaths), end.message(), List.of()));
            return end;
        }
    }

    /// The state of one run; lives on the thread of [Broadcast#run()].
    private final class Run {
        private final StreamerSession session;
        private final PictureLoop pictures;
        private final StreamerFigures figures;
        private final @Nullable MonoTime deadline;
        private MonoTime nextFigures = now().plusNanos(SECOND);
        private Collection<PathFigures> lastPaths = List.of();
        private boolean ending;
        private @Nullable SessionEnd end;

        Run(StreamerSession session, PictureLoop pictures, StreamerFigures figures) {
            this.session = session;
            this.pictures = pictures;
            this.figures = figures;
            this.deadline = options.limit() == null ? null : now().plus(options.limit());
        }

        SessionEnd untilEnd() throws InterruptedException {
            while (true) {
                Signal signal = signals.poll(nextFigures.nanosSince(now()), TimeUnit.NANOSECONDS);
                if (signal != null) {
                    on(signal);
                }
                SessionEnd ended = end;
                if (ended != null) {
                    return ended;
                }
                if (!now().isBefore(nextFigures)) {
                    tellFigures();
                }
                boolean over = pictures.sourceEnded() || pictures.failure() != null;
                if (over || (deadline != null && !now().isBefore(deadline))) {
                    endOnce();
                }
            }
        }

        private void tellFigures() {
            nextFigures = nextFigures.plusNanos(SECOND);
            Collection<PathFigures> paths = session.paths().values();
            tellGuests();
            if (!paths.isEmpty()) {
                lastPaths = List.copyOf(paths);
            }
            listener.onEvent(new CommandEvent.Figures(atMs(), figures.span(now(), paths)));
        }

        private void tellGuests() {
            Map<UUID, PathFigures> paths = session.paths();
            List<Guest> guests = new ArrayList<>();
            asking.keySet().forEach(name -> guests.add(new Guest(name, true, null)));
            watching.forEach((name, request) -> guests.add(new Guest(name, false, paths.get(request))));
            guests.sort(Comparator.comparing(Guest::name));
            listener.onGuests(guests);
        }

        private void endOnce() {
            if (!ending) {
                ending = true;
                session.end();
            }
        }

        private void on(Signal signal) {
            switch (signal) {
                case Signal.Stop stop -> endOnce();
                case Signal.Answer answer -> decide(answer);
                case Signal.Happened happened -> on(happened.event());
            }
        }

        private void decide(Signal.Answer answer) {
            UUID asks = asking.get(answer.viewer());
            UUID watches = watching.get(answer.viewer());
            if (answer.verdict() == Verdict.DROP && watches != null) {
                session.drop(watches);
            } else if (answer.verdict() != Verdict.DROP && asks != null) {
                asking.remove(answer.viewer());
                session.admit(asks, answer.verdict() == Verdict.ADMIT);
                tellGuests();
            } else {
                notice("no-such-viewer", "Nobody called " + answer.viewer() + " is waiting for that.");
            }
        }

        private void on(StreamerEvent event) {
            switch (event) {
                case StreamerEvent.StepTaken taken ->
                    listener.onEvent(CommandEvent.Step.of(taken.step(), ProtocolStep.Actor.STREAMER, atMs()));
                case StreamerEvent.SessionOpened opened -> {
                    figures.opened(opened.session());
                    notice("session-opened", "The session is " + opened.session() + ".");
                }
                case StreamerEvent.AdmissionAsked asked -> {
                    asking.put(asked.viewer(), asked.request());
                    tellGuests();
                    notice(
                            "admission-asked",
                            asked.viewer() + " wants to watch: type 'admit " + asked.viewer() + "' or 'reject "
                                    + asked.viewer() + "'.");
                }
                case StreamerEvent.ViewerServed served -> {
                    watching.put(served.viewer(), served.request());
                    tellGuests();
                    pictures.watched(true);
                    pictures.requestKeyframe();
                    notice("viewer-joined", served.viewer() + " is watching.");
                }
                case StreamerEvent.ViewerGone gone -> {
                    asking.remove(gone.viewer(), gone.request());
                    watching.remove(gone.viewer(), gone.request());
                    tellGuests();
                    pictures.watched(!watching.isEmpty());
                    notice("viewer-gone", gone.viewer() + " is gone (" + gone.reason() + ").");
                }
                case StreamerEvent.KeyframeNeeded needed -> pictures.requestKeyframe();
                case StreamerEvent.MediatorReachable mediator ->
                    notice(
                            mediator.reachable() ? "mediator-back" : "mediator-away",
                            mediator.reachable()
                                    ? "The mediator is back."
                                    : "The mediator is out of reach; whoever watches goes on watching.");
                case StreamerEvent.PublicAddressUnknown(boolean asked) ->
                    notice(
                            "stun-silent",
                            (asked ? "The STUN server does not answer" : "The mediator names no STUN server")
                                    + "; only viewers in this network will reach you.");
                case StreamerEvent.Ended ended -> end = ended.end();
            }
        }

        private void notice(String code, String text) {
            listener.onEvent(new CommandEvent.Notice(code, atMs(), text));
        }
    }

    private long atMs() {
        return now().since(startedAt).toMillis();
    }

    private static MonoTime now() {
        return new MonoTime(System.nanoTime());
    }

    /// Whether viewers need an answer of the person at the terminal.
    public boolean asks() {
        return options.show().admission() == Admission.ASK;
    }
}
