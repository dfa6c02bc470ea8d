package dev.peercade.desktop.network;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.HandWork;
import dev.peercade.peer.checkup.CheckupEvent;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Filtering;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.Hairpin;
import dev.peercade.peer.doctor.Mapping;
import dev.peercade.peer.doctor.NatBehaviour;
import dev.peercade.peer.doctor.Statement;
import dev.peercade.peer.session.Running;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DoctorModelTest {

    private static final Finding UDP = Finding.of(Statement.UDP_PASSES);
    private static final Finding NO_NODES = Finding.of(Statement.NODES_NONE);

    private final HandWork hands = new HandWork();
    private @Nullable Consumer<CheckupEvent> checkup;
    private int begun;
    private int closed;
    private final DoctorModel model = new DoctorModel(this::begin, hands.work());

    private Running begin(Consumer<CheckupEvent> events) {
        begun++;
        checkup = events;
        return new Running() {
            @Override
            public boolean isFinished() {
                return false;
            }

            @Override
            public void close() {
                closed++;
            }
        };
    }

    private void tell(CheckupEvent event) {
        requireNonNull(checkup).accept(event);
    }

    private static Diagnosis diagnosis(Finding... findings) {
        NatBehaviour nat = new NatBehaviour(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_DEPENDENT, Hairpin.UNKNOWN);
        return new Diagnosis(nat, List.of(findings), Map.of());
    }

    @Test
    void findingsComeOneByOneAndStandInTheirOrderAtTheEnd() {
        model.begin();
        tell(new CheckupEvent.Began(CheckupEvent.Part.MEDIATOR));
        assertThat(model.part().getValue()).isEqualTo(CheckupEvent.Part.MEDIATOR.words());
        tell(new CheckupEvent.Found(NO_NODES));
        assertThat(model.findings()).containsExactly(DoctorModel.Line.of(NO_NODES));
        assertThat(model.verdict().getValue()).isNull();

        tell(new CheckupEvent.Done(diagnosis(UDP, NO_NODES)));
        assertThat(model.findings()).containsExactly(DoctorModel.Line.of(UDP), DoctorModel.Line.of(NO_NODES));
        assertThat(model.running().get()).isFalse();
        assertThat(model.part().getValue()).isNull();
        assertThat(model.shared().getValue()).contains(UDP.sentence(), NO_NODES.sentence());
    }

    @Test
    void whatIsUnderWayIsNotBegunAgainAndWhatIsDoneIs() {
        model.begin();
        model.begin();
        assertThat(begun).isEqualTo(1);
        tell(new CheckupEvent.Done(diagnosis(UDP)));
        model.begin();
        assertThat(begun).isEqualTo(2);
        assertThat(model.findings()).isEmpty();
    }

    @Test
    void whoClosesThePageEndsTheCheckup() {
        model.begin();
        model.close();
        hands.doAll();
        assertThat(closed).isEqualTo(1);
    }

    @Test
    void whereNothingIsUnderWayNothingIsEnded() {
        model.close();
        hands.doAll();
        assertThat(closed).isZero();
    }
}
