package dev.peercade.viewer.browse;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.thread.Work;
import dev.peercade.model.game.Game;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.EndReason;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.viewer.browse.BrowseModel.Order;
import dev.peercade.viewer.browse.BrowseModel.State;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
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
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC),
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
        assertThat(model.state().get()).isEqualTo(State.FRESH);
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
    void whileTheMediatorIsSlowItIsNotAskedAgainButOnceMoreAfterwards() {
        model.refresh();
        model.refresh();
        model.refresh();
        model.tick();
        answer();
        assertThat(asked).isEqualTo(2);
        model.tick();
        answer();
        assertThat(asked).isEqualTo(3);
    }

    @Test
    void whatIsPushedNeedsNoPollsUntilNobodyTellsAnyMore() {
        live.add(session(2, "anna", "Doom", "e1m1", 0));
        model.follow();
        answer();
        model.tick();
        model.tick();
        answer();
        assertThat(asked).isEqualTo(1);
        model.changed(session(1, "ben", "Chess", "blitz", 0));
        model.changed(session(2, "anna", "Doom", "e1m1", 3));
        assertThat(model.shown()).extracting(StreamingSession::streamer).containsExactly("ben", "anna");
        assertThat(model.shown().getLast().viewers()).isEqualTo(3);
        model.changed(over(session(1, "ben", "Chess", "blitz", 0)));
        assertThat(model.shown()).extracting(StreamingSession::streamer).containsExactly("anna");
        model.followNoMore();
        model.tick();
        answer();
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void anAnswerThatMayBeOlderThanWhatWasPushedIsAskedForAgain() {
        model.follow();
        model.changed(session(1, "ben", "Chess", "blitz", 0));
        answer();
        assertThat(asked).isEqualTo(2);
    }

    private static StreamingSession over(StreamingSession session) {
        return new StreamingSession(
                session.id(),
                session.streamer(),
                session.game(),
                session.title(),
                session.admission(),
                SessionStatus.FINISHED,
                0,
                session.createdAt(),
                null,
                EndReason.ENDED);
    }

    @Test
    void onlyAWaitThatAPersonNoticesIsWorthAWord() {
        model.refresh();
        assertThat(model.state().get()).isEqualTo(State.FRESH);
        model.waited();
        assertThat(model.state().get()).isEqualTo(State.LOADING);
        answer();
        assertThat(model.state().get()).isEqualTo(State.EMPTY);
        model.waited();
        assertThat(model.state().get()).isEqualTo(State.EMPTY);
    }

    @Test
    void theGamesToChooseAreThoseThatSomebodyPlaysAndTheChosenOneStays() {
        live.add(session(1, "anna", "Doom", "e1m1", 0));
        live.add(session(2, "ben", "chess", "blitz", 0));
        model.refresh();
        answer();
        assertThat(model.games()).containsExactly(BrowseModel.ALL_GAMES, "chess", "Doom");
        model.game().set("Doom");
        assertThat(model.shown()).extracting(StreamingSession::streamer).containsExactly("anna");
        live.removeFirst();
        model.refresh();
        answer();
        assertThat(model.games()).containsExactly(BrowseModel.ALL_GAMES, "chess", "Doom");
        assertThat(model.state().get()).isEqualTo(State.NO_MATCH);
        model.clearFilters();
        assertThat(model.shown()).extracting(StreamingSession::streamer).containsExactly("ben");
        assertThat(model.games()).containsExactly(BrowseModel.ALL_GAMES, "chess");
    }

    @Test
    void agesAreToldInMinutes() {
        assertThat(model.minutes(session(59, "anna", "Doom", "", 0))).isZero();
        assertThat(model.minutes(session(60, "anna", "Doom", "", 0))).isEqualTo(1);
        assertThat(model.minutes(session(-5, "anna", "Doom", "", 0)))
                .as("of a mediator whose clock is ahead")
                .isZero();
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
