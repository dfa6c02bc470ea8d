package dev.peercade.viewer;

import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.RecordLoop;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.session.ViewerEvent;
import dev.peercade.peer.session.ViewerSession;
import dev.peercade.peer.session.ViewerSettings;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.decode.DecodeLoop;
import dev.peercade.viewer.watch.ViewerFigures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One view of a session from its first step to its summary, with or without a window.
public final class Viewing {

    private static final long SECOND = 1_000_000_000;

    /// How long the end waits for the recording to be written, and for the snapshot.
    private static final Duration DISK_PATIENCE = Duration.ofSeconds(10);

    private final PeerCore core;
    private final WatchOptions options;
    private final Listener listener;
    private final MonoTime startedAt;
    private final ViewerFigures figures;
    private final LinkedBlockingQueue<Signal> signals = new LinkedBlockingQueue<>();

    /// Who watches.
    @FunctionalInterface
    public interface Listener {

        /// What happens, in order, from the thread that runs.
        void onEvent(CommandEvent event);

        /// The next picture to show, from the decoder's thread, which must not be held up. It is closed afterwards: who
        /// shows it takes a [Picture#share()], and tells by [Viewing#onShown(long)] when it has been shown.
        default void onPicture(Picture picture) {}
    }

    /// What wakes the thread that runs the view.
    private sealed interface Signal {
        record Happened(ViewerEvent event) implements Signal {}

        record Stop() implements Signal {}

        record KeyframeNeeded() implements Signal {}

        record RecordingFailed(MediaException failure) implements Signal {}

        record RecordingBehind() implements Signal {}

        record RecordingGoesOn(long missing) implements Signal {}

        record DecodingFailed(MediaException failure) implements Signal {}
    }

    /// @param startedAt from which the times of events count
    /// @param askedAt when somebody wanted to watch: the wait for the first frame counts from there
    public Viewing(PeerCore core, WatchOptions options, Listener listener, MonoTime startedAt, MonoTime askedAt) {
        this.core = core;
        this.options = options;
        this.listener = listener;
        this.startedAt = startedAt;
        this.figures = new ViewerFigures(options.session(), askedAt);
    }

    /// Watches until the limit is reached, [#stop()] is called or the session ends; tells the summary last. A failed
    /// decoder, recording or snapshot makes the end an unexpected one.
    ///
    /// @throws MediaException when the recording cannot even be begun; then nothing has been said to the mediator
    public SessionEnd run() throws MediaException, InterruptedException {
        DecodeLoop decoding = new DecodeLoop(figures, new DecodeLoop.Listener() {
            @Override
            public void onKeyframeNeeded() {
                signals.add(new Signal.KeyframeNeeded());
            }

            @Override
            public void onPicture(Picture picture) {
                listener.onPicture(picture);
            }

            @Override
            public void onDecodingFailed(MediaException failure) {
                signals.add(new Signal.DecodingFailed(failure));
            }
        });
        decoding.start();
        RecordLoop recording = recordingOrEnd(decoding);
        ViewerSettings settings = new ViewerSettings(options.session(), options.push());
        try (ViewerSession session = core.watch(options.account(), settings, event -> {
            // Pictures take the short way: they must not wait behind the figures.
            if (event instanceof ViewerEvent.PictureReceived(var picture)) {
                decoding.offer(picture);
                if (recording != null) {
                    recording.offer(
                            picture.annexB(),
                            picture.keyframe(),
                            picture.capturedAt().nanos());
                }
            } else {
                signals.add(new Signal.Happened(event));
            }
        })) {
            Run run = new Run(session);
            SessionEnd end = run.untilEnd();
            PathFigures path = session.path();
            SessionEnd keeping = finish(decoding, recording, run);
            SessionEnd told = seen(end.expected() && keeping != null ? keeping : end, run.leaving);
            if (!told.expected()) {
                listener.onEvent(new CommandEvent.Notice(told.code(), atMs(), told.message() + " " + told.remedy()));
            }
            listener.onEvent(new CommandEvent.Summary(
                    atMs(), figures.total(now(), path), told.message(), files(figures.firstPictureAt() != null)));
            return told;
        }
    }

    /// Leaves; [#run()] returns soon after. Any thread.
    public void stop() {
        signals.add(new Signal.Stop());
    }

    /// A picture has been shown. Any thread.
    ///
    /// @param waitedNanos from the end of its decoding
    public void onShown(long waitedNanos) {
        figures.onShown(waitedNanos);
    }

    /// A session that ends before there was a picture has not done what was asked for, unless we left.
    private SessionEnd seen(SessionEnd end, boolean left) {
        return left || figures.firstPictureAt() != null
                ? end
                : new SessionEnd(end.code(), false, end.message(), end.remedy());
    }

    private @Nullable RecordLoop recordingOrEnd(DecodeLoop decoding) throws MediaException, InterruptedException {
        try {
            return recording();
        } catch (MediaException e) {
            decoding.finish(null, DISK_PATIENCE);
            throw e;
        }
    }

    private @Nullable RecordLoop recording() throws MediaException {
        Path file = options.files().record();
        if (file == null) {
            return null;
        }
        RecordLoop recording = new RecordLoop(file, new RecordLoop.Listener() {
            @Override
            public void onFailed(MediaException failure) {
                signals.add(new Signal.RecordingFailed(failure));
            }

            @Override
            public void onBehind() {
                signals.add(new Signal.RecordingBehind());
            }

            @Override
            public void onKeyframeNeeded() {
                signals.add(new Signal.KeyframeNeeded());
            }

            @Override
            public void onGoesOn(long missing) {
                signals.add(new Signal.RecordingGoesOn(missing));
            }
        });
        recording.start();
        return recording;
    }

    /// What went wrong with the files, or null.
    private @Nullable SessionEnd finish(DecodeLoop decoding, @Nullable RecordLoop recording, Run run)
            throws InterruptedException {
        MediaException failure = run.mediaFailure;
        try {
            if (recording != null) {
                recording.finish(DISK_PATIENCE);
            }
        } catch (MediaException e) {
            failure = e;
        }
        try {
            decoding.finish(options.files().snapshot(), DISK_PATIENCE);
        } catch (MediaException e) {
            failure = e;
        }
        for (Signal signal : signals) {
            switch (signal) {
                case Signal.RecordingFailed(MediaException late) -> failure = late;
                case Signal.DecodingFailed(MediaException late) -> failure = late;
                default -> {}
            }
        }
        return failure == null
                ? null
                : new SessionEnd(failure.code(), false, String.valueOf(failure.getMessage()), failure.remedy());
    }

    private List<String> files(boolean written) {
        List<String> files = new ArrayList<>();
        for (Path file : new Path[] {options.files().record(), options.files().snapshot()}) {
            if (file != null && written) {
                files.add(file.toAbsolutePath().toString());
            }
        }
        return files;
    }

    /// The state of one run; lives on the thread of [Viewing#run()].
    private final class Run {
        private final ViewerSession session;
        private MonoTime nextFigures = now().plusNanos(SECOND);
        private @Nullable MediaException mediaFailure;
        private boolean leaving;
        private @Nullable SessionEnd end;

        Run(ViewerSession session) {
            this.session = session;
        }

        SessionEnd untilEnd() throws InterruptedException {
            while (true) {
                MonoTime limit = limit();
                MonoTime wake = limit != null && limit.isBefore(nextFigures) ? limit : nextFigures;
                Signal signal = signals.poll(wake.nanosSince(now()), TimeUnit.NANOSECONDS);
                if (signal != null) {
                    on(signal);
                }
                SessionEnd ended = end;
                if (ended != null) {
                    return ended;
                }
                if (!now().isBefore(nextFigures)) {
                    nextFigures = nextFigures.plusNanos(SECOND);
                    if (figures.hasSecond(now())) {
                        listener.onEvent(new CommandEvent.Figures(atMs(), figures.span(now(), session.path())));
                    }
                }
                if (limit != null && !now().isBefore(limit)) {
                    leaveOnce();
                }
            }
        }

        /// When to leave, or null while nobody knows.
        private @Nullable MonoTime limit() {
            MonoTime first = figures.firstPictureAt();
            return leaving || first == null || options.limit() == null ? null : first.plus(options.limit());
        }

        private void leaveOnce() {
            if (!leaving) {
                leaving = true;
                session.leave();
            }
        }

        private void on(Signal signal) {
            switch (signal) {
                case Signal.Stop stop -> leaveOnce();
                case Signal.KeyframeNeeded needed -> session.requestKeyframe();
                case Signal.RecordingFailed(MediaException failure) -> {
                    mediaFailure = failure;
                    notice(failure.code(), failure.getMessage() + " " + failure.remedy());
                }
                case Signal.RecordingBehind _ ->
                    notice(
                            "recording-behind",
                            "The disk is too slow for the recording, which leaves pictures out until it has caught up.");
                case Signal.RecordingGoesOn(long missing) ->
                    notice("recording-goes-on", "The recording goes on; " + missing + " pictures are missing in it.");
                case Signal.DecodingFailed(MediaException failure) -> {
                    mediaFailure = failure;
                    leaveOnce();
                }
                case Signal.Happened(ViewerEvent event) -> on(event);
            }
        }

        private void on(ViewerEvent event) {
            switch (event) {
                case ViewerEvent.StepTaken taken ->
                    listener.onEvent(CommandEvent.Step.of(taken.step(), ProtocolStep.Actor.VIEWER, atMs()));
                case ViewerEvent.AwaitingApproval awaiting ->
                    notice("awaiting-approval", "The streamer has been asked to let you in.");
                case ViewerEvent.Stalled stalled ->
                    notice(
                            stalled.stalled() ? "stalled" : "flowing",
                            stalled.stalled() ? "Nothing has come for 2 s; waiting." : "The picture is back.");
                case ViewerEvent.MediatorReachable mediator ->
                    notice(
                            mediator.reachable() ? "mediator-back" : "mediator-away",
                            mediator.reachable()
                                    ? "The mediator is back."
                                    : "The mediator is out of reach; the picture goes on.");
                case ViewerEvent.PictureReceived unreachable ->
                    throw new IllegalStateException("pictures go to the decoder");
                case ViewerEvent.PublicAddressUnknown(boolean asked) ->
                    notice(
                            "stun-silent",
                            (asked ? "The STUN server does not answer" : "The mediator names no STUN server")
                                    + "; only a streamer in this network can be reached.");
                case ViewerEvent.Ended ended -> end = ended.end();
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
}
