package dev.peercade.peer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.sim.SimNat;
import dev.peercade.peer.sim.SimNatQuestions;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.sim.VirtualClock;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What a NAT does, found out from inside, in virtual time.
@NullUnmarked
class NatExaminationTest {

    private static final TransportAddress SERVER = SimNet.address(198, 51, 100, 10, 3478);
    private static final TransportAddress SECOND = SimNet.address(198, 51, 100, 20, 3478);
    private static final TransportAddress WITNESS = SimNet.address(198, 51, 100, 30, 3478);
    private static final TransportAddress IN_THE_LAN = SimNet.address(192, 168, 1, 9, 3478);
    private static final byte[] OUTSIDE = {(byte) 203, 0, 113, 7};

    private final VirtualClock clock = new VirtualClock();
    private final SimNet net = new SimNet(clock, 7);
    private final List<UdpPort> sockets = new ArrayList<>();
    private NatExamination examination;

    private NatExamination examine(SimNat nat, TransportAddress... witnesses) {
        return examine(SERVER, nat, witnesses);
    }

    private NatExamination examine(TransportAddress server, SimNat nat, TransportAddress... witnesses) {
        List<TransportAddress> locals = new ArrayList<>();
        for (int socket = 0; socket < 2; socket++) {
            int number = socket;
            TransportAddress local = SimNet.address(192, 168, 1, 5, 50_000 + socket);
            locals.add(local);
            sockets.add(net.open(
                    local,
                    nat,
                    batch -> batch.forEach(datagram -> {
                        examination.onDatagram(number, datagram.from(), datagram.bytes(), clock.now());
                        drain();
                    })));
        }
        examination = new NatExamination(server, List.of(witnesses), locals, net.entropy(), clock.now());
        drain();
        for (int ms = 0; ms < 10_000 && !examination.isDone(); ms++) {
            clock.advance(Duration.ofMillis(1));
            if (examination.deadline() == null || !clock.now().isBefore(examination.deadline())) {
                drain();
            }
        }
        assertThat(examination.isDone()).isTrue();
        return examination;
    }

    private void drain() {
        for (Outgoing out = examination.poll(clock.now()); out != null; out = examination.poll(clock.now())) {
            sockets.get(out.socket()).send(out.to(), out.datagram());
            if (out.to().equals(IN_THE_LAN)) {
                answerWithoutRouter(out);
            }
        }
    }

    /// A server beside this machine, which answers from both of its ports.
    private void answerWithoutRouter(Outgoing out) {
        StunMessage request = StunMessage.parse(out.datagram());
        long change = request.number(0x0003, -1);
        TransportAddress next = SimNet.address(192, 168, 1, 9, IN_THE_LAN.port() + 1);
        StunWriter answer = new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, request.transaction())
                .mappedAddress(sockets.get(out.socket()).localAddresses().getFirst());
        if (change >= 0) {
            answer.bytes(
                    0x802C,
                    new byte[] {0, 1, (byte) (next.port() >> 8), (byte) next.port(), (byte) 192, (byte) 168, 1, 9});
        }
        clock.in(
                Duration.ofMillis(1),
                () -> examination.onDatagram(
                        out.socket(), change > 0 ? next : IN_THE_LAN, answer.toBytes(), clock.now()));
    }

    private static SimNat nat(Mapping mapping, Filtering filtering) {
        return new SimNat(
                OUTSIDE, SimNat.Behaviour.valueOf(mapping.name()), SimNat.Behaviour.valueOf(filtering.name()));
    }

    @ParameterizedTest
    @CsvSource({
        "ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT",
        "ENDPOINT_INDEPENDENT, ADDRESS_DEPENDENT",
        "ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT",
        "ADDRESS_DEPENDENT, ENDPOINT_INDEPENDENT",
        "ADDRESS_DEPENDENT, ADDRESS_DEPENDENT",
        "ADDRESS_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT",
        "ADDRESS_AND_PORT_DEPENDENT, ENDPOINT_INDEPENDENT",
        "ADDRESS_AND_PORT_DEPENDENT, ADDRESS_DEPENDENT",
        "ADDRESS_AND_PORT_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT",
    })
    void aServerWithTwoAddressesTellsAll(Mapping mapping, Filtering filtering) {
        new SimNatQuestions(net, List.of(SERVER, SECOND), true);
        NatBehaviour found = examine(nat(mapping, filtering)).behaviour();

        assertThat(found.mapping()).isEqualTo(mapping);
        assertThat(found.filtering()).isEqualTo(filtering);
        assertThat(found.hairpin())
                .isEqualTo(mapping == Mapping.ENDPOINT_INDEPENDENT ? Hairpin.WORKS : found.hairpin());
    }

    @ParameterizedTest
    @CsvSource({
        "ENDPOINT_INDEPENDENT, ENDPOINT_INDEPENDENT, SAME_FOR_AN_ADDRESS, NOT_BY_PORT",
        "ENDPOINT_INDEPENDENT, ADDRESS_AND_PORT_DEPENDENT, SAME_FOR_AN_ADDRESS, ADDRESS_AND_PORT_DEPENDENT",
        "ADDRESS_DEPENDENT, ADDRESS_DEPENDENT, SAME_FOR_AN_ADDRESS, NOT_BY_PORT",
        "ADDRESS_AND_PORT_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT, ADDRESS_AND_PORT_DEPENDENT,"
                + " ADDRESS_AND_PORT_DEPENDENT",
    })
    void aServerWithTwoPortsTellsWhetherPortsMatter(
            Mapping mapping, Filtering filtering, Mapping seen, Filtering felt) {
        new SimNatQuestions(net, List.of(SERVER), true);
        NatBehaviour found = examine(nat(mapping, filtering)).behaviour();

        assertThat(found.mapping()).isEqualTo(seen);
        assertThat(found.filtering()).isEqualTo(felt);
    }

    @ParameterizedTest
    @EnumSource(
            value = Mapping.class,
            names = {"ENDPOINT_INDEPENDENT", "ADDRESS_DEPENDENT", "ADDRESS_AND_PORT_DEPENDENT"})
    void anotherStunServerIsAWitnessOfTheMapping(Mapping mapping) {
        new SimNatQuestions(net, List.of(SERVER), true);
        new SimNatQuestions(net, List.of(WITNESS), false);
        NatBehaviour found = examine(nat(mapping, Filtering.ADDRESS_AND_PORT_DEPENDENT), WITNESS)
                .behaviour();

        assertThat(found.mapping()).isEqualTo(mapping);
    }

    @Test
    void aServerThatKnowsNothingOfItIsAskedPlainly() {
        new SimNatQuestions(net, List.of(SERVER), false);
        new SimNatQuestions(net, List.of(WITNESS), false);
        NatBehaviour found = examine(nat(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_DEPENDENT), WITNESS)
                .behaviour();

        assertThat(found.mapping()).isEqualTo(Mapping.ENDPOINT_INDEPENDENT);
        assertThat(found.filtering()).isEqualTo(Filtering.UNKNOWN);
        assertThat(found.hairpin()).isEqualTo(Hairpin.WORKS);
    }

    /// One sees the inner address and the other one the outer address, as it is with any NAT.
    @Test
    void aServerInTheLanBesideOneBeyondMakesNoSymmetricNat() {
        new SimNatQuestions(net, List.of(WITNESS), true);
        NatBehaviour found = examine(
                        IN_THE_LAN,
                        nat(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT),
                        WITNESS,
                        SERVER)
                .behaviour();
        new SimNatQuestions(net, List.of(SERVER), true);
        sockets.clear();
        NatBehaviour foundByTwo = examine(
                        IN_THE_LAN,
                        nat(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT),
                        WITNESS,
                        SERVER)
                .behaviour();

        assertThat(found.mapping()).as("one witness does not tell").isEqualTo(Mapping.UNKNOWN);
        // What only the server can tell is not about the router.
        assertThat(foundByTwo)
                .isEqualTo(new NatBehaviour(Mapping.ENDPOINT_INDEPENDENT, Filtering.UNKNOWN, Hairpin.UNKNOWN));
        assertThat(net.log())
                .extracting(SimNet.Passed::to)
                .noneMatch(to -> to.equals(SimNet.address(192, 168, 1, 5, 50_001)));
    }

    @Test
    void aWitnessInTheLanMakesNoSymmetricNatEither() {
        new SimNatQuestions(net, List.of(SERVER, SECOND), true);
        NatBehaviour found = examine(
                        nat(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT), IN_THE_LAN)
                .behaviour();

        assertThat(found)
                .isEqualTo(new NatBehaviour(
                        Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT, Hairpin.WORKS));
    }

    @Test
    void withoutANatThereIsNone() {
        new SimNatQuestions(net, List.of(SERVER, SECOND), true);

        assertThat(examine(null).behaviour())
                .isEqualTo(new NatBehaviour(Mapping.UNTRANSLATED, Filtering.ENDPOINT_INDEPENDENT, Hairpin.NOT_NEEDED));
    }

    @Test
    void blockedUdpIsNoticedAndAServerThatIsSilentAloneIsToldApart() {
        SimNat nat = nat(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT);
        new SimNatQuestions(net, List.of(WITNESS), false);
        NatExamination silent = examine(nat, WITNESS);
        assertThat(silent.isAnswered()).isTrue();
        assertThat(silent.isServerAnswering()).isFalse();

        nat.block(true);
        sockets.clear();
        assertThat(examine(nat, WITNESS).behaviour().mapping()).isEqualTo(Mapping.BLOCKED);
    }

    /// Five copies of each question stand this nearly always; the seed is one of those.
    @Test
    void aBadLinkChangesNothingOfWhatIsFound() {
        new SimNatQuestions(net, List.of(SERVER, SECOND), true);
        net.setWeather(new SimNet.Weather(0.2, Duration.ofMillis(50), Duration.ofMillis(20), 0.05));
        NatBehaviour found = examine(nat(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_DEPENDENT))
                .behaviour();

        assertThat(found.mapping()).isEqualTo(Mapping.ENDPOINT_INDEPENDENT);
        assertThat(found.filtering()).isEqualTo(Filtering.ADDRESS_DEPENDENT);
    }

    /// The server's word is where some of the questions go: few, short, and only to addresses that can be one.
    @Test
    void aServerThatNamesAVictimSendsItAHandfulOfShortDatagrams() {
        new SimNatQuestions(net, List.of(SERVER, SECOND), true);
        examine(nat(Mapping.ENDPOINT_INDEPENDENT, Filtering.ADDRESS_AND_PORT_DEPENDENT));

        List<SimNet.Passed> toSecond = net.log().stream()
                .filter(passed ->
                        passed.to().equals(SECOND) || passed.to().equals(SimNet.address(198, 51, 100, 20, 3479)))
                .toList();
        assertThat(toSecond).hasSizeBetween(2, 10).allMatch(passed -> passed.bytes().length <= 36);
    }

    /// An answer is one only from where the question went, and only with its transaction id.
    @Test
    void whatAStrangerSendsChangesNothing() {
        TransportAddress attacker = SimNet.address(198, 51, 100, 66, 3478);
        examination = new NatExamination(SERVER, List.of(), List.of(), net.entropy(), clock.now());
        Outgoing question = examination.poll(clock.now());
        var request = StunMessage.parse(question.datagram());
        byte[] answer = dev.peercade.peer.sim.StunResponder.answer(question.datagram(), attacker);

        assertThat(request.fingerprinted()).isTrue();
        assertThat(examination.onDatagram(question.socket(), attacker, answer, clock.now()))
                .isFalse();
        assertThat(examination.onDatagram(1 - question.socket(), SERVER, answer, clock.now()))
                .isFalse();
        assertThat(examination.isAnswered()).isFalse();
        assertThat(examination.onDatagram(question.socket(), SERVER, answer, clock.now()))
                .isTrue();
    }

    /// Whatever the server says of itself: nothing throws, and nothing goes to where no datagram may.
    @Test
    void noOtherAddressHoweverMalformedLeadsAstray() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            examination = new NatExamination(SERVER, List.of(), List.of(), net.entropy(), clock.now());
            Outgoing question = examination.poll(clock.now());
            byte[] other = new byte[random.nextInt(24)];
            random.nextBytes(other);
            if (other.length > 1) {
                other[1] = (byte) random.nextInt(3);
            }
            byte[] answer = new StunWriter(
                            StunMessage.Kind.SUCCESS,
                            StunMessage.BINDING,
                            StunMessage.parse(question.datagram()).transaction())
                    .mappedAddress(SimNet.address(203, 0, 113, 7, 1024))
                    .bytes(0x802C, other)
                    .toBytes();
            examination.onDatagram(question.socket(), SERVER, answer, clock.now());
            int asked = 0;
            for (Outgoing out = examination.poll(clock.now()); out != null; out = examination.poll(clock.now())) {
                assertThat(out.to().isSendable()).isTrue();
                asked++;
            }
            assertThat(asked).isLessThanOrEqualTo(4);
        }
    }
}
