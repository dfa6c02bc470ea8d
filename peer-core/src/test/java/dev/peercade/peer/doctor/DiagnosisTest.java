package dev.peercade.peer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What the doctor says.
@NullUnmarked
class DiagnosisTest {

    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private final List<Finding> told = new ArrayList<>();
    private final Assessment assessment = new Assessment(told::add);

    @ParameterizedTest
    @EnumSource(Statement.class)
    void everyFindingIsASentenceAndWhatIsNotWellHasARemedy(Statement statement) {
        assertThat(statement.sentence()).matches("(?s)[A-Z{].*\\.");
        if (statement.verdict() == Verdict.OK) {
            assertThat(statement.remedy()).isNull();
        } else {
            assertThat(statement.remedy()).matches("(?s)[A-Z].*\\.").doesNotContain("{");
        }
        Set<String> known = new HashSet<>(Set.of("node"));
        for (Figure figure : Figure.values()) {
            known.add(figure.toString());
        }
        assertThat(places(statement.sentence())).isSubsetOf(known);
    }

    private static List<String> places(String text) {
        return PLACE.matcher(text).results().map(match -> match.group(1)).toList();
    }

    /// Nothing private is filtered out; there is no place where it could stand.
    @Test
    void aDiagnosisIsMadeOfConstantsAndNumbersAlone() {
        assertHoldsNoText(Diagnosis.class, new HashSet<>());
    }

    private static void assertHoldsNoText(Class<?> type, Set<Class<?>> seen) {
        if (!seen.add(type)) {
            return;
        }
        for (RecordComponent component : type.getRecordComponents()) {
            String generic = component.getGenericType().getTypeName();
            Matcher names = Pattern.compile("[\\w.$]+").matcher(generic);
            while (names.find()) {
                Class<?> part = named(names.group());
                if (part.isRecord()) {
                    assertHoldsNoText(part, seen);
                } else {
                    assertThat(part.isEnum()
                                    || part.isPrimitive()
                                    || part == Double.class
                                    || part == List.class
                                    || part == Map.class)
                            .as(type.getSimpleName() + "." + component.getName() + " holds " + part.getName())
                            .isTrue();
                }
            }
        }
    }

    private static Class<?> named(String name) {
        try {
            return name.equals("int") ? int.class : name.equals("double") ? double.class : Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void figuresStandInTheSentenceAsExactAsTheySaySomething() {
        assessment.link(new LinkFigures(50, 50, 20.04, 0.26));
        assertThat(told.getFirst().sentence())
                .isEqualTo("To the mediator and back: 20 ms, jitter 0.3 ms, 0 % lost of 50.");
        assessment.nodeUdp(3, new LinkFigures(50, 40, 187.4, 3.96));
        assertThat(told.getLast().sentence())
                .contains("Relay node 3", "187 ms", "jitter 4 ms", "20 % lost of 50")
                .doesNotContain("{");
    }

    /// @param losses of 50
    @ParameterizedTest
    @CsvSource({
        "0, 20, 1, LINK_GOOD",
        "1, 20, 1, LINK_GOOD",
        "10, 20, 1, LINK_LOSSY",
        "0, 200, 1, LINK_SLOW",
        "0, 20, 50, LINK_UNEVEN",
        "50, 0, 0, LINK_SILENT"
    })
    void aLinkIsJudged(int losses, double roundTripMs, double jitterMs, Statement statement) {
        assessment.link(new LinkFigures(50, 50 - losses, roundTripMs, jitterMs));
        assertThat(told).extracting(Finding::statement).containsExactly(statement);
    }

    @ParameterizedTest
    @CsvSource({
        "UNTRANSLATED, ENDPOINT_INDEPENDENT, true, REACH_ALL",
        "ENDPOINT_INDEPENDENT, NOT_BY_PORT, true, REACH_ALL",
        "ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT, true, REACH_MOST",
        "SAME_FOR_AN_ADDRESS, ADDRESS_AND_PORT_DEPENDENT, false, REACH_MOST_NO_RELAY",
        "UNTRANSLATED, UNKNOWN, true, REACH_MOST",
        "ADDRESS_AND_PORT_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT, true, REACH_FEW",
        "ADDRESS_AND_PORT_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT, false, REACH_FEW_NO_RELAY",
        "BLOCKED, UNKNOWN, true, REACH_RELAYED",
        "BLOCKED, UNKNOWN, false, REACH_NOBODY",
        "UNKNOWN, UNKNOWN, true, REACH_UNKNOWN"
    })
    void whoReachesThisMachineIsForeseen(Mapping mapping, Filtering filtering, boolean relay, Statement statement) {
        assessment.nat(new NatBehaviour(mapping, filtering, Hairpin.UNKNOWN), true);
        assessment.nodeStream(1, false, relay ? OptionalDouble.of(12) : OptionalDouble.empty());
        assessment.reach(0);
        assertThat(told.getLast().statement()).isEqualTo(statement);
    }

    @ParameterizedTest
    @CsvSource({
        "PORT_RESTRICTED, DIRECT",
        "RESTRICTED, DIRECT",
        "SYMMETRIC, RELAYED",
        "UDP_BLOCKED, RELAYED",
        "OPEN, DIRECT"
    })
    void behindAHomeRouterTheTableIsThatOfHolePunching(PeerNat theirs, Reach reach) {
        assessment.nat(
                new NatBehaviour(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT, Hairpin.UNKNOWN),
                true);
        assessment.nodeUdp(1, new LinkFigures(50, 50, 10, 1));
        assertThat(assessment.diagnosis().reach()).containsEntry(theirs, reach);
    }

    @Test
    void theWorstFindingIsTheVerdictAndTheOrderIsThatOfTheSubjects() {
        assertThat(assessment.diagnosis().sentence()).isEqualTo("Nothing could be found out.");
        assessment.nodeStream(2, false, OptionalDouble.of(5));
        assessment.nodeUdp(1, new LinkFigures(50, 50, 10, 1));
        assessment.nat(
                new NatBehaviour(Mapping.UNTRANSLATED, Filtering.ENDPOINT_INDEPENDENT, Hairpin.NOT_NEEDED), true);
        assertThat(assessment.diagnosis().sentence()).isEqualTo("All is well.");
        assertThat(assessment.diagnosis().findings())
                .extracting(finding -> finding.subject() + "/" + finding.node())
                .containsExactly("udp/0", "mapping/0", "filtering/0", "hairpin/0", "node-udp/1", "node-tcp/2");
        assessment.largestDatagram(1280);
        assertThat(assessment.diagnosis().verdict()).isEqualTo(Verdict.WARNING);
        assessment.add(Statement.MEDIATOR_SILENT);
        assertThat(assessment.diagnosis().verdict()).isEqualTo(Verdict.PROBLEM);
        assertThat(assessment.diagnosis().sentence()).startsWith("One thing does not work");
    }
}
