package dev.peercade.desktop.network;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.desktop.HandWork;
import dev.peercade.desktop.text.Texts;
import dev.peercade.peer.checkup.CheckupEvent;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Figure;
import dev.peercade.peer.doctor.Filtering;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.Hairpin;
import dev.peercade.peer.doctor.Mapping;
import dev.peercade.peer.doctor.NatBehaviour;
import dev.peercade.peer.doctor.Statement;
import dev.peercade.peer.session.Running;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DoctorModelTest {

    private static final Finding UDP = Finding.of(Statement.UDP_PASSES);
    private static final Finding NO_NODES = Finding.of(Statement.NODES_NONE);

    private final HandWork hands = new HandWork();
    private @Nullable Consumer<CheckupEvent> checkup;
    private final ObjectProperty<Locale> language = new SimpleObjectProperty<>(Locale.ENGLISH);
    private final Texts texts = new Texts("dev.peercade.desktop.Texts", language);
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
        assertThat(model.part(texts).getValue()).isEqualTo(CheckupEvent.Part.MEDIATOR.words());
        tell(new CheckupEvent.Found(NO_NODES));
        assertThat(model.findings()).containsExactly(new DoctorModel.Line(NO_NODES));
        assertThat(model.verdict(texts).getValue()).isNull();

        tell(new CheckupEvent.Done(diagnosis(UDP, NO_NODES)));
        assertThat(model.findings()).containsExactly(new DoctorModel.Line(UDP), new DoctorModel.Line(NO_NODES));
        assertThat(model.running().get()).isFalse();
        assertThat(model.part(texts).getValue()).isNull();
        assertThat(model.shared().getValue()).contains(UDP.sentence(), NO_NODES.sentence());
    }

    @ParameterizedTest
    @EnumSource(Statement.class)
    void everyFindingHasGermanWordsWithTheSameFigures(Statement statement) {
        language.set(Locale.GERMAN);
        String sentence = texts.orElse(DoctorModel.key("finding", statement) + ".sentence", "");
        assertThat(sentence).matches("[A-ZÄÖÜ{].*\\.");
        assertThat(places(sentence)).containsExactlyInAnyOrderElementsOf(places(statement.sentence()));
        String remedy = texts.orElse(DoctorModel.key("finding", statement) + ".remedy", "");
        if (statement.remedy() == null) {
            assertThat(remedy).isEmpty();
        } else {
            assertThat(remedy).matches("[A-ZÄÖÜ].*\\.");
        }
    }

    private static List<String> places(String sentence) {
        return Pattern.compile("\\{\\w+}")
                .matcher(sentence)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void theLanguageOfTheWindowIsThatOfTheDoctor() {
        Finding slow = new Finding(Statement.MEDIATOR_ANSWERS, 0, Map.of(Figure.CONNECT_MS, 3.5));
        model.begin();
        tell(new CheckupEvent.Began(CheckupEvent.Part.MEDIATOR));
        var part = model.part(texts);
        var verdict = model.verdict(texts);
        assertThat(part.getValue()).isEqualTo("Asking the mediator");
        language.set(Locale.GERMAN);
        assertThat(part.getValue()).isEqualTo("Der Vermittler wird gefragt");
        for (CheckupEvent.Part each : CheckupEvent.Part.values()) {
            assertThat(texts.has(DoctorModel.key("finding.part", each))).isTrue();
        }

        tell(new CheckupEvent.Done(diagnosis(slow, NO_NODES)));
        assertThat(model.findings().getFirst().sentence(texts)).contains("3,5 ms");
        assertThat(verdict.getValue()).isEqualTo("Alles geht; eines könnte besser sein.");
        assertThat(model.findings().getLast().remedy(texts)).startsWith("Bitte");
        tell(new CheckupEvent.Done(diagnosis(NO_NODES, NO_NODES)));
        assertThat(verdict.getValue()).isEqualTo("Alles geht; 2 Dinge könnten besser sein.");
        language.set(Locale.ENGLISH);
        assertThat(verdict.getValue()).isEqualTo("Everything works; 2 things could be better.");
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
