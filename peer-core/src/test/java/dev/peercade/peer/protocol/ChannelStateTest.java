package dev.peercade.peer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ChannelStateTest {

    private MonoTime now = new MonoTime(Long.MAX_VALUE - 5);

    private ChannelState lostAfter(ChannelState state, Duration open) {
        now = state.openAt() == null ? now : state.openAt();
        ChannelState opened = state.opening().opened(now);
        now = now.plus(open);
        return opened.lost(now);
    }

    private Duration waitOf(ChannelState closed) {
        MonoTime openAt = closed.openAt();
        return openAt == null ? Duration.ofSeconds(-1) : openAt.since(now);
    }

    @Test
    void theWaitsDoubleUpToHalfAMinuteAndStayThere() {
        List<Long> waits = new ArrayList<>();
        ChannelState state = ChannelState.fresh(now);
        for (int i = 0; i < 100; i++) {
            state = state.opening().lost(now);
            waits.add(waitOf(state).toMillis());
        }
        assertThat(waits).startsWith(500L, 1_000L, 2_000L, 4_000L, 8_000L, 16_000L, 30_000L, 30_000L);
        assertThat(waits.subList(6, 100)).containsOnly(30_000L);
    }

    @Test
    void aChannelThatIsLostAsSoonAsItIsOpenIsOpenedEverMoreSeldom() {
        ChannelState state = ChannelState.fresh(now);
        for (int i = 0; i < 10; i++) {
            state = lostAfter(state, Duration.ofMillis(10));
        }
        assertThat(waitOf(state)).isEqualTo(Duration.ofSeconds(30));
        state = lostAfter(state, ChannelState.STEADY);
        assertThat(waitOf(state)).as("after a loss that is a new story").isEqualTo(Duration.ofMillis(500));
    }

    @Test
    void aMediatorThatIsBackIsTriedAtOnce() {
        ChannelState lost = ChannelState.fresh(now).opening().lost(now);
        assertThat(lost.isDue(now)).isFalse();
        assertThat(lost.hopeful(now).isDue(now)).isTrue();
        ChannelState open = ChannelState.fresh(now).opening().opened(now);
        assertThat(open.hopeful(now)).isEqualTo(open);
    }

    @Test
    void whatIsOpenOrAboutToBeIsNotOpenedTwice() {
        ChannelState opening = ChannelState.fresh(now).opening();
        assertThat(opening.isDue(now.plus(Duration.ofDays(1)))).isFalse();
        assertThat(opening.opened(now).isDue(now.plus(Duration.ofDays(1)))).isFalse();
    }
}
