package dev.peercade.viewer.join;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.media.Picture;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import java.util.UUID;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// One session that is joined, watched and left, and joined again if the user wants. Window's thread.
public final class WatchModel {

    /// Where the user is with the session.
    public enum Phase {
        JOINING,
        /// The streamer has to say yes first.
        AWAITING_APPROVAL,
        WATCHING,
        /// Nothing comes; the last picture stays.
        STALLED,
        /// It is over, as it should be or not.
        ENDED
    }

    private final PeerCore core;
    private final WatchOptions options;
    private final Work work;
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.ENDED);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable StreamFigures> figures = new ReadOnlyObjectWrapper<>();
    private final ObservableList<CommandEvent.Step> steps = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<CommandEvent.Step> stepsForAll = FXCollections.unmodifiableObservableList(steps);
    private final BooleanProperty statisticsShown = new SimpleBooleanProperty();
    private @Nullable Viewing viewing;
    private @Nullable Runnable afterEnd;

    public WatchModel(PeerCore core, MediatorAccount account, UUID session, Work work) {
        this.core = core;
        this.options = new WatchOptions(account, session, null, new WatchOptions.Files(null, null), true);
        this.work = work;
    }

    /// Begins, or begins again after the end.
    ///
    /// @param screen takes pictures, from the decoder's thread
    public void join(Consumer<Picture> screen) {
        if (phase.get() != Phase.ENDED) {
            return;
        }
        phase.set(Phase.JOINING);
        problem.set(null);
        steps.clear();
        MonoTime now = new MonoTime(System.nanoTime());
        Viewing begun = new Viewing(core, options, new ToWindow(screen), now, now);
        viewing = begun;
        work.run(begun::run, end -> ended(Problem.of(end)), e -> ended(Problem.of(e)));
    }

    private void ended(Problem why) {
        viewing = null;
        problem.set(why);
        phase.set(Phase.ENDED);
        Runnable then = afterEnd;
        if (then != null) {
            afterEnd = null;
            then.run();
        }
    }

    /// Leaves.
    ///
    /// @param then runs when the mediator knows, or soon after where it does not answer
    public void leave(Runnable then) {
        Viewing running = viewing;
        if (running == null) {
            then.run();
            return;
        }
        afterEnd = then;
        running.stop();
    }

    /// Leaves and joins again, for who does not want to wait.
    public void retry(Consumer<Picture> screen) {
        leave(() -> join(screen));
    }

    /// A picture went to the screen so long after its decoding.
    public void onShown(long waitedNanos) {
        Viewing running = viewing;
        if (running != null) {
            running.onShown(waitedNanos);
            if (phase.get() == Phase.JOINING || phase.get() == Phase.AWAITING_APPROVAL) {
                phase.set(Phase.WATCHING);
            }
        }
    }

    /// Brings what the run tells to the window.
    private final class ToWindow implements Viewing.Listener {

        private final Consumer<Picture> screen;

        ToWindow(Consumer<Picture> screen) {
            this.screen = screen;
        }

        @Override
        public void onEvent(CommandEvent event) {
            work.window().execute(() -> tell(event));
        }

        @Override
        public void onPicture(Picture picture) {
            screen.accept(picture);
        }
    }

    void tell(CommandEvent event) {
        switch (event) {
            case CommandEvent.Step step -> steps.add(step);
            case CommandEvent.Figures now -> figures.set(now.figures());
            case CommandEvent.Notice notice -> {
                switch (notice.code()) {
                    case "awaiting-approval" -> phase.set(Phase.AWAITING_APPROVAL);
                    case "stalled" -> phase.set(Phase.STALLED);
                    case "flowing" -> phase.set(Phase.WATCHING);
                    default -> {}
                }
            }
            default -> {}
        }
    }

    public ReadOnlyObjectProperty<Phase> phase() {
        return phase.getReadOnlyProperty();
    }

    /// Why it is over; set exactly in [Phase#ENDED] after a join.
    public ReadOnlyObjectProperty<@Nullable Problem> problem() {
        return problem.getReadOnlyProperty();
    }

    /// Of the last second, or null before the first.
    public ReadOnlyObjectProperty<@Nullable StreamFigures> figures() {
        return figures.getReadOnlyProperty();
    }

    public ObservableList<CommandEvent.Step> steps() {
        return stepsForAll;
    }

    public BooleanProperty statisticsShown() {
        return statisticsShown;
    }
}
