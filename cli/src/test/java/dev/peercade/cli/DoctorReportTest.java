package dev.peercade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.doctor.Assessment;
import dev.peercade.peer.doctor.Filtering;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.Hairpin;
import dev.peercade.peer.doctor.LinkFigures;
import dev.peercade.peer.doctor.Mapping;
import dev.peercade.peer.doctor.NatBehaviour;
import dev.peercade.peer.doctor.Statement;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/// How a diagnosis is written.
class DoctorReportTest {

    private final List<Finding> told = new ArrayList<>();
    private final Assessment assessment = new Assessment(told::add);

    @Test
    void aFindingIsALineAndItsRemedyStandsBelow() {
        assertThat(Finding.of(Statement.UDP_PASSES).lines())
                .containsExactly("  ok       UDP gets out of this network and back in.");
        assertThat(Finding.of(Statement.NODES_NONE).lines())
                .containsExactly(
                        "  warning  The mediator has no relay nodes: where no direct path is possible, there is none.",
                        "             Ask who runs the mediator for one: peercade node.");
    }

    @Test
    void aDiagnosisIsOneFlatObjectWithFindingsAndReach() {
        assessment.nat(
                new NatBehaviour(Mapping.ADDRESS_AND_PORT_DEPENDENT, Filtering.ADDRESS_DEPENDENT, Hairpin.UNKNOWN),
                true);
        assessment.link(new LinkFigures(50, 49, 20.125, 1.5));
        assessment.nodeStream(1, true, OptionalDouble.of(12.3456));
        String json = json();

        assertThat(json)
                .startsWith("{\"event\":\"diagnosis\",\"verdict\":\"warning\",\"sentence\":\"Everything works; one"
                        + " thing could be better.\",\"nat\":{\"mapping\":\"address-and-port-dependent\","
                        + "\"filtering\":\"address-dependent\",\"hairpin\":\"unknown\"},\"findings\":[")
                .contains("{\"kind\":\"node-tls\",\"code\":\"node-tls-open\",\"node\":1,\"verdict\":\"ok\","
                        + "\"sentence\":\"Relay node 1 takes TLS, in 12 ms.\",\"remedy\":null,"
                        + "\"figures\":{\"connectMs\":12.35}}")
                .contains("\"roundTripMs\":20.13,\"jitterMs\":1.5,\"lossPercent\":2.0,\"probes\":50.0")
                .endsWith("\"reach\":{\"open\":\"direct\",\"full-cone\":\"direct\",\"restricted\":\"direct\","
                        + "\"port-restricted\":\"relayed\",\"symmetric\":\"relayed\",\"udp-blocked\":\"relayed\"}}")
                .doesNotContain("\n");
    }

    private String json() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new JsonOutput(new PrintStream(bytes), System.err)
                .show(new CommandEvent.Diagnosed(DoctorReport.of(assessment.diagnosis())));
        return bytes.toString().strip();
    }
}
