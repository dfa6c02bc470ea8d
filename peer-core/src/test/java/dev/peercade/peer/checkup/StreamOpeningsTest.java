package dev.peercade.peer.checkup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.sim.SimNet;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// Whom a stream reaches, and how long that takes.
@NullUnmarked
class StreamOpeningsTest {

    private static final MonoTime START = new MonoTime(0);
    private static final TransportAddress DEAD = SimNet.address(203, 0, 113, 7, 443);
    private static final TransportAddress ALIVE = SimNet.address(203, 0, 113, 8, 443);

    private final List<TransportAddress> opened = new ArrayList<>();
    private final Map<TransportAddress, Consumer<StreamPort.Event>> waiting = new HashMap<>();
    private final List<OptionalDouble> told = new ArrayList<>();
    private MonoTime now = START;
    private final StreamOpenings openings = new StreamOpenings(this::open, message -> message.accept(now));

    private StreamPort.Connection open(TransportAddress to, String pin, Consumer<StreamPort.Event> events) {
        opened.add(to);
        waiting.put(to, events);
        return new StreamPort.Connection() {
            @Override
            public void send(byte[] message) {}

            @Override
            public void close() {}
        };
    }

    private void happens(Duration after, TransportAddress at, StreamPort.Event event) {
        now = now.plus(after);
        waiting.get(at).accept(event);
    }

    private void openAny(TransportAddress... addresses) {
        openings.openFirstOf(List.of(addresses), (took, _) -> told.add(took), now);
    }

    @Test
    void ofSeveralAddressesADeadOneIsNotTheLastWord() {
        openAny(DEAD, ALIVE);
        now = now.plus(Duration.ofSeconds(4));
        openings.advance(now);
        assertThat(told).isEmpty();
        happens(Duration.ofMillis(90), ALIVE, new StreamPort.Event.Opened());
        happens(Duration.ofMillis(20), ALIVE, new StreamPort.Event.Opened());

        assertThat(told).as("the second one counts").containsExactly(OptionalDouble.of(20));
        assertThat(opened).containsExactly(DEAD, ALIVE, ALIVE);
        assertThat(openings.isDone()).isTrue();
    }

    @Test
    void whereOnlyTheFirstOfTwoOpensItIsOpenAllTheSame() {
        openAny(ALIVE);
        happens(Duration.ofMillis(90), ALIVE, new StreamPort.Event.Opened());
        happens(Duration.ofMillis(20), ALIVE, new StreamPort.Event.Closed());

        assertThat(told).containsExactly(OptionalDouble.of(90));
    }

    @Test
    void whereNobodyIsThereNothingIsOpen() {
        openAny(DEAD, ALIVE);
        happens(Duration.ofMillis(1), DEAD, new StreamPort.Event.Closed());
        happens(Duration.ofMillis(1), ALIVE, new StreamPort.Event.Closed());
        openAny();

        assertThat(told).containsExactly(OptionalDouble.empty(), OptionalDouble.empty());
    }

    @Test
    void afterCloseNothingIsOpened() {
        openAny(DEAD, ALIVE);
        openings.close();
        happens(Duration.ofMillis(1), DEAD, new StreamPort.Event.Closed());
        openAny(ALIVE);

        assertThat(opened).containsExactly(DEAD);
        assertThat(told).isEmpty();
    }
}
