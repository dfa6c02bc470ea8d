package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.lab.BadLink;
import dev.peercade.testbed.lab.LinkQuality;
import dev.peercade.testbed.lab.NatBehaviour;
import dev.peercade.testbed.lab.NatBehaviour.Mapping;
import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What the doctor finds behind NATs and on bad links, with a mediator that has two addresses for STUN and one
/// relay node. The program is started as users start it; anna and ben ask at the same time.
@Timeout(600)
class DoctorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Addresses, ids and what is a name here.
    private static final List<Pattern> PRIVATE = List.of(
            Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+"),
            Pattern.compile("(?i)[0-9a-f]{1,4}:[0-9a-f:]*:[0-9a-f]{1,4}"),
            Pattern.compile("(?i)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}"),
            Pattern.compile("anna|ben\\b|olga|http:|8480"));

    @TempDir
    static Path folder = Path.of("/nowhere");

    private static @Nullable NetworkLab lab;
    private static @Nullable LabPeers peers;
    private static @Nullable PeercadeProcess relay;

    @BeforeAll
    static void start() throws Exception {
        Tools.require("turnserver");
        NetworkLab made = NetworkLab.create(NatKind.PUBLIC, NatKind.PUBLIC);
        lab = made;
        InetAddress second = made.addAddress(made.server());
        LabPeers started = LabPeers.start(
                made,
                folder,
                "PEERCADE_STUN_ADDRESSES=%s,%s"
                        .formatted(made.server().address().getHostAddress(), second.getHostAddress()));
        peers = started;
        relay = started.relay(made.relay1());
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable part : new AutoCloseable[] {relay, peers, lab}) {
            if (part != null) {
                part.close();
            }
        }
    }

    private static NetworkLab lab() {
        return java.util.Objects.requireNonNull(lab);
    }

    private static LabPeers peers() {
        return java.util.Objects.requireNonNull(peers);
    }

    private record Consultation(JsonNode diagnosis, int exitCode) {

        /// The finding of this kind, or one that is missing.
        JsonNode finding(String kind) {
            for (JsonNode finding : diagnosis.path("findings")) {
                if (finding.path("kind").asString().equals(kind)) {
                    return finding;
                }
            }
            return diagnosis.path("no such finding");
        }

        String code(String kind) {
            return finding(kind).path("code").asString("none");
        }

        double figure(String kind, String figure) {
            return finding(kind).path("figures").path(figure).asDouble();
        }
    }

    /// All that it has printed, for scripts and for people, is looked through for what is private.
    private static Consultation outcome(PeercadeProcess doctor) throws InterruptedException {
        JsonNode diagnosis = doctor.await(event("diagnosis"), PATIENCE);
        int exitCode = doctor.exitCode(PATIENCE);
        for (Pattern pattern : PRIVATE) {
            assertThat(pattern.matcher(doctor.events() + "\n" + doctor.text())
                            .results()
                            .map(match -> match.group()))
                    .as("for sharing: " + pattern)
                    .isEmpty();
        }
        assertThat(doctor.text()).contains("Measuring delay and loss").hasSizeGreaterThan(200);
        return new Consultation(diagnosis, exitCode);
    }

    @Test
    void whatTheTwoMostCommonNatsDoIsFoundAndForeseenIsWhoComesDirectly() throws Exception {
        areFound(NatKind.PORT_RESTRICTED, NatKind.SYMMETRIC);
    }

    @Tag("proof")
    @ParameterizedTest
    @CsvSource({"PUBLIC, FULL_CONE", "RESTRICTED, DOUBLE", "V6, SHORT_MEMORY"})
    void whatTheOtherNatsDoIsFoundToo(NatKind annas, NatKind bens) throws Exception {
        areFound(annas, bens);
    }

    private static void areFound(NatKind annas, NatKind bens) throws Exception {
        lab().homeA().become(annas);
        lab().homeB().become(bens);
        List<Consultation> both = new ArrayList<>();
        try (PeercadeProcess anna = peers().doctor("anna");
                PeercadeProcess ben = peers().doctor("ben")) {
            both.add(outcome(anna));
            both.add(outcome(ben));
        }
        for (int i = 0; i < 2; i++) {
            NatKind kind = i == 0 ? annas : bens;
            Consultation found = both.get(i);
            NatBehaviour behaviour = kind.behaviour();
            JsonNode nat = found.diagnosis.path("nat");
            assertThat(nat.path("mapping").asString()).as(kind + " maps").isEqualTo(word(behaviour.mapping()));
            assertThat(nat.path("filtering").asString()).as(kind + " filters").isEqualTo(word(behaviour.filtering()));
            assertThat(found.exitCode).isZero();
            assertThat(found.code("udp")).isEqualTo("udp-passes");
            assertThat(found.code("mtu")).isEqualTo("mtu-whole");
            assertThat(found.code("link")).isEqualTo("link-good");
            assertThat(found.code("node-udp")).isEqualTo("node-udp-good");
            assertThat(found.code("node-tcp")).isEqualTo("node-tcp-open");
            assertThat(found.code("node-tls")).isEqualTo("node-tls-open");
            boolean symmetric = behaviour.mapping() == Mapping.ADDRESS_AND_PORT_DEPENDENT;
            JsonNode reach = found.diagnosis.path("reach");
            assertThat(reach.path("open").asString()).isEqualTo("direct");
            assertThat(reach.path("port-restricted").asString()).isEqualTo(symmetric ? "relayed" : "direct");
            boolean portsMatter = behaviour.filtering() == NatBehaviour.Filtering.ADDRESS_AND_PORT_DEPENDENT;
            assertThat(reach.path("symmetric").asString()).isEqualTo(portsMatter ? "relayed" : "direct");
        }
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    @Test
    void blockedUdpIsToldWithItsRemedyAndABadLinkWithItsNumbers() throws Exception {
        lab().homeA().become(NatKind.UDP_BLOCKED);
        lab().homeB().become(NatKind.PUBLIC);
        // Both ways together: 1 - 0.894^2 = 20 %, and 50 ms.
        LinkQuality bad = LinkQuality.PERFECT.delayMs(25).loss(0.106);
        try (BadLink _ = lab().homeB().badLink(bad, 3);
                PeercadeProcess anna = peers().doctor("anna");
                PeercadeProcess ben = peers().doctor("ben")) {
            Consultation blocked = outcome(anna);
            assertThat(blocked.exitCode).isEqualTo(5);
            assertThat(blocked.code("udp")).isEqualTo("udp-blocked");
            assertThat(blocked.finding("udp").path("remedy").asString()).contains("let UDP out", "relay");
            assertThat(blocked.code("reach")).isEqualTo("reach-relayed");
            assertThat(blocked.code("node-udp")).isEqualTo("node-udp-silent");
            assertThat(blocked.code("node-tcp")).isEqualTo("node-tcp-open");

            Consultation lossy = outcome(ben);
            assertThat(lossy.code("link")).isEqualTo("link-lossy");
            // Three standard deviations of 50 tries.
            assertThat(lossy.figure("link", "lossPercent")).isBetween(3.1, 38.0);
            assertThat(lossy.figure("link", "roundTripMs")).isBetween(50.0, 75.0);
            assertThat(lossy.code("udp")).isEqualTo("udp-passes");
            assertThat(lossy.code("mapping")).isEqualTo("mapping-none");
            assertThat(lossy.exitCode).isZero();
        }
    }

    @Tag("proof")
    @Test
    void aSessionIsVisitedAndItsPathIsTold() throws Exception {
        lab().homeA().become(NatKind.PORT_RESTRICTED);
        lab().homeB().become(NatKind.SYMMETRIC);
        try (PeercadeProcess anna = peers().stream()) {
            anna.await(step("3"), PATIENCE);
            String session = peers().session();
            try (PeercadeProcess ben = peers().doctor("ben", "--session", session)) {
                Consultation visit = outcome(ben);
                // A machine with much else to do may be late with UDP, and then TCP is tried too.
                assertThat(visit.code("visit")).isIn("visit-relayed-udp", "visit-relayed-tcp");
                assertThat(visit.figure("visit", "kbps")).isGreaterThan(10);
                assertThat(visit.figure("visit", "seconds")).isBetween(4.5, 8.0);
            }
            anna.interrupt();
            anna.exitCode(PATIENCE);
            try (PeercadeProcess ben = peers().doctor("ben", "--session", session)) {
                Consultation gone = outcome(ben);
                assertThat(gone.code("visit")).isEqualTo("visit-not-found");
                assertThat(gone.exitCode).isEqualTo(4);
            }
        }
        try (PeercadeProcess anna = peers().stream("--admission", "ask")) {
            anna.await(step("3"), PATIENCE);
            try (PeercadeProcess ben = peers().doctor("ben", "--session", peers().session())) {
                Consultation asked = outcome(ben);
                assertThat(asked.code("visit")).isEqualTo("visit-asks");
                assertThat(asked.exitCode).isZero();
            }
            anna.interrupt();
            anna.exitCode(PATIENCE);
        }
    }
}
