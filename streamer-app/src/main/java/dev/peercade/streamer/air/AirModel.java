package dev.peercade.streamer.air;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.media.Picture;
import dev.peercade.media.keep.Album;
import dev.peercade.model.ProtocolStep;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.Broadcast.Verdict;
import dev.peercade.streamer.StreamOptions;
import dev.peercade.streamer.air.Troubles.Trouble;
import dev.peercade.streamer.live.Guest;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// One stream from going live to its end. Window's thread.
public final class AirModel {

    /// Where the stream is, in the words of the protocol.
    public enum Phase {
        /// NEW: nobody sees it yet.
        STARTING,
        /// READY: it is in the list.
        VISIBLE,
        /// ACTIVE: somebody watches.
        WATCHED,
        /// The mediator and the viewers are being told.
        ENDING,
        /// FINISHED.
        ENDED
    }

    /// So smooth that one sees what goes out.
    private static final Duration SMOOTH = Duration.ofMillis(100);

    /// Nobody looks while they play, and where the processor draws, each picture of the preview is taken from the
    /// stream: smooth ones cost a quarter of a core.
    private static final Duration NOW_AND_THEN = Duration.ofSeconds(1);

    private final StreamOptions options;
    private final Work work;
    private final Broadcast broadcast;
    private final Guests guests = new Guests(this::say);
    private final Recording recording;
    private final Troubles troubles = new Troubles();
    private final Map<ProtocolStep, Long> taken = new EnumMap<>(ProtocolStep.class);
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.STARTING);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Ending> ending = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable StreamFigures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Drops> drops = new ReadOnlyObjectWrapper<>(Drops.NONE);
    private final ReadOnlyObjectWrapper<Duration> onAir = new ReadOnlyObjectWrapper<>(Duration.ZERO);
    private final ReadOnlyBooleanWrapper paused = new ReadOnlyBooleanWrapper();
    private final BooleanProperty streamerMode = new SimpleBooleanProperty();
    private final BooleanProperty preview = new SimpleBooleanProperty();
    private final BooleanProperty inUse = new SimpleBooleanProperty(true);
    private final ObservableList<StepLine> steps = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<StepLine> stepsForAll = FXCollections.unmodifiableObservableList(steps);

    private final ObservableList<Trouble> warnings = FXCollections.observableArrayList();
    private final ObservableList<Trouble> warningsForAll = FXCollections.unmodifiableObservableList(warnings);
    private Consumer<News> news = _ -> {};
    private volatile Consumer<Picture> screen = _ -> {};
    private @Nullable Problem cause;
    private @Nullable Runnable afterEnd;

    /// @param album where recordings go
    public AirModel(PeerCore core, StreamOptions options, Album album, Work work) {
        this.options = options;
        this.work = work;
        this.broadcast = new Broadcast(core, options, new ToWindow(), new MonoTime(System.nanoTime()));
        this.recording = new Recording(broadcast, album, options.show().game(), work, this::say);
        preview.subscribe(this::choosePreview);
        inUse.subscribe(this::choosePreview);
        streamerMode.subscribe(this::showProblem);
        showSteps();
    }

    private void choosePreview() {
        broadcast.preview(!preview.get() ? null : inUse.get() ? SMOOTH : NOW_AND_THEN);
    }

    /// Goes live. Once.
    public void begin() {
        work.run(broadcast::run, this::ended, e -> ended(Problem.of(e)));
    }

    void ended(SessionEnd end) {
        ended(end.expected() ? null : Problem.of(end));
    }

    private void ended(@Nullable Problem why) {
        guests.ended();
        recording.ended();
        cause = why;
        showProblem();
        if (ending.get() == null) {
            ending.set(new Ending(onAir.get(), guests.watchingAtMost(), 0, List.of()));
        }
        warnings.clear();
        paused.set(false);
        phase.set(Phase.ENDED);
        showSteps();
        Runnable then = afterEnd;
        if (then != null) {
            afterEnd = null;
            then.run();
        }
    }

    /// Ends the stream.
    ///
    /// @param then runs when it has ended, after what was to run before if it is ending already
    public void end(Runnable then) {
        if (phase.get() == Phase.ENDED) {
            then.run();
            return;
        }
        Runnable before = afterEnd;
        afterEnd = before == null
                ? then
                : () -> {
                    before.run();
                    then.run();
                };
        phase.set(Phase.ENDING);
        showSteps();
        broadcast.stop();
    }

    public void decide(Viewer viewer, Verdict verdict) {
        broadcast.decide(viewer.name(), verdict);
    }

    /// Shows viewers a still, or the pictures again.
    public void togglePause() {
        broadcast.pause(!paused.get());
    }

    /// Brings what the run tells to the window.
    private final class ToWindow implements Broadcast.Listener {
        @Override
        public void onEvent(CommandEvent event) {
            work.window().execute(() -> tell(event));
        }

        @Override
        public void onGuests(List<Guest> now) {
            work.window().execute(() -> tell(now));
        }

        @Override
        public void onPicture(Picture picture) {
            screen.accept(picture);
        }
    }

    void tell(CommandEvent event) {
        switch (event) {
            case CommandEvent.Step step -> take(step);
            case CommandEvent.Figures now -> take(now);
            case CommandEvent.Notice notice -> take(notice);
            case CommandEvent.Summary summary ->
                ending.set(new Ending(
                        onAir.get(), guests.watchingAtMost(), summary.figures().bitrateKbps(), summary.files()));
            default -> {}
        }
    }

    Consumer<Picture> screen() {
        return screen;
    }

    void tell(List<Guest> now) {
        guests.tell(now);
        if (phase.get() == Phase.VISIBLE || phase.get() == Phase.WATCHED) {
            phase.set(guests.watching().isEmpty() ? Phase.VISIBLE : Phase.WATCHED);
            showSteps();
        }
    }

    private void take(CommandEvent.Step event) {
        StepLine.STEPS.stream()
                .filter(step -> step.number().equals(event.step()))
                .forEach(step -> taken.put(step, event.atMs()));
        if (taken.containsKey(ProtocolStep.PUSH_STREAMER_ENDPOINT) && phase.get() == Phase.STARTING) {
            phase.set(Phase.VISIBLE);
        }
        showSteps();
    }

    private void take(CommandEvent.Figures now) {
        figures.set(now.figures());
        drops.set(Drops.of(now.figures()));
        Long visibleMs = taken.get(ProtocolStep.PUSH_STREAMER_ENDPOINT);
        if (visibleMs != null && phase.get() != Phase.ENDED) {
            onAir.set(Duration.ofMillis(now.atMs() - visibleMs));
        }
        recording.passed(now.atMs());
        troubles.on(now.figures());
        showWarnings();
    }

    private void take(CommandEvent.Notice notice) {
        troubles.on(notice.code());
        showWarnings();
        switch (notice.code()) {
            case "paused" -> paused.set(true);
            case "resumed" -> paused.set(false);
            case "thumbnail-failed" -> say(new News.Failed(notice.code(), notice.text()));
            default -> recording.tell(notice);
        }
    }

    private void showSteps() {
        List<StepLine> now = StepLine.all(phase.get(), taken);
        if (!now.equals(List.copyOf(steps))) {
            steps.setAll(now);
        }
    }

    /// A cause may name the mediator's address.
    private void showProblem() {
        Problem why = cause;
        String host = options.account().server().getHost();
        if (why != null && streamerMode.get() && host != null) {
            why = why.without(host);
        }
        problem.set(why);
    }

    private void showWarnings() {
        List<Trouble> now = troubles.now().stream().sorted().toList();
        if (!now.equals(List.copyOf(warnings))) {
            warnings.setAll(now);
        }
    }

    private void say(News event) {
        news.accept(event);
    }

    public StreamOptions.Show show() {
        return options.show();
    }

    public ReadOnlyObjectProperty<Phase> phase() {
        return phase.getReadOnlyProperty();
    }

    /// Why it is over; null before, and where it ended as it should.
    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }

    /// What was streamed; set in [Phase#ENDED].
    public ReadOnlyObjectProperty<@Nullable Ending> ending() {
        return ending.getReadOnlyProperty();
    }

    /// Of the last second, or null before the first.
    public ReadOnlyObjectProperty<@Nullable StreamFigures> figures() {
        return figures.getReadOnlyProperty();
    }

    /// Since the start.
    public ReadOnlyObjectProperty<Drops> drops() {
        return drops.getReadOnlyProperty();
    }

    /// Since when it is visible.
    public ReadOnlyObjectProperty<Duration> onAir() {
        return onAir.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty paused() {
        return paused.getReadOnlyProperty();
    }

    public Recording recording() {
        return recording;
    }

    public Guests guests() {
        return guests;
    }

    /// All that this side takes, in order.
    public ObservableList<StepLine> steps() {
        return stepsForAll;
    }

    public ObservableList<Trouble> warnings() {
        return warningsForAll;
    }

    /// Whether names and addresses stay hidden.
    public BooleanProperty streamerMode() {
        return streamerMode;
    }

    /// Whether small copies of what goes out are wanted; they go where [#previewOn(Consumer)] says.
    public BooleanProperty preview() {
        return preview;
    }

    /// Whether the user is at this window, and not in the game.
    public BooleanProperty inUse() {
        return inUse;
    }

    /// @param to takes pictures, which it shares if it keeps them, from another thread
    public void previewOn(Consumer<Picture> to) {
        screen = to;
    }

    /// @param to told what is said in passing
    public void onNews(Consumer<News> to) {
        news = to;
    }
}
