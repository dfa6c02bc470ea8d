package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.stun.StunResponder;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.checkup.CheckupEvent;
import dev.peercade.peer.checkup.CheckupSettings;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Filtering;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.Hairpin;
import dev.peercade.peer.doctor.Mapping;
import dev.peercade.peer.doctor.NatBehaviour;
import dev.peercade.peer.doctor.Statement;
import dev.peercade.peer.session.MediatorAccount;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The doctor and the real mediator with its STUN responder, on this machine.
class DoctorContractTest {

    @TempDir
    Path folder = Path.of("/nowhere");

    private static Diagnosis diagnosis(
            PeerCoreSettings settings, MediatorAccount account, boolean signedIn, List<CheckupEvent> told)
            throws Exception {
        CompletableFuture<Diagnosis> diagnosis = new CompletableFuture<>();
        CheckupSettings wanted = CheckupSettings.of(account);
        try (PeerCore core = PeerCore.open(settings)) {
            core.checkup(
                    new CheckupSettings(account, signedIn, null, wanted.connect(), Duration.ofSeconds(30)), event -> {
                        told.add(event);
                        if (event instanceof CheckupEvent.Done(Diagnosis found)) {
                            diagnosis.complete(found);
                        }
                    });
            return diagnosis.get(60, TimeUnit.SECONDS);
        }
    }

    private static List<Statement> statements(Diagnosis diagnosis) {
        return diagnosis.findings().stream().map(Finding::statement).toList();
    }

    @Test
    void theRespondersEndsAnswerAsTheDoctorAsks() throws Exception {
        List<InetAddress> addresses = List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2"));
        try (TestMediator mediator = TestMediator.start(folder);
                StunResponder two = StunResponder.start(addresses, 0)) {
            mediator.rest().register("anna");
            MediatorAccount anna = new MediatorAccount(mediator.running().uri(), "anna", Rest.PASSWORD, false, null);

            Diagnosis own = diagnosis(PeerCoreSettings.defaults(), anna, true, new ArrayList<>());
            assertThat(own.nat())
                    .as("one address, two ports")
                    .isEqualTo(new NatBehaviour(Mapping.NEAR, Filtering.NOT_BY_PORT, Hairpin.NOT_NEEDED));
            assertThat(statements(own))
                    .contains(
                            Statement.MEDIATOR_ANSWERS,
                            Statement.UDP_PASSES,
                            Statement.MTU_WHOLE,
                            Statement.NODES_NONE,
                            Statement.REACH_NEAR)
                    .doesNotContain(Statement.ACCOUNT_MISSING);

            long before = two.answered();
            Diagnosis chosen = diagnosis(
                    new PeerCoreSettings(
                            new InetSocketAddress("127.0.0.1", two.port()),
                            null,
                            true,
                            false,
                            PeerCoreSettings.Memory.NONE),
                    anna,
                    true,
                    new ArrayList<>());
            assertThat(chosen.nat().filtering()).as("two addresses").isEqualTo(Filtering.ENDPOINT_INDEPENDENT);
            assertThat(two.answered() - before).as("far from its limit of 200").isBetween(55L, 90L);
        }
    }

    @Test
    void itTakesNoAccountToAskWhatTheMediatorTellsEverybody() throws Exception {
        try (TestMediator mediator = TestMediator.start(folder)) {
            MediatorAccount nobody = new MediatorAccount(mediator.running().uri(), "", "", false, null);
            List<CheckupEvent> told = new ArrayList<>();
            Diagnosis diagnosis = diagnosis(PeerCoreSettings.defaults(), nobody, false, told);

            assertThat(statements(diagnosis)).contains(Statement.MEDIATOR_ANSWERS, Statement.UDP_PASSES);
            assertThat(told.getFirst()).isEqualTo(new CheckupEvent.Began(CheckupEvent.Part.MEDIATOR));
            assertThat(told.getLast()).isInstanceOf(CheckupEvent.Done.class);
        }
    }

    /// Somebody else's client, as RFC 5780 has it: it sends no CHANGE-REQUEST first.
    @Test
    void coturnsOwnClientUnderstandsTheResponder() throws Exception {
        String client = Tools.require("turnutils_natdiscovery");
        List<InetAddress> addresses = List.of(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("127.0.0.2"));
        try (StunResponder responder = StunResponder.start(addresses, 0)) {
            String port = Integer.toString(responder.port());
            assertThat(Tools.run(client, "-m", "-f", "-p", port, "127.0.0.1"))
                    .contains("Endpoint Independent Mapping!", "Endpoint Independent Filtering!")
                    .contains("Other addr: : 127.0.0.2:" + (responder.port() + 1));
        }
    }
}
