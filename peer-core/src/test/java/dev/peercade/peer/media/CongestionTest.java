package dev.peercade.peer.media;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CongestionTest {

    private static Duration ms(long ms) {
        return Duration.ofMillis(ms);
    }

    private static void show(String what, NarrowStream s, double seconds, double rate) {
        System.out.printf(
                "%-28s util %.3f queue p50 %.1f p95 %.1f ms, delay p50 %.1f p95 %.1f, target %d, dropped %d, pictures %d/%d%n",
                what,
                s.there.bytes * 8 / seconds / rate,
                s.there.queueMs(.5),
                s.there.queueMs(.95),
                s.delayMs(.5),
                s.delayMs(.95),
                s.targetKbps,
                s.there.dropped,
                s.delivered,
                s.pictures);
    }

    @Test
    void explore() {
        for (int queue : new int[] {50, 100, 300}) {
            for (double mbit : new double[] {1, 2, 8}) {
                NarrowStream s =
                        new NarrowStream(new NarrowLink(mbit * 1e6, ms(queue), ms(25), ms(0), 0, 1), ms(25), 3000, 2);
                s.run(Duration.ofSeconds(5));
                show(mbit + " Mbit start, queue " + queue, s, 5, mbit * 1e6);
                s.there.forgetFigures();
                s.delaysMs.clear();
                s.run(Duration.ofSeconds(60));
                show(mbit + " Mbit, queue " + queue, s, 60, mbit * 1e6);
            }
        }
        NarrowStream s = new NarrowStream(new NarrowLink(8e6, ms(100), ms(25), ms(0), 0, 1), ms(25), 3000, 2);
        double rate = 8e6;
        for (int i = 0; i < 60; i++) {
            if (i == 20) {
                rate = 2e6;
                s.there.rate(rate);
            }
            if (i == 40) {
                rate = 8e6;
                s.there.rate(rate);
            }
            s.there.forgetFigures();
            s.delaysMs.clear();
            s.run(Duration.ofMillis(1000));
            if (i < 3 || i > 18 && i < 26 || i > 38 && i < 48) show("step second " + i, s, 1, rate);
        }
        for (double loss : new double[] {.02, .05, .1, .2}) {
            s = new NarrowStream(new NarrowLink(50e6, ms(100), ms(15), ms(5), loss, 1), ms(15), 3000, 2);
            s.run(Duration.ofSeconds(10));
            s.there.forgetFigures();
            s.delaysMs.clear();
            s.run(Duration.ofSeconds(20));
            show("loss " + loss, s, 20, 50e6);
        }
    }
}
