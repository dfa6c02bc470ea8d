package dev.peercade.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.model.signal.SignalType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    @Test
    void theProtocolHasThirteenNumbersAndTwoStepsFour() {
        assertThat(Arrays.stream(ProtocolStep.values()).map(ProtocolStep::number))
                .containsExactly("1", "2", "3", "4A", "4B", "5", "6", "7", "8", "9", "10", "11", "12", "13");
    }

    @Test
    void everyPushMessageHasExactlyOneType() {
        assertThat(Arrays.stream(SignalType.values()).map(SignalType::messageClass))
                .containsExactlyInAnyOrder(Arrays.stream(SignalMessage.class.getPermittedSubclasses())
                        .<Class<? extends SignalMessage>>map(c -> c.asSubclass(SignalMessage.class))
                        .<Class<? extends SignalMessage>>toArray(Class[]::new));
    }

    @Test
    void everyProblemCodeIsFoundByItsWireName() {
        for (ProblemCode code : ProblemCode.values()) {
            assertThat(ProblemCode.ofWireName(code.toString())).contains(code);
        }
        assertThat(ProblemCode.ofWireName("of-a-newer-mediator")).isEmpty();
    }

    @Test
    void nothingLeavesAnEndedStateAndNoneReturnsToNew() {
        for (SessionStatus next : SessionStatus.values()) {
            assertThat(SessionStatus.FINISHED.canBecome(next)).isFalse();
            assertThat(next.canBecome(SessionStatus.NEW)).isFalse();
        }
        for (RequestStatus next : RequestStatus.values()) {
            assertThat(RequestStatus.CLOSED.canBecome(next)).isFalse();
            assertThat(next.canBecome(RequestStatus.NEW)).isFalse();
        }
    }

    @Test
    void anEndpointShowsNeitherAddressNorPasswordAsText() {
        Endpoint endpoint = new Endpoint(
                "203.0.113.7",
                4711,
                null,
                "ufrag",
                "secret",
                "sha-256 00",
                new MediaDescription(List.of(), List.of()),
                3);
        assertThat(endpoint.toString()).doesNotContain("203.0.113.7", "4711", "secret", "ufrag");
    }
}
