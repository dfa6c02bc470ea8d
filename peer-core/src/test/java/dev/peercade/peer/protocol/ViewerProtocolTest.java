package dev.peercade.peer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

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
    private static final MonoTime NOW = new MonoTime(0);

    private final ViewerProtocol protocol = new ViewerProtocol(true, SESSION);
    private final List<ViewerAction> actions = new ArrayList<>();
    private ViewerState state = new ViewerState.Idle();

    private void feed(ViewerInput... inputs) {
        for (ViewerInput input : inputs) {
            actions.clear();
            Transition<ViewerState, ViewerAction> transition = protocol.next(state, input, NOW);
            state = transition.state();
            actions.addAll(transition.actions());
        }
    }

    private static Endpoint streamer(int generation) {
        return new Endpoint(
                "192.0.2.1",
                1,
                null,
                "fragment",
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
                new ViewerInput.SessionRead(new StreamingSession(
                        SESSION,
                        "ann",
                        new Game(new UUID(3, 1), "Doom"),
                        "t",
                        Admission.OPEN,
                        SessionStatus.READY,
                        0,
                        Instant.EPOCH,
                        null,
                        null)),
                new ViewerInput.RequestCreated(new ViewRequest(
                        REQUEST,
                        SESSION,
                        "bob",
                        RequestStatus.NEW,
                        AdmissionState.ADMITTED,
                        null,
                        Instant.EPOCH,
                        null)));
        assertThat(state).isInstanceOf(ViewerState.Exchanging.class);
        assertThat(actions).contains(new ViewerAction.ReadStreamerEndpoint());
    }

    @Test
    void theNewestWordOnWhereTheStreamerIsCounts() {
        feed(read(1), changed(2), new ViewerInput.EndpointPushed());
        assertThat(actions).contains(new ViewerAction.Connect(streamer(2)));
    }

    @Test
    void anAnswerThatWasOvertakenByAPushChangesNothing() {
        feed(changed(2), read(1), new ViewerInput.EndpointPushed());
        assertThat(actions).contains(new ViewerAction.Connect(streamer(2)));
        feed(read(1), changed(2));
        assertThat(actions).isEmpty();
        feed(changed(3));
        assertThat(actions).containsExactly(new ViewerAction.Connect(streamer(3)));
    }

    @Test
    void aPushThatIsBackAsksWhereTheStreamerIs() {
        feed(read(1), new ViewerInput.PushOpened());
        assertThat(actions).containsExactly(new ViewerAction.ReadStreamerEndpoint());
        feed(new ViewerInput.EndpointPushed(), new ViewerInput.PushLost(), new ViewerInput.PushOpened());
        assertThat(actions).contains(new ViewerAction.ReadStreamerEndpoint());
    }

    @Test
    void aPushThatSaysWhereTheStreamerIsDoesNotAdmit() {
        feed(new ViewerInput.StreamerEndpointFailed(new Failure("awaiting-approval", "Wait.", "", false)));
        assertThat(actions).containsExactly(new ViewerAction.TellAwaitingApproval());
        feed(new ViewerInput.EndpointPushed());
        assertThat(state).isInstanceOf(ViewerState.Exchanging.class);
    }
}
