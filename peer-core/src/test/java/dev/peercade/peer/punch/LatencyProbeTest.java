package dev.peercade.peer.punch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/// How far relay nodes are, whatever they say.
@NullUnmarked
class LatencyProbeTest {

    private static final TransportAddress NEAR = TransportAddress.of(new byte[] {(byte) 192, 0, 2, 1}, 3478);
    private static final TransportAddress MUTE = TransportAddress.of(new byte[] {(byte) 192, 0, 2, 2}, 3478);
    private static final MonoTime START = new MonoTime(0);

    private record Due(MonoTime at, byte[] answer) {}

    private final LatencyProbe probe = new LatencyProbe(
            List.of(new LatencyProbe.Target(new UUID(0, 1), NEAR), new LatencyProbe.Target(new UUID(0, 2), MUTE)),
            new Random(5)::nextLong,
            START);

    /// @param delaysMs of the answers of the near one, in turns; negative for one that is lost
    private long run(int... delaysMs) {
        List<Due> due = new ArrayList<>();
        int asked = 0;
        for (int ms = 0; ; ms++) {
            MonoTime now = START.plus(Duration.ofMillis(ms));
            for (var question = probe.poll(now); question != null; question = probe.poll(now)) {
                if (question.to().equals(NEAR)) {
                    int delay = delaysMs[asked++];
                    StunMessage request = StunMessage.parse(question.datagram());
                    if (delay >= 0) {
                        due.add(new Due(
                                now.plus(Duration.ofMillis(delay)),
                                new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, request.transaction())
                                        .mappedAddress(NEAR)
                                        .toBytes()));
                    }
                }
            }
            due.removeIf(answer -> !now.isBefore(answer.at) && probe.onDatagram(NEAR, answer.answer, now));
            if (probe.isDone(now)) {
                return ms;
            }
        }
    }

    @Test
    void theMedianCountsAndASilentNodeIsAbsent() {
        assertThat(run(20, 22, 300, 21, 19)).as("ms until it is over").isBetween(400L, 700L);
        assertThat(probe.latenciesMs()).hasSize(1).containsEntry(new UUID(0, 1), 21.0);
    }

    @Test
    void whatIsLostCountsAsLate() {
        run(20, -1, 40, -1, 30);
        assertThat(probe.latenciesMs()).containsEntry(new UUID(0, 1), 40.0);
    }

    @Test
    void aNodeThatMostlyDoesNotAnswerIsNotNear() {
        run(20, -1, 20, -1, -1);
        assertThat(probe.latenciesMs()).isEmpty();
    }

    @Test
    void anAnswerOfAnotherAddressCountsForNothing() {
        LatencyProbe.Question question = probe.poll(START);
        StunMessage request = StunMessage.parse(question.datagram());
        byte[] answer = new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, request.transaction()).toBytes();
        assertThat(probe.onDatagram(MUTE.equals(question.to()) ? NEAR : MUTE, answer, START))
                .isFalse();
        assertThat(probe.onDatagram(question.to(), answer, START)).isTrue();
    }
}
