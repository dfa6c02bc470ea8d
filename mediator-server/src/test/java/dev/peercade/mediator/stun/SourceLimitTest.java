package dev.peercade.mediator.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;

class SourceLimitTest {

    private static final long SECOND = 1_000_000_000L;

    private final SourceLimit limit =
            new SourceLimit(new SourceLimit.Rate(5, 2), new SourceLimit.Rate(1000, 1000), 100, 0);

    @Test
    void aSourceGetsItsBurstAndThenItsRate() throws Exception {
        assertThat(admitted("192.0.2.1", 20, 0)).isEqualTo(5);
        assertThat(admitted("192.0.2.1", 20, SECOND)).isEqualTo(2);
        assertThat(admitted("192.0.2.2", 20, SECOND)).isEqualTo(5);
    }

    @Test
    void aWhole64IsOneSource() throws Exception {
        assertThat(admitted("2001:db8::1", 20, 0)).isEqualTo(5);
        assertThat(admitted("2001:db8::ffff:2", 20, 0)).isZero();
        assertThat(admitted("2001:db8:0:1::1", 20, 0)).isEqualTo(5);
    }

    @Test
    void theTableStaysBoundedAndTheTotalHoldsUnderForgedSources() throws Exception {
        int admitted = 0;
        for (int i = 0; i < 5_000; i++) {
            admitted += admitted("10.0.%d.%d".formatted(i / 250, i % 250 + 1), 1, 0);
        }
        assertThat(limit.remembered()).isEqualTo(100);
        assertThat(admitted).isEqualTo(1000);
    }

    private int admitted(String source, int asked, long nowNanos) throws UnknownHostException {
        int admitted = 0;
        for (int i = 0; i < asked; i++) {
            admitted += limit.admits(InetAddress.getByName(source), nowNanos) ? 1 : 0;
        }
        return admitted;
    }
}
