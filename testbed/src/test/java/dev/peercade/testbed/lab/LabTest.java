package dev.peercade.testbed.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Keeps the lab honest: what its NATs and its weather are named after is what programs in it meet.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class LabTest {

    private static final int SILENCE_MILLIS = 200;
    private static final int PATIENCE_MILLIS = 2000;

    private NetworkLab lab;
    private NatResponder responder;

    @BeforeAll
    void build() throws IOException {
        lab = NetworkLab.create(NatKind.PUBLIC, NatKind.PUBLIC);
        responder = NatResponder.start(
                lab.server(), lab.server().address(), lab.relay1(), lab.relay1().address());
    }

    @AfterAll
    void remove() throws IOException {
        if (lab != null) {
            responder.close();
            lab.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachKindMapsAndFiltersAsItIsNamedAndLetsTcpOut(NatKind kind) throws Exception {
        Home home = lab.homeA();
        home.become(kind);
        assertThat(NatProbe.behaviour(home.host(), home.host().address(), responder))
                .isEqualTo(kind.behaviour());
        try (ServerSocket server = lab.server()
                        .call(() -> new ServerSocket(0, 5, lab.server().address()));
                Socket client = home.host().call(() -> new Socket(server.getInetAddress(), server.getLocalPort()));
                Socket accepted = server.accept()) {
            assertThat(accepted.getInetAddress()).isEqualTo(home.outsideAddress());
            client.getOutputStream().write(7);
            assertThat(accepted.getInputStream().read()).isEqualTo(7);
        }
    }

    /// What the theory of hole punching says of each pair, where both send at once to where STUN has seen the
    /// other.
    @ParameterizedTest
    @CsvSource({
        "PUBLIC, PUBLIC, true",
        "PUBLIC, SYMMETRIC, true",
        "FULL_CONE, SYMMETRIC, true",
        "RESTRICTED, SYMMETRIC, true",
        "PORT_RESTRICTED, PORT_RESTRICTED, true",
        "DOUBLE, PORT_RESTRICTED, true",
        "DOUBLE, DOUBLE, true",
        "PORT_RESTRICTED, SYMMETRIC, false",
        "SYMMETRIC, PORT_RESTRICTED, false",
        "SYMMETRIC, SYMMETRIC, false",
        "PUBLIC, UDP_BLOCKED, false",
    })
    void holesArePunchedWhereTheoryAllowsIt(NatKind a, NatKind b, boolean meets) throws Exception {
        lab.homeA().become(a);
        lab.homeB().become(b);
        assertThat(meet()).isEqualTo(meets);
    }

    private boolean meet() throws IOException {
        try (DatagramSocket anna = lab.homeA().host().socket();
                DatagramSocket ben = lab.homeB().host().socket()) {
            InetSocketAddress annaSeen = seen(anna);
            InetSocketAddress benSeen = seen(ben);
            // Each answers to where the other's datagram came from, as connectivity checks do.
            for (int round = 0; round < 2; round++) {
                send(anna, benSeen);
                send(ben, annaSeen);
            }
            InetSocketAddress annaHears = receive(anna, SILENCE_MILLIS);
            InetSocketAddress benHears = receive(ben, SILENCE_MILLIS);
            if (annaHears != null) {
                send(anna, annaHears);
            }
            if (benHears != null) {
                send(ben, benHears);
            }
            return (annaHears != null || receive(anna, SILENCE_MILLIS) != null)
                    && (benHears != null || receive(ben, SILENCE_MILLIS) != null);
        }
    }

    @Test
    void anIpv6FirewallTranslatesNothingAndLetsOnlyAnswersIn() throws Exception {
        Home home = lab.homeA();
        home.become(NatKind.V6);
        try (NatResponder six = NatResponder.start(
                lab.server(),
                lab.server().address6(),
                lab.relay1(),
                lab.relay1().address6())) {
            assertThat(NatProbe.behaviour(home.host(), home.host().address6(), six))
                    .isEqualTo(new NatBehaviour(
                            NatBehaviour.Mapping.UNTRANSLATED, NatBehaviour.Filtering.ADDRESS_AND_PORT_DEPENDENT));
        }
    }

    @Test
    void aMappingThatIsSilentForThreeSecondsIsGoneWhereTheMemoryIsShort() throws Exception {
        lab.homeA().become(NatKind.SHORT_MEMORY);
        lab.homeB().become(NatKind.PORT_RESTRICTED);
        try (NatProbe shortly = new NatProbe(lab.homeA().host().socket(), responder);
                NatProbe longer = new NatProbe(lab.homeB().host().socket(), responder)) {
            InetSocketAddress shortSeen = shortly.outside(0).orElseThrow();
            InetSocketAddress longSeen = longer.outside(0).orElseThrow();
            assertThat(shortly.hears(3000)).isFalse();
            responder.send(0, new byte[] {1}, shortSeen);
            responder.send(0, new byte[] {1}, longSeen);
            assertThat(longer.hears(PATIENCE_MILLIS)).isTrue();
            assertThat(shortly.hears(SILENCE_MILLIS)).isFalse();
            assertThat(longer.outside(0)).contains(longSeen);
            assertThat(shortly.outside(0).orElseThrow()).isNotEqualTo(shortSeen);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"FULL_CONE", "RESTRICTED", "PORT_RESTRICTED", "SYMMETRIC", "DOUBLE", "V6"})
    void aNatThatRebindsGivesAnotherPortAndForgetsTheOldOne(NatKind kind) throws Exception {
        Home home = lab.homeA();
        home.become(kind);
        try (NatProbe probe = new NatProbe(home.host().socket(), responder)) {
            InetSocketAddress before = probe.outside(0).orElseThrow();
            home.rebind();
            responder.send(0, new byte[] {1}, before);
            assertThat(probe.hears(SILENCE_MILLIS)).isFalse();
            assertThat(probe.outside(0).orElseThrow()).isNotEqualTo(before);
            responder.send(0, new byte[] {1}, before);
            assertThat(probe.hears(SILENCE_MILLIS)).isFalse();
        }
    }

    @Test
    void udpIsBlockedAndLetThroughAgainAtRunTime() throws Exception {
        Home home = lab.homeA();
        home.become(NatKind.PORT_RESTRICTED);
        try (NatProbe probe = new NatProbe(home.host().socket(), responder)) {
            home.blockUdp(true);
            assertThat(probe.outside(0)).isEmpty();
            assertThat(home.dropped()).isEqualTo(3);
            home.blockUdp(false);
            assertThat(probe.outside(0)).isPresent();
        }
    }

    @Test
    void aPartitionedMachineIsReachedByNobodyUntilItIsMended() throws Exception {
        Home home = lab.homeA();
        home.become(NatKind.PORT_RESTRICTED);
        try (NatProbe probe = new NatProbe(home.host().socket(), responder)) {
            for (Host host : new Host[] {home.host(), lab.server()}) {
                lab.partition(host, true);
                assertThat(probe.outside(0)).isEmpty();
                assertThat(probe.outside(2).isPresent()).as("the other one").isEqualTo(host == lab.server());
                lab.partition(host, false);
                assertThat(probe.outside(0)).isPresent();
            }
        }
    }

    @Test
    void asManyDatagramsAreLostAsWasAskedForAndAreCounted() throws Exception {
        Home home = lab.homeA();
        home.become(NatKind.PUBLIC);
        int sent = 1000;
        InetAddress victim = lab.victim().address();
        try (DatagramSocket from = home.host().socket();
                DatagramSocket to = lab.victim().socket(victim, 5000)) {
            long before = lab.datagramsTo(victim).packets();
            home.dropLoss(0.2);
            int received = 0;
            for (int datagram = 0; datagram < sent; datagram++) {
                send(from, new InetSocketAddress(victim, 5000));
                // Its queue is short.
                received += receive(to, 1) == null ? 0 : 1;
            }
            while (receive(to, SILENCE_MILLIS) != null) {
                received++;
            }
            // Five standard deviations of a binomial distribution.
            assertThat(home.dropped()).isBetween(137L, 263L);
            assertThat(received + home.dropped()).isEqualTo(sent);
            assertThat(lab.datagramsTo(victim).packets() - before).isEqualTo(received);
        }
    }

    @Test
    void whatArrivesAtAnAddressIsCountedWithItsBytes() throws Exception {
        InetAddress victim = lab.relay2().address();
        InetAddress victim6 = lab.relay2().address6();
        assertThat(lab.datagramsTo(victim)).isEqualTo(new NetworkLab.Traffic(0, 0));
        try (DatagramSocket from = lab.attacker().socket();
                DatagramSocket from6 = lab.attacker().socket(lab.attacker().address6(), 0)) {
            byte[] payload = new byte[100];
            for (int datagram = 0; datagram < 5; datagram++) {
                from.send(new DatagramPacket(payload, payload.length, victim, 5000));
            }
            from6.send(new DatagramPacket(payload, payload.length, victim6, 5000));
        }
        assertThat(lab.datagramsTo(victim)).isEqualTo(new NetworkLab.Traffic(5, 5 * (20 + 8 + 100)));
        assertThat(lab.datagramsTo(victim6)).isEqualTo(new NetworkLab.Traffic(1, 40 + 8 + 100));
    }

    @ParameterizedTest
    @EnumSource(names = {"PUBLIC", "FULL_CONE", "V6"})
    void aHostThatRoamsIsReachedAtItsNewAddressAndNotAtItsOld(NatKind kind) throws Exception {
        Home home = lab.homeA();
        home.become(kind);
        InetAddress before = home.host().address();
        try (NatProbe old = new NatProbe(home.host().socket(), responder)) {
            assertThat(old.outside(0)).isPresent();
            home.newAddress();
            assertThat(home.host().address()).isNotEqualTo(before);
            assertThat(NatProbe.behaviour(home.host(), home.host().address(), responder))
                    .isEqualTo(kind.behaviour());
            Process listed = home.host().run("ip", "-o", "-4", "addr");
            assertThat(output(listed))
                    .contains(home.host().address().getHostAddress() + "/")
                    .doesNotContain(before.getHostAddress() + "/");
        }
    }

    @Test
    void programsRunOnTheirMachineAndEndWithTheLab() throws Exception {
        Process program;
        ProcessHandle byPrefix;
        try (NetworkLab other = NetworkLab.create(NatKind.PORT_RESTRICTED, NatKind.SYMMETRIC)) {
            assertThat(output(other.server().run("ip", "-o", "addr")))
                    .contains(other.server().address().getHostAddress())
                    .contains("2001:db8:1::10");
            program = other.homeB().host().run("sh", "-c", "sleep 1000 & wait");
            List<String> command = new ArrayList<>(other.victim().prefix());
            command.addAll(List.of("sleep", "1000"));
            byPrefix = new ProcessBuilder(command).start().toHandle();
            await().until(() -> program(byPrefix).endsWith("sleep"));
        }
        assertThat(program.isAlive()).isFalse();
        assertThat(byPrefix.isAlive()).isFalse();
    }

    @Test
    void whatAKilledRunLeftBehindIsRemovedAndALivingLabIsNot() throws Exception {
        Process ended = new ProcessBuilder("true").start();
        ended.waitFor();
        Namespace left = new Namespace("peercade-" + ended.pid() + "-1-server");
        Namespace.create(List.of(left));
        try (NetworkLab other = NetworkLab.create(NatKind.PUBLIC, NatKind.PUBLIC)) {
            assertThat(Path.of("/run/netns", left.name())).doesNotExist();
            assertThat(Path.of("/run/netns", other.server().namespace().name())).exists();
            assertThat(Path.of("/run/netns", lab.server().namespace().name())).exists();
        }
        assertThat(Namespace.abandoned()).isEmpty();
        try (Stream<Path> all = Files.list(Path.of("/run/netns"))) {
            assertThat(all.map(each -> each.getFileName().toString()))
                    .filteredOn(name -> name.startsWith(
                            "peercade-" + ProcessHandle.current().pid() + "-"))
                    .allMatch(name -> name.startsWith(lab.name()));
        }
    }

    private InetSocketAddress seen(DatagramSocket socket) throws IOException {
        byte[] question = {1, 0};
        socket.send(new DatagramPacket(question, question.length, responder.end(0)));
        socket.setSoTimeout(SILENCE_MILLIS);
        DatagramPacket answer = new DatagramPacket(new byte[64], 64);
        try {
            socket.receive(answer);
            return NatProbe.seen(Arrays.copyOf(answer.getData(), answer.getLength()));
        } catch (SocketTimeoutException e) {
            // Whoever is told nothing tells where it seems to be.
            return (InetSocketAddress) socket.getLocalSocketAddress();
        }
    }

    private static void send(DatagramSocket from, InetSocketAddress to) throws IOException {
        byte[] check = {9};
        from.send(new DatagramPacket(check, check.length, to));
    }

    /// From where something came, or null when nothing did.
    private static @Nullable InetSocketAddress receive(DatagramSocket socket, int millis) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[64], 64);
        socket.setSoTimeout(millis);
        try {
            socket.receive(packet);
            return (InetSocketAddress) packet.getSocketAddress();
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    private static String output(Process program) throws Exception {
        String output = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(program.waitFor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)).isTrue();
        return output;
    }

    private static String program(ProcessHandle process) {
        return process.info().command().orElse("");
    }
}
