package dev.peercade.streamer;

import dev.peercade.media.MediaException;
import dev.peercade.media.keep.Keeping;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.punch.Move;
import dev.peercade.peer.punch.Rung;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.session.StreamerEvent;
import dev.peercade.peer.session.StreamerSession;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.Broadcast.Verdict;
import dev.peercade.streamer.live.Audience;
import dev.peercade.streamer.live.StreamerFigures;
import dev.peercade.streamer.publish.Encodings;
import dev.peercade.streamer.publish.PictureLoop;
import dev.peercade.streamer.publish.Thumbnails;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A broadcast that runs. Lives on the thread of [Broadcast#run()], to which other threads send orders.
final class OnAir {

    private static final long SECOND = 1_000_000_000;

    /// What it works with.
    record Rig(
            StreamerSession session,
            PictureLoop pictures,
            Encodings encodings,
            Keeping keeping,
            StreamerFigures figures,
            Thumbnails thumbnails) {}

    private final StreamOptions options;
    private final Telling telling;
    private final StreamerSession session;
    private final PictureLoop pictures;
    private final Encodings encodings;
    private final Keeping keeping;
    private final StreamerFigures figures;
    private final Thumbnails thumbnails;
    private final BlockingQueue<Consumer<OnAir>> orders;
    private final Audience audience = new Audience();
    private final List<String> files = new ArrayList<>();
    private final @Nullable MonoTime deadline;
    private MonoTime nextFigures = Telling.now().plusNanos(SECOND);
    private Collection<PathFigures> lastPaths = List.of();
    private @Nullable UUID id;
    private boolean paused;
    private boolean ending;
    private @Nullable SessionEnd end;

    OnAir(StreamOptions options, Telling telling, Rig rig, BlockingQueue<Consumer<OnAir>> orders) {
        this.options = options;
        this.telling = telling;
        this.session = rig.session();
        this.pictures = rig.pictures();
        this.encodings = rig.encodings();
        this.keeping = rig.keeping();
        this.figures = rig.figures();
        this.thumbnails = rig.thumbnails();
        this.orders = orders;
        this.deadline = options.limit() == null ? null : Telling.now().plus(options.limit());
    }

    /// Streams, and tells the summary last.
    SessionEnd untilEnd() throws InterruptedException {
        pictures.start();
        SessionEnd why;
        try {
            why = ended();
        } finally {
            pictures.stop();
            keeping.finish(null, null);
        }
        // What has been told of the recording's end.
        for (Consumer<OnAir> order = orders.poll(); order != null; order = orders.poll()) {
            order.accept(this);
        }
        MediaException failure = pictures.failure();
        if (failure != null) {
            why = new SessionEnd(failure.code(), false, String.valueOf(failure.getMessage()), failure.remedy());
        }
        if (!why.expected()) {
            telling.notice(why.code(), why.message() + " " + why.remedy());
        }
        telling.listener()
                .onEvent(new CommandEvent.Summary(
                        telling.atMs(),
                        figures.total(Telling.now(), lastPaths, session.picturesLeftOut()),
                        why.message(),
                        List.copyOf(files)));
        return why;
    }

    private SessionEnd ended() throws InterruptedException {
        while (true) {
            Consumer<OnAir> order = orders.poll(nextFigures.nanosSince(Telling.now()), TimeUnit.NANOSECONDS);
            if (order != null) {
                order.accept(this);
            }
            SessionEnd ended = end;
            if (ended != null) {
                return ended;
            }
            if (!Telling.now().isBefore(nextFigures)) {
                tellFigures();
            }
            boolean over = pictures.sourceEnded() || pictures.failure() != null;
            if (over || (deadline != null && !Telling.now().isBefore(deadline))) {
                end();
            }
        }
    }

    private void tellFigures() {
        nextFigures = nextFigures.plusNanos(SECOND);
        audience.sample(session.paths(), Telling.now());
        tellGuests();
        Collection<PathFigures> paths = session.paths().values();
        if (!paths.isEmpty()) {
            lastPaths = List.copyOf(paths);
        }
        telling.listener()
                .onEvent(new CommandEvent.Figures(
                        telling.atMs(), figures.span(Telling.now(), paths, session.picturesLeftOut())));
    }

    private void tellGuests() {
        telling.listener().onGuests(audience.guests(Telling.now()));
    }

    void end() {
        if (!ending) {
            ending = true;
            session.end();
        }
    }

    void pause(boolean pause) {
        if (pause != paused) {
            paused = pause;
            pictures.pause(pause);
            telling.notice(
                    pause ? "paused" : "resumed",
                    pause ? "Viewers see a still until you go on." : "Viewers see your pictures again.");
        }
    }

    void record(Path file) {
        keeping.record(file);
    }

    void stopRecording() {
        keeping.stopRecording();
    }

    void requestKeyframe() {
        pictures.requestKeyframe(0);
    }

    void onKept(String code, String text, Path file) {
        if (code.equals("recording-saved")) {
            files.add(file.toString());
        }
        telling.notice(code, text, file);
    }

    /// The stream goes on.
    void onKeepingFailed(MediaException failure, Path file) {
        telling.notice(failure.code(), failure.getMessage() + " " + failure.remedy(), file);
    }

    void thumbnailFailed(Exception why) {
        telling.notice(
                "thumbnail-failed",
                "The mediator has no still of the stream for its list: " + why.getMessage() + " The stream goes on.");
    }

    void decide(String viewer, Verdict verdict) {
        UUID asks = audience.asking(viewer);
        UUID watches = audience.watching(viewer);
        if (verdict == Verdict.DROP && watches != null) {
            session.drop(watches);
        } else if (verdict != Verdict.DROP && asks != null) {
            audience.leaves(viewer, asks);
            session.admit(asks, verdict == Verdict.ADMIT);
            tellGuests();
        } else {
            telling.notice("no-such-viewer", "Nobody called " + viewer + " is waiting for that.");
        }
    }

    void on(StreamerEvent event) {
        switch (event) {
            case StreamerEvent.StepTaken taken -> on(taken.step());
            case StreamerEvent.SessionOpened opened -> {
                id = opened.session();
                figures.opened(opened.session());
                telling.notice("session-opened", "The session is " + opened.session() + ".");
            }
            case StreamerEvent.AdmissionAsked asked -> {
                audience.asks(asked.viewer(), asked.request(), Telling.now());
                tellGuests();
                telling.notice(
                        "admission-asked",
                        asked.viewer() + " wants to watch: type 'admit " + asked.viewer() + "' or 'reject "
                                + asked.viewer() + "'.");
            }
            case StreamerEvent.ViewerServed served -> {
                audience.joins(served.viewer(), served.request(), Telling.now());
                tellGuests();
                pictures.watched(true);
                pictures.requestKeyframe(0);
                telling.notice("viewer-joined", served.viewer() + " is watching.");
            }
            case StreamerEvent.ViewerGone gone -> {
                audience.leaves(gone.viewer(), gone.request());
                tellGuests();
                pictures.watched(audience.watched());
                telling.notice("viewer-gone", gone.viewer() + " is gone (" + gone.reason() + ").");
            }
            case StreamerEvent.PathChanged(UUID _, String viewer, Rung rung, Move why) ->
                telling.notice("path-changed", viewer + " is reached " + rung.words() + " (" + why.words() + ").");
            case StreamerEvent.IdentityDoubted doubted ->
                telling.notice(doubted.code(), doubted.message() + " " + doubted.remedy());
            case StreamerEvent.KeyframeNeeded(int rendition) -> pictures.requestKeyframe(rendition);
            case StreamerEvent.Targets(List<Integer> kbps) -> encodings.targets(kbps);
            case StreamerEvent.MediatorReachable(boolean reachable) ->
                telling.notice(
                        reachable ? "mediator-back" : "mediator-away",
                        reachable
                                ? "The mediator is back."
                                : "The mediator is out of reach; whoever watches goes on watching.");
            case StreamerEvent.PublicAddressUnknown(boolean asked) ->
                telling.notice(
                        "stun-silent",
                        (asked ? "The STUN server does not answer" : "The mediator names no STUN server")
                                + "; only viewers in this network will reach you, and others where a relay helps.");
            case StreamerEvent.Ended ended -> end = ended.end();
        }
    }

    private void on(ProtocolStep step) {
        telling.step(step);
        UUID opened = id;
        if (step == ProtocolStep.PUSH_STREAMER_ENDPOINT && options.show().thumbnail() && opened != null) {
            thumbnails.begin(opened);
        }
    }
}
