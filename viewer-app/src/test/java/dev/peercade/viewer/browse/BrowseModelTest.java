package dev.peercade.viewer.browse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.thread.Work;
import dev.peercade.model.game.Game;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.viewer.browse.BrowseModel.Order;
import dev.peercade.viewer.browse.BrowseModel.State;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BrowseModelTest {

    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<StreamingSession> picked = new ArrayList<>();
    private final List<StreamingSession> live = new ArrayList<>();
    private boolean down;
    private int asked;

    private final BrowseModel model = new BrowseModel(
            () -> {
                asked++;
                if (down) {
                    throw new MediatorException("unreachable", "The mediator cannot be reached.", "Check it.");
                }
                return List.copyOf(live);
            },
            new Work(background::add, Runnable::run),
            picked::add);

    private void answer() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    private static StreamingSession session(int age, String streamer, String game, String title, int viewers) {
        return new StreamingSession(
                new UUID(0, age),
                streamer,
                new Game(new UUID(1, age), game),
                title,
                Admission.OPEN,
                SessionStatus.READY,
                viewers,
                Instant.EPOCH.minusSeconds(age),
                null,
                null);
    }

    @Test
    void eachStateSaysWhatIsTrueOfTheList() {
        assertThat(model.state().get()).isEqualTo(State.LOADING);
        model.refresh();
        answer();
        assertThat(model.state().get()).isEqualTo(State.EMPTY);
        live.add(session(1, "anna", "Doom", "e1m1", 0));
        model.refresh();
        answer();
        assertThat(model.state().get()).isEqualTo(State.LISTED);
        model.search().set("chess");
        assertThat(model.state().get()).isEqualTo(State.NO_MATCH);
        model.search().set(" DOOM ");
        assertThat(model.state().get()).isEqualTo(State.LISTED);
    }

    @Test
    void aFailureIsToldAndOverAtTheNextSuccess() {
        live.add(session(1, "anna", "Doom", "e1m1", 0));
        down = true;
        model.refresh();
        answer();
        assertThat(model.state().get()).isEqualTo(State.FAILED);
        assertThat(requireNonNull(model.problem().get()).remedy()).isEqualTo("Check it.");
        down = false;
        model.refresh();
        answer();
        assertThat(model.state().get()).isEqualTo(State.LISTED);
        assertThat(model.problem().get()).isNull();
    }

    @Test
    void whileTheMediatorIsSlowItIsAskedOnce() {
        model.refresh();
        model.refresh();
        model.refresh();
        answer();
        assertThat(asked).isEqualTo(1);
        model.refresh();
        answer();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void searchGoesOverTitleStreamerAndGameAndTheOrderIsTheUsers() {
        live.add(session(3, "carol", "Chess", "blitz", 5));
        live.add(session(1, "anna", "Doom", "e1m1", 0));
        live.add(session(2, "Ben", "doom", "speed", 9));
        model.refresh();
        answer();
        assertThat(model.shown()).extracting(StreamingSession::streamer).containsExactly("anna", "Ben", "carol");
        model.order().set(Order.MOST_VIEWERS);
        assertThat(model.shown()).extracting(StreamingSession::streamer).containsExactly("Ben", "carol", "anna");
        model.order().set(Order.STREAMER);
        model.search().set("doom");
        assertThat(model.shown()).extracting(StreamingSession::streamer).containsExactly("anna", "Ben");
        model.search().set("blitz");
        model.pick(model.shown().getFirst());
        assertThat(picked).extracting(StreamingSession::streamer).containsExactly("carol");
    }
}
