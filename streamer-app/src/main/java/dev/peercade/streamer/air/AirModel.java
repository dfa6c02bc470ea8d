package dev.peercade.streamer.air;

import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.thread.Work;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.streamer.Broadcast;
import dev.peercade.streamer.Broadcast.Guest;
import dev.peercade.streamer.Broadcast.Verdict;
import dev.peercade.streamer.StreamOptions;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
        /// FINISHED.
        ENDED
    }

    /// A line of the list.
    ///
    /// @param path the kind of the way to this viewer, as in the figures; null while there is none
    public record Viewer(
            String name,
            boolean asking,
            @Nullable String path,
            @Nullable Double roundTripMs,
            long packetsLost) {

        static Viewer of(Guest guest) {
            PathFigures path = guest.path();
            return path == null || path.kind() == null
                    ? new Viewer(guest.name(), guest.asking(), null, null, 0)
                    : new Viewer(
                            guest.name(),
                            guest.asking(),
                            path.kind().toString(),
                            path.roundTripMs(),
                            path.packetsLost());
        }
    }

    private final StreamOptions.Show show;
    private final Work work;
    private final Broadcast broadcast;
    private final ReadOnlyObjectWrapper<Phase> phase = new ReadOnlyObjectWrapper<>(Phase.STARTING);
    private final ReadOnlyObjectWrapper<@Nullable Problem> problem = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable StreamFigures> figures = new ReadOnlyObjectWrapper<>();
    private final ObservableList<CommandEvent.Step> steps = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<CommandEvent.Step> stepsForAll = FXCollections.unmodifiableObservableList(steps);
    private final ObservableList<Viewer> viewers = FXCollections.observableArrayList();
    private final ObservableList<Viewer> viewersForAll = FXCollections.unmodifiableObservableList(viewers);
    private @Nullable Runnable afterEnd;

    public AirModel(PeerCore core, StreamOptions options, Work work) {
        this.show = options.show();
        this.work = work;
        this.broadcast = new Broadcast(core, options, new ToWindow(), new MonoTime(System.nanoTime()));
    }

    /// Goes live. Once.
    public void begin() {
        work.run(broadcast::run, end -> ended(Problem.of(end)), e -> ended(Problem.of(e)));
    }

    private void ended(Problem why) {
        viewers.clear();
        problem.set(why);
        phase.set(Phase.ENDED);
        Runnable then = afterEnd;
        if (then != null) {
            afterEnd = null;
            then.run();
        }
    }

    /// Ends the stream.
    ///
    /// @param then runs when it has ended
    public void end(Runnable then) {
        if (phase.get() == Phase.ENDED) {
            then.run();
            return;
        }
        afterEnd = then;
        broadcast.stop();
    }

    public void decide(Viewer viewer, Verdict verdict) {
        broadcast.decide(viewer.name(), verdict);
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
    }

    void tell(CommandEvent event) {
        switch (event) {
            case CommandEvent.Step step -> {
                steps.add(step);
                if (step.step().equals("3") && phase.get() == Phase.STARTING) {
                    phase.set(Phase.VISIBLE);
                }
            }
            case CommandEvent.Figures now -> figures.set(now.figures());
            default -> {}
        }
    }

    void tell(List<Guest> now) {
        List<Viewer> rows = now.stream().map(Viewer::of).toList();
        if (!rows.equals(List.copyOf(viewers))) {
            viewers.setAll(rows);
        }
        boolean watched = now.stream().anyMatch(guest -> !guest.asking());
        if (phase.get() == Phase.VISIBLE || phase.get() == Phase.WATCHED) {
            phase.set(watched ? Phase.WATCHED : Phase.VISIBLE);
        }
    }

    public StreamOptions.Show show() {
        return show;
    }

    public ReadOnlyObjectProperty<Phase> phase() {
        return phase.getReadOnlyProperty();
    }

    /// Why it is over; set exactly in [Phase#ENDED].
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

    /// By name.
    public ObservableList<Viewer> viewers() {
        return viewersForAll;
    }
}
