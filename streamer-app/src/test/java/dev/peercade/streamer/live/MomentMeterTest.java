package dev.peercade.streamer.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MomentMeterTest {

    private final MomentMeter meter = new MomentMeter();

    @Test
    void missedMomentsAreTheFaultOfWhatTookLonger() {
        meter.on(new Grab(0, 0, 0, 4));
        meter.on(new Grab(1, 10, 16, 36));
        meter.on(new Grab(3, 40, 48, 52));
        assertThat(meter.capture()).as("20 of grabbing, 4 of encoding").isEqualTo(1);
        meter.on(new Grab(7, 110, 112, 116));
        assertThat(meter.encoding()).as("4 of grabbing, 58 of encoding").isEqualTo(3);
        assertThat(meter.capture()).isEqualTo(1);
        assertThat(meter.due()).isEqualTo(8);
    }

    @Test
    void nothingIsMissingAfterAPause() {
        meter.on(new Grab(0, 0, 0, 4));
        meter.restart();
        meter.on(new Grab(900, 15_000, 15_001, 15_005));
        assertThat(meter.due()).isEqualTo(2);
        assertThat(meter.capture() + meter.encoding()).isZero();
    }
}
