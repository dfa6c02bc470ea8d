package dev.peercade.mediator.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LoginThrottleTest {

    private final AtomicLong nanos = new AtomicLong(-5);
    private final LoginThrottle throttle = new LoginThrottle(nanos::get);
    private final Address here = Address.of("203.0.113.1");
    private final Address elsewhere = Address.of("203.0.113.2");

    @Test
    void theWaitDoublesAfterFiveFailuresUpToAMinute() {
        fail(LoginThrottle.FREE_FAILURES - 1);
        assertThat(throttle.waitFor("ann", here)).isZero();
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            fail(1);
            assertThat(throttle.waitFor("ann", here)).isEqualTo(Duration.ofSeconds(seconds));
            nanos.addAndGet(Duration.ofSeconds(seconds).toNanos());
            assertThat(throttle.waitFor("ann", here)).isZero();
        }
    }

    @Test
    void theOwnerElsewhereAndOtherAccountsHereAreNotTouched() {
        fail(20);
        assertThat(throttle.waitFor("ANN", here)).as("regardless of case").isPositive();
        assertThat(throttle.waitFor("ann", elsewhere)).isZero();
        assertThat(throttle.waitFor("bob", here)).isZero();
    }

    @Test
    void aSuccessAndAQuarterOfAnHourOfSilenceClearTheCount() {
        fail(10);
        throttle.succeeded("ann", here);
        assertThat(throttle.waitFor("ann", here)).isZero();
        fail(10);
        nanos.addAndGet(LoginThrottle.MEMORY.toNanos() + 1);
        fail(1);
        assertThat(throttle.waitFor("ann", here)).isZero();
    }

    @Test
    void whoeverHasSignedInIsKnownThereAndOnlyThere() {
        fail(1);
        assertThat(throttle.known("ann", here)).isNull();
        throttle.succeeded("ann", here);
        assertThat(throttle.known("ann", here)).isEqualTo("ann");
        assertThat(throttle.known("ANN", here))
                .as("another spelling has no places of its own")
                .isEqualTo("ann");
        assertThat(throttle.known("ann", elsewhere)).isNull();
        assertThat(throttle.known("bob", here)).isNull();
    }

    @Test
    void anAddressThatTriesManyNamesIsSlowedForAllOfThem() {
        for (int i = 0; i < LoginThrottle.FREE_FAILURES_OF_ADDRESS; i++) {
            throttle.failed("name" + i, here);
        }
        assertThat(throttle.waitFor("ann", here)).isPositive();
        assertThat(throttle.waitFor("ann", elsewhere)).isZero();
    }

    @Test
    void butNotForAnOwnerWhoHasSignedInFromThere() {
        throttle.succeeded("ann", here);
        for (int i = 0; i < 2 * LoginThrottle.FREE_FAILURES_OF_ADDRESS; i++) {
            throttle.failed("name" + i, here);
        }
        assertThat(throttle.waitFor("ann", here)).isZero();
        assertThat(throttle.waitFor("bob", here)).isPositive();
        fail(LoginThrottle.FREE_FAILURES);
        assertThat(throttle.waitFor("ann", here)).isPositive();
    }

    @Test
    void theTableStaysBounded() {
        for (int i = 0; i < 30_000; i++) {
            throttle.failed(i + "n".repeat(i % 500), here);
        }
        assertThat(throttle.entries()).isEqualTo(10_000);
    }

    @Test
    void whoeverHasOneAddressOfAnIpv6NetworkHasThemAll() {
        assertThat(Address.of("2001:db8:1:2::1")).isEqualTo(Address.of("2001:db8:1:2:ffff::9"));
        assertThat(Address.of("2001:db8:1:2::1")).isNotEqualTo(Address.of("2001:db8:1:3::1"));
        assertThat(Address.of("203.0.113.1")).isNotEqualTo(Address.of("203.0.113.2"));
        assertThat(here.toString()).doesNotContain("203");
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            throttle.failed("ann", here);
        }
    }
}
