package dev.peercade.peer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.sim.SimNatQuestions;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.sim.VirtualClock;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.List;
import java.util.function.IntPredicate;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How a link is measured, in virtual time.
@NullUnmarked
class LinkTest {

    private static final TransportAddress SERVER = SimNet.address(198, 51, 100, 10, 3478);
    private static final TransportAddress FAR = SimNet.address(198, 51, 100, 20, 3478);
    private static final TransportAddress MUTE = SimNet.address(198, 51, 100, 30, 3478);
    private static final TransportAddress LOCAL = SimNet.address(192, 0, 2, 5, 50_000);

    private final VirtualClock clock = new VirtualClock();
    private final SimNet net = new SimNet(clock, 11);

    private ProbeSeries series(TransportAddress... targets) {
        ProbeSeries[] series = new ProbeSeries[1];
        UdpPort socket = net.open(
                LOCAL,
                null,
                batch -> batch.forEach(
                        datagram -> series[0].onDatagram(datagram.from(), datagram.bytes(), clock.now())));
        series[0] = new ProbeSeries(0, List.of(targets), net.entropy(), clock.now());
        while (!series[0].isDone(clock.now())) {
            for (Outgoing out = series[0].poll(clock.now()); out != null; out = series[0].poll(clock.now())) {
                socket.send(out.to(), out.datagram());
            }
            clock.advance(Duration.ofMillis(1));
        }
        return series[0];
    }

    @Test
    void theMedianTheJitterAndTheLossAreThoseOfTheWeather() {
        new SimNatQuestions(net, List.of(SERVER), false);
        new SimNatQuestions(net, List.of(FAR), false);
        net.setFar(FAR, Duration.ofMillis(40));
        ProbeSeries clear = series(SERVER, FAR, MUTE);

        assertThat(clear.figures(0, clock.now())).isEqualTo(new LinkFigures(50, 50, 20, 0));
        assertThat(clear.figures(1, clock.now())).isEqualTo(new LinkFigures(50, 50, 100, 0));
        assertThat(clear.figures(2, clock.now()).lossPercent()).isEqualTo(100);

        net.setWeather(new SimNet.Weather(0.1, Duration.ofMillis(25), Duration.ofMillis(10), 0));
        LinkFigures bad = series(SERVER).figures(0, clock.now());
        assertThat(bad.roundTripMs()).isBetween(54.0, 66.0);
        assertThat(bad.lossPercent()).as("19 % of both ways").isBetween(5.0, 36.0);
        assertThat(bad.jitterMs()).isBetween(2.0, 8.0);
    }

    @Test
    void aSeriesIsOverSoonAndSendsAsMuchAsItSays() {
        new SimNatQuestions(net, List.of(SERVER), false);
        long before = clock.now().nanos();
        series(SERVER, MUTE);

        assertThat(Duration.ofNanos(clock.now().nanos() - before)).isLessThan(Duration.ofSeconds(4));
        assertThat(net.log().stream().filter(passed -> passed.to().equals(SERVER)))
                .hasSize(ProbeSeries.PROBES);
    }

    /// Of a series that is cut short, what is on its way is not lost.
    @Test
    void whatMayStillBeAnsweredDoesNotCount() {
        ProbeSeries series = new ProbeSeries(0, List.of(SERVER), net.entropy(), clock.now());
        for (int i = 0; i < 5; i++) {
            assertThat(series.poll(clock.now())).isNotNull();
            clock.advance(Duration.ofMillis(40));
        }
        assertThat(series.figures(0, clock.now())).isEqualTo(new LinkFigures(0, 0, 0, 0));
        clock.advance(Duration.ofMillis(850));
        assertThat(series.figures(0, clock.now()).sent()).as("had its second").isEqualTo(2);
    }

    @Test
    void whatComesLateIsLostAndComesOnce() {
        assertThat(LinkFigures.of(50, List.of(10.0, 14.0, 12.0))).isEqualTo(new LinkFigures(50, 3, 12, 3));
        assertThat(LinkFigures.of(0, List.of()).lossPercent()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"9000, 1472", "1472, 1472", "1460, 1452", "1300, 1280", "1199, 0", "20, -1"})
    void theLargestDatagramThatGetsThroughIsFound(int passes, int found) {
        new SimNatQuestions(net, List.of(SERVER), false);
        assertThat(largest(bytes -> bytes <= passes)).isEqualTo(found);
    }

    private int largest(IntPredicate passes) {
        SizeSearch[] search = new SizeSearch[1];
        UdpPort socket = net.open(
                LOCAL,
                null,
                batch -> batch.forEach(datagram -> search[0].onDatagram(0, datagram.from(), datagram.bytes())));
        search[0] = new SizeSearch(0, SERVER, net.entropy(), clock.now());
        for (int ms = 0; ms < 5_000 && !search[0].isDone(); ms++) {
            for (Outgoing out = search[0].poll(clock.now()); out != null; out = search[0].poll(clock.now())) {
                if (passes.test(out.datagram().length)) {
                    socket.send(out.to(), out.datagram());
                }
            }
            clock.advance(Duration.ofMillis(1));
        }
        assertThat(search[0].isDone()).isTrue();
        return search[0].largest();
    }
}
