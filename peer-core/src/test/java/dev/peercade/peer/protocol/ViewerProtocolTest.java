package dev.peercade.peer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Orders of events that a network seldom brings about, fed to the machine itself.
@NullUnmarked
class ViewerProtocolTest {

    private static final UUID SESSION = new UUID(1, 1);
    private static final UUID REQUEST = new UUID(2, 1);
    private static final StreamingSession ROW = new StreamingSession(
            SESSION,
            "ann",
            new Game(new UUID(3, 1), "Doom"),
            "t",
            Admission.OPEN,
            SessionStatus.READY,
            0,
            Instant.EPOCH,
            null,
            null);
    private static final Failure OVERLOAD = new Failure("http-503", "Busy.", "Wait.", true);

    private final ViewerProtocol protocol = new ViewerProtocol(true, SESSION);
    private final List<ViewerAction> actions = new ArrayList<>();
    private ViewerState state = new ViewerState.Idle();
    private MonoTime now = new MonoTime(0);

    private void feed(ViewerInput... inputs) {
        for (ViewerInput input : inputs) {
            actions.clear();
            Transition<ViewerState, ViewerAction> transition = protocol.next(state, input, now);
            state = transition.state();
            actions.addAll(transition.actions());
        }
    }

    private void pass(Duration time) {
        now = now.plus(time);
        feed(new ViewerInput.TimePassed());
    }

    private List<ProtocolStep> told() {
        return actions.stream()
                .filter(ViewerAction.TellStep.class::isInstance)
                .map(tell -> ((ViewerAction.TellStep) tell).step())
                .toList();
    }

    private String ending() {
        return ((ViewerState.Leaving) state).ending().code();
    }

    private static ViewRequest request(RequestStatus status) {
        return new ViewRequest(REQUEST, SESSION, "bob", status, AdmissionState.ADMITTED, null, Instant.EPOCH, null);
    }

    private static Endpoint streamer(int generation) {
        return streamer(generation, "fragment" + generation);
    }

    private static Endpoint streamer(int generation, String userFragment) {
        return new Endpoint(
                "192.0.2.1",
                1,
                null,
                userFragment,
                "password",
                "fingerprint",
                new MediaDescription(List.of(), List.of()),
                generation);
    }

    private static ViewerInput changed(int generation) {
        return new ViewerInput.PushReceived(new SignalMessage.StreamerEndpointChanged(SESSION, streamer(generation)));
    }

    private static ViewerInput read(int generation) {
        return new ViewerInput.StreamerEndpointRead(streamer(generation));
    }

    @BeforeEach
    void exchange() {
        feed(
                new ViewerInput.Start(),
                new ViewerInput.AddressLearnt(streamer(0)),
                new ViewerInput.Authenticated(),
                new ViewerInput.SessionRead(ROW),
                new ViewerInput.RequestCreated(request(RequestStatus.NEW)));
        assertThat(state).isInstanceOf(ViewerState.Exchanging.class);
        assertThat(actions).contains(new ViewerAction.ReadStreamerEndpoint());
    }

    @Test
    void theNewestWordOnWhereTheStreamerIsCounts() {
        feed(read(1), changed(2));
        assertThat(actions).containsExactly(new ViewerAction.Connect(streamer(2)));
    }

    @Test
    void anAnswerThatWasOvertakenByAPushChangesNothing() {
        feed(changed(2));
        assertThat(actions).containsExactly(new ViewerAction.Connect(streamer(2)));
        feed(read(1));
        assertThat(actions).isEmpty();
        feed(new ViewerInput.EndpointPushed(REQUEST));
        assertThat(actions).contains(new ViewerAction.DeclareReady(REQUEST));
        feed(read(1), changed(2));
        assertThat(actions).isEmpty();
        feed(changed(3));
        assertThat(actions).containsExactly(new ViewerAction.Connect(streamer(3)));
    }

    @Test
    void checksBeginWithTheAnswerToTheRequestWhereThatSaysWhereTheStreamerIs() {
        state = new ViewerState.Idle();
        feed(
                new ViewerInput.Start(),
                new ViewerInput.AddressLearnt(streamer(0)),
                new ViewerInput.Authenticated(),
                new ViewerInput.SessionRead(ROW),
                new ViewerInput.RequestCreated(request(RequestStatus.NEW).withStreamer(streamer(1))));
        assertThat(actions)
                .contains(new ViewerAction.Connect(streamer(1)))
                .doesNotContain(new ViewerAction.ReadStreamerEndpoint());
        feed(read(1), new ViewerInput.Connected());
        assertThat(actions).isEmpty();
        feed(new ViewerInput.EndpointPushed(REQUEST));
        assertThat(actions).contains(new ViewerAction.DeclareReady(REQUEST));
        assertThat(state)
                .isInstanceOfSatisfying(
                        ViewerState.Joined.class,
                        joined -> assertThat(joined.connected()).isTrue());
    }

    /// A request that was served before may be served again before the answer to step 6 is here.
    @Test
    void mediaThatComesBeforeTheAnswerToStepSixCounts() {
        feed(
                read(1),
                new ViewerInput.Connected(),
                new ViewerInput.MediaFlows(),
                new ViewerInput.EndpointPushed(REQUEST));
        assertThat(told()).contains(ProtocolStep.STREAM);
        assertThat(((ViewerState.Joined) state).deadline()).isNull();
    }

    @Test
    void keysOfALinkThatHasBegunAnewCountForNothing() {
        feed(read(1), new ViewerInput.Connected());
        feed(new ViewerInput.PushReceived(
                new SignalMessage.StreamerEndpointChanged(SESSION, streamer(2, "restarted"))));
        feed(new ViewerInput.EndpointPushed(REQUEST));
        assertThat(((ViewerState.Joined) state).connected()).isFalse();
    }

    @Test
    void anEndWhileTheEndpointIsPushedIsAskedAbout() {
        feed(
                read(1),
                new ViewerInput.Connected(),
                new ViewerInput.StreamerClosed(),
                new ViewerInput.EndpointPushed(REQUEST));
        assertThat(actions).contains(new ViewerAction.ReadRequest(REQUEST));
        assertThat(((ViewerState.Joined) state).closed()).isTrue();
    }

    @Test
    void aPushThatIsBackAsksWhereTheStreamerIs() {
        feed(read(1), new ViewerInput.PushOpened());
        assertThat(actions).containsExactly(new ViewerAction.ReadStreamerEndpoint());
        feed(new ViewerInput.EndpointPushed(REQUEST), new ViewerInput.PushLost(), new ViewerInput.PushOpened());
        assertThat(actions).contains(new ViewerAction.ReadStreamerEndpoint());
    }

    @Test
    void aPushThatSaysWhereTheStreamerIsDoesNotAdmit() {
        feed(new ViewerInput.StreamerEndpointFailed(new Failure("awaiting-approval", "Wait.", "", false)));
        assertThat(actions).containsExactly(new ViewerAction.TellAwaitingApproval());
        feed(new ViewerInput.EndpointPushed(REQUEST));
        assertThat(state).isInstanceOf(ViewerState.Exchanging.class);
    }

    @Test
    void aStepIsToldWhenItHasHappened() {
        state = new ViewerState.Idle();
        feed(new ViewerInput.Start(), new ViewerInput.Authenticated());
        assertThat(told()).isEmpty();
        feed(new ViewerInput.SessionRead(ROW));
        assertThat(told()).containsExactly(ProtocolStep.LIST_SESSIONS);
        feed(new ViewerInput.RequestCreated(request(RequestStatus.NEW)));
        assertThat(told()).containsExactly(ProtocolStep.CREATE_VIEW_REQUEST);
        feed(new ViewerInput.AddressLearnt(streamer(0)));
        assertThat(told()).containsExactly(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE);

        state = new ViewerState.Idle();
        feed(new ViewerInput.Start(), new ViewerInput.AddressLearnt(streamer(0)));
        assertThat(told()).isEmpty();
        feed(new ViewerInput.Authenticated());
        assertThat(told()).containsExactly(ProtocolStep.LEARN_ADDRESS_AND_AUTHENTICATE);
    }

    @Test
    void theRequestDoesNotWaitForTheSessionsRowAndIsToldAfterIt() {
        state = new ViewerState.Idle();
        feed(new ViewerInput.Start(), new ViewerInput.AddressLearnt(streamer(0)), new ViewerInput.Authenticated());
        assertThat(actions).contains(new ViewerAction.ReadSession(), new ViewerAction.CreateRequest());
        feed(new ViewerInput.RequestCreated(request(RequestStatus.NEW)));
        assertThat(actions).isEmpty();
        feed(new ViewerInput.SessionRead(ROW));
        assertThat(told()).containsExactly(ProtocolStep.LIST_SESSIONS, ProtocolStep.CREATE_VIEW_REQUEST);
        assertThat(actions).contains(new ViewerAction.PushEndpoint(REQUEST, streamer(0)));
    }

    @Test
    void aRequestOnASessionThatHasEndedIsClosedWhicheverAnswerComesFirst() {
        StreamingSession ended = new StreamingSession(
                SESSION, "ann", ROW.game(), "t", Admission.OPEN, SessionStatus.FINISHED, 0, Instant.EPOCH, null, null);
        for (boolean rowFirst : new boolean[] {true, false}) {
            state = new ViewerState.Idle();
            feed(new ViewerInput.Start(), new ViewerInput.Authenticated());
            ViewerInput row = new ViewerInput.SessionRead(ended);
            ViewerInput made = new ViewerInput.RequestCreated(request(RequestStatus.NEW));
            feed(rowFirst ? row : made, rowFirst ? made : row);
            assertThat(actions).contains(new ViewerAction.CloseRequest(REQUEST));
            assertThat(ending()).isEqualTo("session-not-viewable");
        }
        state = new ViewerState.Idle();
        feed(new ViewerInput.Start(), new ViewerInput.Authenticated(), new ViewerInput.SessionRead(ended));
        Failure refused = new Failure("session-not-viewable", "It has ended.", "Pick another.", false);
        feed(new ViewerInput.CallFailed(refused, new ViewerAction.CreateRequest()));
        assertThat(state).isInstanceOf(ViewerState.Released.class);
    }

    @Test
    void anAnswerThatComesInBetweenDoesNotPutOffTheRepetitionOfStepEight() {
        feed(read(1), new ViewerInput.EndpointPushed(REQUEST), new ViewerInput.PushOpened());
        assertThat(actions).contains(new ViewerAction.ReadRequest(REQUEST));
        feed(new ViewerInput.DeclaringFailed(OVERLOAD), new ViewerInput.RequestRead(request(RequestStatus.NEW)));
        assertThat(actions).as("back without away").isEmpty();
        pass(Duration.ofSeconds(1));
        assertThat(actions).contains(new ViewerAction.DeclareReady(REQUEST));
        feed(new ViewerInput.PollFailed(OVERLOAD));
        assertThat(actions).containsExactly(new ViewerAction.TellReachable(false));
        feed(new ViewerInput.RequestRead(request(RequestStatus.READY)));
        assertThat(actions).containsExactly(new ViewerAction.TellReachable(true));
    }

    @Test
    void theNetworkIsBlamedOnlyWhereTheMediatorHasTakenStepEight() {
        feed(read(1), new ViewerInput.EndpointPushed(REQUEST));
        ViewerState joined = state;
        feed(new ViewerInput.DeclaringFailed(OVERLOAD));
        pass(Duration.ofSeconds(20));
        assertThat(ending()).isEqualTo("timeout");

        state = joined;
        feed(new ViewerInput.ReadyDeclared());
        pass(Duration.ofSeconds(20));
        assertThat(ending()).isEqualTo("no-path");
    }

    @Test
    void aStreamerThatMovesHasAsLongAsAtFirst() {
        feed(read(1), new ViewerInput.EndpointPushed(REQUEST), new ViewerInput.ReadyDeclared());
        feed(new ViewerInput.Connected(), new ViewerInput.MediaFlows());
        pass(Duration.ofSeconds(60));
        feed(changed(2));
        ViewerState moved = state;
        pass(Duration.ofSeconds(19));
        assertThat(state).isInstanceOf(ViewerState.Joined.class);
        pass(Duration.ofSeconds(1));
        assertThat(ending()).isEqualTo("no-path");

        state = moved;
        feed(new ViewerInput.Connected(), new ViewerInput.MediaFlows());
        pass(Duration.ofSeconds(60));
        assertThat(state).isInstanceOf(ViewerState.Joined.class);
    }

    @Test
    void aStreamerThatClosesAndMovesHasNotEnded() {
        feed(read(1), new ViewerInput.EndpointPushed(REQUEST), new ViewerInput.ReadyDeclared());
        feed(new ViewerInput.Connected(), new ViewerInput.MediaFlows(), new ViewerInput.StreamerClosed());
        feed(changed(2));
        pass(Duration.ofSeconds(10));
        assertThat(state).isInstanceOf(ViewerState.Joined.class);
    }

    /// RFC 8838: the same user fragment says that nothing begins anew.
    @Test
    void furtherCandidatesOfTheStreamerChangeNothingElse() {
        feed(read(1), new ViewerInput.EndpointPushed(REQUEST), new ViewerInput.ReadyDeclared());
        feed(new ViewerInput.Connected(), new ViewerInput.MediaFlows());
        ViewerState.Joined before = (ViewerState.Joined) state;
        Endpoint more = streamer(2, streamer(1).userFragment());
        feed(new ViewerInput.PushReceived(new SignalMessage.StreamerEndpointChanged(SESSION, more)));
        assertThat(actions).containsExactly(new ViewerAction.Connect(more));
        ViewerState.Joined after = (ViewerState.Joined) state;
        assertThat(after.deadline()).isNull();
        assertThat(after.connected()).isTrue();
        assertThat(after.streamer().generation()).isEqualTo(2);
        assertThat(before.streamer().generation()).isEqualTo(1);
    }
}
