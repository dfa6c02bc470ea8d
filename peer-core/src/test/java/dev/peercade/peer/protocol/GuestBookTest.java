package dev.peercade.peer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.ProtocolStep;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.Admission;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.protocol.StreamerAction.AskAdmission;
import dev.peercade.peer.protocol.StreamerAction.Connect;
import dev.peercade.peer.protocol.StreamerAction.Serve;
import dev.peercade.peer.protocol.StreamerAction.StopServing;
import dev.peercade.peer.protocol.StreamerAction.TellGone;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Who finds room when a crowd comes.
@NullUnmarked
class GuestBookTest {

    private static final UUID SESSION = new UUID(1, 1);
    private static final int FRIEND = 100;

    private StreamerProtocol protocol = new StreamerProtocol(true, Admission.OPEN);
    private final List<StreamerAction> actions = new ArrayList<>();
    private MonoTime now = new MonoTime(0);
    private StreamerState state = new StreamerState.Live(SESSION, true, Map.of(), Link.fresh(now));

    private void feed(StreamerInput... inputs) {
        for (StreamerInput input : inputs) {
            now = now.plus(Duration.ofMillis(1));
            Transition<StreamerState, StreamerAction> transition = protocol.next(state, input, now);
            state = transition.state();
            actions.clear();
            actions.addAll(transition.actions());
        }
    }

    /// Requests are made one second after another.
    private static ViewRequest request(int number, RequestStatus status) {
        return status == RequestStatus.NEW
                ? request(number, status, AdmissionState.PENDING, null)
                : request(number, status, AdmissionState.ADMITTED, 1);
    }

    private static ViewRequest request(
            int number, RequestStatus status, AdmissionState admission, @Nullable Integer generation) {
        MediaDescription media = new MediaDescription(List.of(), List.of());
        return new ViewRequest(
                id(number),
                SESSION,
                "viewer" + number,
                status,
                admission,
                generation == null ? null : new Endpoint("192.0.2.1", 1, null, "f", "p", "s", media, generation),
                Instant.EPOCH.plusSeconds(number),
                null);
    }

    private static StreamerInput pushed(RequestStatus status, AdmissionState admission, @Nullable Integer generation) {
        return new StreamerInput.PushReceived(
                new SignalMessage.RequestChanged(request(FRIEND, status, admission, generation)));
    }

    @Test
    void checksBeginWithTheEndpointAndMediaWithStepNine() {
        feed(pushed(RequestStatus.NEW, AdmissionState.ADMITTED, null));
        assertThat(actions).isEmpty();
        feed(pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 1));
        assertThat(actions).hasSize(1).hasOnlyElementsOfType(Connect.class);
        feed(pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 1));
        assertThat(actions).isEmpty();
        feed(pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 2));
        assertThat(actions).hasSize(1).hasOnlyElementsOfType(Connect.class);
        feed(pushed(RequestStatus.READY, AdmissionState.ADMITTED, 2));
        assertThat(actions)
                .containsExactly(
                        new StreamerAction.TellStep(ProtocolStep.RECEIVE_READY_REQUEST),
                        new Serve(id(FRIEND)),
                        new StreamerAction.DeclareProcessed(id(FRIEND)));
        feed(
                pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 2),
                pushed(RequestStatus.READY, AdmissionState.ADMITTED, 2));
        assertThat(actions).as("late readings").isEmpty();
    }

    @Test
    void nobodyIsReachedBeforeTheAppHasSaidYesOrAfterItHasSaidNo() {
        feed(pushed(RequestStatus.NEW, AdmissionState.PENDING, 1));
        assertThat(actions).containsExactly(new AskAdmission(id(FRIEND), "viewer" + FRIEND));
        feed(new StreamerInput.AdmissionGiven(id(FRIEND), true), pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 1));
        assertThat(actions).hasSize(1).hasOnlyElementsOfType(Connect.class);
        feed(new StreamerInput.DropAsked(id(FRIEND)));
        assertThat(actions).contains(new StopServing(id(FRIEND)));
        feed(pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 2));
        assertThat(actions).isEmpty();
    }

    /// A mediator that lies could otherwise let anybody in.
    @Test
    void whomTheAppHasNotAdmittedIsAskedForWhateverTheMediatorSays() {
        protocol = new StreamerProtocol(true, Admission.ASK);
        feed(pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 1));
        assertThat(actions).containsExactly(new AskAdmission(id(FRIEND), "viewer" + FRIEND));
        feed(pushed(RequestStatus.READY, AdmissionState.ADMITTED, 1));
        assertThat(actions).isEmpty();
        feed(
                new StreamerInput.AdmissionGiven(id(FRIEND), false),
                pushed(RequestStatus.READY, AdmissionState.ADMITTED, 1));
        assertThat(actions).containsExactly(new StreamerAction.CloseRequest(id(FRIEND)));
    }

    @Test
    void whoIsReadyComesBeforeTheEldestWhoDoesNotSaySo() {
        List<ViewRequest> crowd = IntStream.range(0, 64)
                .mapToObj(i -> request(i, RequestStatus.NEW, AdmissionState.ADMITTED, 1))
                .toList();
        feed(read(crowd));
        assertThat(actions).hasSize(64).hasOnlyElementsOfType(Connect.class);
        feed(pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 1));
        assertThat(actions).isEmpty();
        feed(pushed(RequestStatus.READY, AdmissionState.ADMITTED, 1));
        assertThat(actions).contains(new StopServing(id(0)), new Serve(id(FRIEND)));
    }

    @Test
    void whoGivesUpWhileConnectingLeavesNothing() {
        feed(
                pushed(RequestStatus.NEW, AdmissionState.ADMITTED, 1),
                pushed(RequestStatus.CLOSED, AdmissionState.ADMITTED, null));
        assertThat(actions)
                .containsExactly(
                        new StopServing(id(FRIEND)), new TellGone(id(FRIEND), "viewer" + FRIEND, CloseReason.LEFT));
    }

    private static UUID id(int number) {
        return new UUID(2, number);
    }

    private static List<ViewRequest> crowd(RequestStatus status) {
        return IntStream.range(0, 64).mapToObj(i -> request(i, status)).toList();
    }

    private static StreamerInput read(List<ViewRequest> requests, ViewRequest... more) {
        List<ViewRequest> all = new ArrayList<>(requests);
        all.addAll(List.of(more));
        return new StreamerInput.RequestsRead(all);
    }

    @Test
    void aCrowdThatNobodyAnswersKeepsNoFriendOut() {
        List<ViewRequest> crowd = crowd(RequestStatus.NEW);
        ViewRequest friend = request(FRIEND, RequestStatus.NEW);
        feed(read(crowd));
        assertThat(actions).hasSize(64).hasOnlyElementsOfType(AskAdmission.class);
        feed(new StreamerInput.PushReceived(new SignalMessage.RequestChanged(friend)));
        assertThat(actions)
                .containsExactly(
                        new TellGone(id(0), "viewer0", CloseReason.EXPIRED),
                        new AskAdmission(id(FRIEND), "viewer" + FRIEND));
        feed(read(crowd, friend));
        assertThat(actions).as("asked once").isEmpty();
        feed(new StreamerInput.AdmissionGiven(id(FRIEND), true));
        assertThat(actions).containsExactly(new StreamerAction.Admit(id(FRIEND), true));
        feed(read(crowd, request(FRIEND, RequestStatus.READY)));
        assertThat(actions)
                .as("room for the oldest again")
                .contains(new AskAdmission(id(0), "viewer0"))
                .hasAtLeastOneElementOfType(Connect.class);
    }

    @Test
    void whoWaitsTakesNoPlaceOfThoseWhoAreServed() {
        feed(read(crowd(RequestStatus.NEW), request(FRIEND, RequestStatus.READY)));
        assertThat(actions).hasAtLeastOneElementOfType(Connect.class);
    }

    @Test
    void whosePathIsLostMakesRoom() {
        List<ViewRequest> crowd = crowd(RequestStatus.PROCESSED);
        ViewRequest friend = request(FRIEND, RequestStatus.READY);
        feed(read(crowd, friend));
        assertThat(actions).filteredOn(Serve.class::isInstance).hasSize(64);
        feed(new StreamerInput.PathLost(id(7), CloseReason.VIEWER_LOST), read(crowd, friend));
        assertThat(actions)
                .filteredOn(Serve.class::isInstance)
                .singleElement()
                .extracting(serve -> ((Serve) serve).request())
                .isEqualTo(id(FRIEND));
    }

    @Test
    void theyAreNoMoreThanThereIsRoomForWhicheverWayTheyCame() {
        ViewRequest friend = request(FRIEND, RequestStatus.NEW);
        feed(read(List.of(friend)), new StreamerInput.AdmissionGiven(id(FRIEND), true));
        feed(read(crowd(RequestStatus.PROCESSED), request(FRIEND, RequestStatus.READY)));
        assertThat(actions).filteredOn(Serve.class::isInstance).hasSize(64);
    }
}
