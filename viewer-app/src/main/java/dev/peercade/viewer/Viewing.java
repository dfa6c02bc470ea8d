package dev.peercade.viewer;

import dev.peercade.media.MediaException;
import dev.peercade.media.Picture;
import dev.peercade.media.keep.Keeping;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.session.ViewerEvent;
import dev.peercade.peer.session.ViewerSession;
import dev.peercade.peer.session.ViewerSettings;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.decode.DecodeLoop;
import dev.peercade.viewer.live.ViewerFigures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One view of a session from its first step to its summary, with or without a window.
public final class Viewing {

    private static final long SECOND = 1_000_000_000;

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

        /// The next picture to show, from the decoder's thread, which must not be held up. It is closed
        /// afterwards: who shows it takes a [Picture#share()], and tells by [Viewing#onShown(long)] when it has
        /// been shown.
        ///
        /// @return how many pictures are now never shown
        default int onPicture(Picture picture) {
            return 0;
        }
    }

    /// What wakes the thread that runs the view.
    private sealed interface Signal {
        record Happened(ViewerEvent event) implements Signal {}

        record Stop() implements Signal {}

        record Snapshot(Path file) implements Signal {}

        record Record(Path file) implements Signal {}

        record StopRecording() implements Signal {}

        record KeyframeNeeded() implements Signal {}

        record Said(String code, String text, Path file) implements Signal {}

        record KeepingFailed(MediaException failure, Path file) implements Signal {}

        record DecodingFailed(MediaException failure) implements Signal {}
    }

    /// @param startedAt from which the times of events count
    /// @param askedAt when somebody wanted to watch: the wait for the first frame counts from there
    public Viewing(PeerCore core, WatchOptions options, Listener listener, MonoTime startedAt, MonoTime askedAt) {
        this.core = core;
        this.options = options;
        this.listener = listener;
        this.startedAt = startedAt;
        this.figures = new ViewerFigures(options.session().id(), askedAt);
    }

    /// Watches until the limit is reached, [#stop()] is called or the session ends; tells the summary last. A
    /// failed decoder, recording or snapshot makes the end an unexpected one.
    ///
    /// @throws MediaException when the recording cannot even be begun; then nothing has been said to the mediator
    public SessionEnd run() throws MediaException, InterruptedException {
        DecodeLoop decoding = new DecodeLoop(figures, new Decoding());
        decoding.start();
        Keeping keeping = new Keeping(new Kept());
        begin(keeping, decoding);
        ViewerSettings settings = new ViewerSettings(options.session(), options.connect());
        try (ViewerSession session = core.watch(options.account(), settings, event -> {
            // Pictures take the short way: they must not wait behind the figures.
            if (event instanceof ViewerEvent.PictureReceived(var picture)) {
                decoding.offer(picture);
                keeping.offer(
                        picture.annexB(),
                        picture.keyframe(),
                        picture.capturedAt().nanos());
            } else {
                signals.add(new Signal.Happened(event));
            }
        })) {
            Run run = new Run(session, decoding, keeping);
            SessionEnd end = run.untilEnd();
            PathFigures path = session.path();
            keeping.finish(decoding.finish(), options.files().snapshot());
            SessionEnd failed = run.lastWords();
            SessionEnd told = seen(end.expected() && failed != null ? failed : end, run.leaving);
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

    /// Writes the last picture as a PNG file while the view goes on. A notice tells that it is there,
    /// `snapshot-saved`, or why not. Any thread.
    public void snapshot(Path file) {
        signals.add(new Signal.Snapshot(file));
    }

    /// Records into a Matroska file from the next keyframe on, unless that is done already. Notices tell of its
    /// beginning, `recording-started`, of its end, `recording-saved` or `recording-empty`, and of what goes
    /// wrong with it, which does not end the view. Any thread.
    public void record(Path file) {
        signals.add(new Signal.Record(file));
    }

    /// Ends the recording that is under way, if there is one; the end of the view does so, too. Any thread.
    public void stopRecording() {
        signals.add(new Signal.StopRecording());
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

    private void begin(Keeping keeping, DecodeLoop decoding) throws MediaException, InterruptedException {
        Path record = options.files().record();
        try {
            if (record != null) {
                keeping.begin(record);
            }
        } catch (MediaException e) {
            keeping.finish(decoding.finish(), null);
            throw e;
        }
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

    private final class Decoding implements DecodeLoop.Listener {

        @Override
        public void onKeyframeNeeded() {
            signals.add(new Signal.KeyframeNeeded());
        }

        @Override
        public void onPicture(Picture picture) {
            figures.onLate(listener.onPicture(picture));
        }

        @Override
        public void onDecodingFailed(MediaException failure) {
            signals.add(new Signal.DecodingFailed(failure));
        }
    }

    private final class Kept implements Keeping.Listener {

        @Override
        public void onKeyframeNeeded() {
            signals.add(new Signal.KeyframeNeeded());
        }

        @Override
        public void onSaid(String code, String text, Path file) {
            signals.add(new Signal.Said(code, text, file));
        }

        @Override
        public void onFailed(MediaException failure, Path file) {
            signals.add(new Signal.KeepingFailed(failure, file));
        }
    }

    /// The state of one run; lives on the thread of [Viewing#run()].
    private final class Run {
        private final ViewerSession session;
        private final DecodeLoop decoding;
        private final Keeping keeping;
        private MonoTime nextFigures = now().plusNanos(SECOND);
        private @Nullable MediaException mediaFailure;
        private boolean leaving;
        private @Nullable SessionEnd end;

        Run(ViewerSession session, DecodeLoop decoding, Keeping keeping) {
            this.session = session;
            this.decoding = decoding;
            this.keeping = keeping;
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
                case Signal.Snapshot(Path file) -> keeping.snapshot(decoding.latest(), file);
                case Signal.Record(Path file) -> keeping.record(file);
                case Signal.StopRecording _ -> keeping.stopRecording();
                case Signal.Said said -> tell(said);
                case Signal.KeepingFailed failed -> tell(failed);
                case Signal.DecodingFailed(MediaException failure) -> {
                    mediaFailure = failure;
                    leaveOnce();
                }
                case Signal.Happened(ViewerEvent event) -> on(event);
            }
        }

        private void tell(Signal.Said said) {
            notice(said.code(), said.text(), said.file());
        }

        private void tell(Signal.KeepingFailed failed) {
            MediaException failure = failed.failure();
            if (options.files().contains(failed.file())) {
                mediaFailure = failure;
            }
            notice(failure.code(), failure.getMessage() + " " + failure.remedy(), failed.file());
        }

        /// When pictures and files are finished: tells what came of the files meanwhile.
        ///
        /// @return what went wrong with the pictures, or with the files that were asked for from the beginning;
        ///     or null
        @Nullable
        SessionEnd lastWords() {
            for (Signal signal : signals) {
                switch (signal) {
                    // The summary names those that were asked for from the beginning.
                    case Signal.Said said when !options.files().contains(said.file()) -> tell(said);
                    case Signal.KeepingFailed failed
                    when options.files().contains(failed.file()) -> mediaFailure = failed.failure();
                    case Signal.KeepingFailed failed -> tell(failed);
                    case Signal.DecodingFailed(MediaException late) -> mediaFailure = late;
                    default -> {}
                }
            }
            MediaException failure = mediaFailure;
            return failure == null
                    ? null
                    : new SessionEnd(failure.code(), false, String.valueOf(failure.getMessage()), failure.remedy());
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
                case ViewerEvent.PathChanged(Rung rung, Move why) ->
                    notice("path-changed", "The picture comes " + rung.words() + " (" + why.words() + ").");
                case ViewerEvent.PictureReceived unreachable ->
                    throw new IllegalStateException("pictures go to the decoder");
                case ViewerEvent.PublicAddressUnknown(boolean asked) ->
                    notice(
                            "stun-silent",
                            (asked ? "The STUN server does not answer" : "The mediator names no STUN server")
                                    + "; only a streamer in this network can be reached, or one elsewhere where a relay helps.");
                case ViewerEvent.Ended ended -> end = ended.end();
            }
        }

        private void notice(String code, String text) {
            listener.onEvent(new CommandEvent.Notice(code, atMs(), text));
        }

        private void notice(String code, String text, Path file) {
            listener.onEvent(new CommandEvent.Notice(
                    code, atMs(), text, file.toAbsolutePath().toString()));
        }
    }

    private long atMs() {
        return now().since(startedAt).toMillis();
    }

    private static MonoTime now() {
        return new MonoTime(System.nanoTime());
    }
}
