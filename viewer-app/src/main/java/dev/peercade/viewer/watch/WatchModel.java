package dev.peercade.viewer.watch;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.media.Picture;
import dev.peercade.media.keep.Album;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import dev.peercade.viewer.join.JoinModel;
import java.time.Duration;
import java.util.Set;
import java.util.function.ToIntFunction;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/// One session that is joined, watched and left, and joined again when it breaks off. Window's thread.
public final class WatchModel {

    /// Where the user is with the session.
    public enum Phase {
        JOINING,
        /// The streamer has to say yes first.
        AWAITING_APPROVAL,
        WATCHING,
        /// Nothing comes; the last picture stays, and a new way is looked for when that lasts.
        STALLED,
        /// It has broken off; the next attempt comes by itself.
        BROKEN,
        /// The mediator takes its time to learn that the user has left.
        LEAVING,
        /// It is over, as it should be or not.
        ENDED
    }

    /// Who wants to know.
    public interface Listener {

        /// Something for a person, that changes nothing in what is watched.
        void onNotice(CommandEvent.Notice notice);

        /// The session has ended as sessions do.
        void onOver();
    }

    /// What a person can dispel who has asked the streamer.
    private static final Set<String> DOUBTS = Set.of("identity-changed", "identity-missing");

    private static final Duration SECOND = Duration.ofSeconds(1);
    /// What takes longer is told: nobody knows then whether a click was taken.
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final PeerCore core;
    private final WatchOptions options;
    private final Work work;
    private final Listener listener;
    private final JoinModel join = new JoinModel();
    private final Controls controls = new Controls();
    private final KeepModel keep;
    private final Quality quality = new Quality();
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.ENDED);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable StreamFigures> figures = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Quality.Verdict> verdict = new ReadOnlyObjectWrapper<>(Quality.Verdict.GOOD);
    private final ReadOnlyIntegerWrapper attempt = new ReadOnlyIntegerWrapper();
    private final ReadOnlyIntegerWrapper nextTrySeconds = new ReadOnlyIntegerWrapper();
    private final StringProperty about = new SimpleStringProperty("");
    private final ReadOnlyBooleanWrapper seen = new ReadOnlyBooleanWrapper();
    private final BooleanProperty warningsWanted = new SimpleBooleanProperty(true);
    private final BooleanProperty statisticsShown = new SimpleBooleanProperty();
    private ToIntFunction<Picture> screen = _ -> 0;
    private Runnable endTicks = () -> {};
    private @Nullable Viewing viewing;
    /// Set while the run is being stopped.
    private @Nullable Runnable afterEnd;
    private int watchedSeconds;
    private String streamer = "";

    public WatchModel(PeerCore core, WatchOptions options, Album album, Work work, Listener listener) {
        this.core = core;
        this.options = options;
        this.work = work;
        this.listener = listener;
        this.keep = new KeepModel(album, work, listener::onNotice);
    }

    /// Begins, or begins again after the end.
    ///
    /// @param screen takes pictures, from the decoder's thread, and tells how many are now never shown
    public void join(ToIntFunction<Picture> screen) {
        if (phase.get() != Phase.ENDED) {
            return;
        }
        this.screen = screen;
        attempt.set(0);
        seen.set(false);
        endTicks = work.every(SECOND, this::tick);
        begin();
    }

    private void begin() {
        phase.set(Phase.JOINING);
        problem.set(null);
        join.begin();
        quality.reset();
        verdict.set(Quality.Verdict.GOOD);
        watchedSeconds = 0;
        MonoTime now = new MonoTime(System.nanoTime());
        Viewing begun = new Viewing(core, options, new ToWindow(screen), now, now);
        viewing = begun;
        keep.follow(begun);
        work.run(begun::run, end -> ended(Problem.of(end), end.expected()), e -> ended(Problem.of(e), false));
    }

    private void ended(Problem why, boolean expected) {
        viewing = null;
        keep.follow(null);
        Runnable then = afterEnd;
        if (then != null) {
            afterEnd = null;
            then.run();
        } else if (!expected && seen.get() && Retrying.helps(why.code())) {
            breakOff(why);
        } else {
            end(why);
            if (expected) {
                listener.onOver();
            }
        }
    }

    private void breakOff(Problem why) {
        Duration wait = Retrying.waitBefore(attempt.get() + 1);
        if (wait == null) {
            end(why);
            return;
        }
        attempt.set(attempt.get() + 1);
        nextTrySeconds.set((int) wait.toSeconds());
        problem.set(why);
        phase.set(Phase.BROKEN);
    }

    private void end(Problem why) {
        endTicks.run();
        join.failed(why.code());
        problem.set(why);
        phase.set(Phase.ENDED);
    }

    /// A second has passed.
    void tick() {
        controls.tick();
        keep.tick();
        switch (phase.get()) {
            case STALLED, BROKEN -> {
                nextTrySeconds.set(nextTrySeconds.get() - 1);
                if (nextTrySeconds.get() <= 0) {
                    retry();
                }
            }
            case WATCHING -> {
                if (++watchedSeconds >= Retrying.STEADY.toSeconds()) {
                    attempt.set(0);
                }
            }
            case JOINING, AWAITING_APPROVAL, LEAVING, ENDED -> {}
        }
    }

    /// Joins anew without waiting any longer: a new way to the streamer is looked for.
    public void retry() {
        if (afterEnd != null) {
            return;
        }
        if (viewing != null) {
            attempt.set(Math.max(1, attempt.get()));
            phase.set(Phase.JOINING);
        }
        leaveThen(this::begin);
    }

    /// Takes the streamer's new identity key for their own, and joins.
    public void acceptIdentity() {
        core.acceptIdentity(options.account().server(), streamer);
        join(screen);
    }

    /// @param name of the account whose session it is
    public void setStreamer(String name) {
        streamer = name;
    }

    /// Whether somebody has to say first that the streamer's identity key is right.
    public ObservableValue<Boolean> identityDoubted() {
        return problem.map(why -> DOUBTS.contains(why.code())).orElse(false);
    }

    /// Leaves for good.
    ///
    /// @param then runs when the mediator knows, or soon after where it does not answer
    public void leave(Runnable then) {
        endTicks.run();
        leaveThen(() -> {
            phase.set(Phase.ENDED);
            then.run();
        });
        work.after(PATIENCE, () -> {
            if (afterEnd != null) {
                phase.set(Phase.LEAVING);
            }
        });
    }

    private void leaveThen(Runnable then) {
        Viewing running = viewing;
        if (running == null) {
            then.run();
        } else {
            afterEnd = then;
            running.stop();
        }
    }

    /// A picture went to the screen so long after its decoding.
    public void onShown(long waitedNanos) {
        Viewing running = viewing;
        if (running == null) {
            return;
        }
        running.onShown(waitedNanos);
        if (afterEnd != null) {
            return;
        }
        if (phase.get() == Phase.JOINING || phase.get() == Phase.AWAITING_APPROVAL) {
            seen.set(true);
            phase.set(Phase.WATCHING);
            controls.touch();
            keep.flows();
        }
    }

    /// Brings what the run tells to the window.
    private final class ToWindow implements Viewing.Listener {

        private final ToIntFunction<Picture> screen;

        ToWindow(ToIntFunction<Picture> screen) {
            this.screen = screen;
        }

        @Override
        public void onEvent(CommandEvent event) {
            work.window().execute(() -> tell(event));
        }

        @Override
        public int onPicture(Picture picture) {
            return screen.applyAsInt(picture);
        }
    }

    void tell(CommandEvent event) {
        switch (event) {
            case CommandEvent.Step step -> join.taken(step.step(), step.atMs());
            case CommandEvent.Figures now -> {
                figures.set(now.figures());
                verdict.set(quality.next(now.figures()));
            }
            case CommandEvent.Notice notice -> tell(notice);
            default -> {}
        }
    }

    private void tell(CommandEvent.Notice notice) {
        switch (notice.code()) {
            case "awaiting-approval" -> enter(Phase.AWAITING_APPROVAL);
            case "stalled" -> {
                nextTrySeconds.set((int) Retrying.STALLED.toSeconds());
                enter(Phase.STALLED);
            }
            case "flowing" -> enter(Phase.WATCHING);
            default -> {
                keep.tell(notice);
                listener.onNotice(notice);
            }
        }
    }

    /// What a run tells that is being stopped counts no more.
    private void enter(Phase next) {
        if (afterEnd == null) {
            phase.set(next);
        }
    }

    public ReadOnlyObjectProperty<Phase> phase() {
        return phase.getReadOnlyProperty();
    }

    /// Why it has broken off or is over; else null.
    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }

    /// Whether there is sense in joining again.
    public ObservableValue<Boolean> rejoinable() {
        return problem.map(why -> !Retrying.isSenseless(why.code())).orElse(true);
    }

    /// Of the last second, or null before the first.
    public ReadOnlyObjectProperty<@Nullable StreamFigures> figures() {
        return figures.getReadOnlyProperty();
    }

    /// Which attempt to join again is under way or comes next, from 1; 0 where nothing has broken off.
    public ReadOnlyIntegerProperty attempt() {
        return attempt.getReadOnlyProperty();
    }

    /// In [Phase#STALLED] and [Phase#BROKEN]: when the next attempt begins.
    public ReadOnlyIntegerProperty nextTrySeconds() {
        return nextTrySeconds.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<Quality.Verdict> verdict() {
        return verdict.getReadOnlyProperty();
    }

    /// Whether a picture has been shown since [#join(ToIntFunction)].
    public ReadOnlyBooleanProperty seen() {
        return seen.getReadOnlyProperty();
    }

    /// What is watched, in words.
    public StringProperty about() {
        return about;
    }

    /// Whether the user wants to be warned.
    public BooleanProperty warningsWanted() {
        return warningsWanted;
    }

    public BooleanProperty statisticsShown() {
        return statisticsShown;
    }

    public JoinModel steps() {
        return join;
    }

    public KeepModel keep() {
        return keep;
    }

    public Controls controls() {
        return controls;
    }
}
