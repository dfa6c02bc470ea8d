package dev.peercade.testbed.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/// That packets meet what [LinkDirection] decides, as an echo on the other side finds. Bounds are wide upwards,
/// since the machine may have much else to do.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BadLinkTest {

    private static final int ECHO_PORT = 7;
    private static final int PATIENCE_MILLIS = 1000;
    private static final int ROUNDS_MAX = 5;
    private static final double NANOS_PER_MS = 1e6;

    private NetworkLab lab;
    private DatagramSocket echo;

    @BeforeAll
    void build() throws IOException {
        lab = NetworkLab.create(NatKind.PORT_RESTRICTED, NatKind.V6);
        echo = lab.server().socket(InetAddress.ofLiteral("::"), ECHO_PORT);
        hurry(() -> {
            serve(echo);
            return null;
        });
    }

    @AfterAll
    void remove() throws IOException {
        if (lab != null) {
            echo.close();
            lab.close();
        }
    }

    @Test
    void delayAndJitterAreAddedInBothDirectionsAndGoWithTheLink() throws Exception {
        Host host = lab.homeA().host();
        try (DatagramSocket socket = host.socket()) {
            try (BadLink link =
                    lab.homeA().badLink(LinkQuality.PERFECT.delayMs(30).jitterMs(10), 1)) {
                Echoes echoes = exchange(socket, lab.server().address(), 20, 100, 10);
                assertThat(echoes.received).isEqualTo(20);
                assertThat(echoes.leastMs).isBetween(60.0, 90.0);
                assertThat(echoes.meanMs()).isBetween(63.0, 140.0);
                link.change(LinkQuality.PERFECT.delayMs(5));
                assertThat(exchange(socket, lab.server().address(), 20, 100, 10).leastMs)
                        .isBetween(10.0, 40.0);
            }
            assertThat(exchange(socket, lab.server().address(), 20, 100, 10).leastMs)
                    .isLessThan(10.0);
        }
    }

    @Test
    void whatIsLostIsCounted() throws Exception {
        try (DatagramSocket socket = lab.homeA().host().socket();
                BadLink link = lab.homeA().badLink(LinkQuality.PERFECT, 1)) {
            warm(socket);
            BadLink.Counts outBefore = link.outward();
            BadLink.Counts inBefore = link.inward();
            link.change(LinkQuality.PERFECT.loss(0.1));
            Echoes echoes = exchange(socket, lab.server().address(), 1000, 100, 1);
            BadLink.Counts out = link.outward();
            BadLink.Counts in = link.inward();
            assertThat(out.seen() - outBefore.seen()).isEqualTo(1000);
            // Five standard deviations of a binomial distribution.
            assertThat(out.lost()).isBetween(52L, 149L);
            assertThat(in.seen() - inBefore.seen()).isEqualTo(1000 - out.lost());
            assertThat((long) echoes.received).isEqualTo(in.seen() - inBefore.seen() - in.lost());
        }
    }

    @Test
    void twentyMegabitsPassInBothDirectionsAtOnceAndAreLateByLittle() throws Exception {
        int sent = 4000;
        try (DatagramSocket socket = lab.homeA().host().socket();
                BadLink link = lab.homeA().badLink(LinkQuality.PERFECT.delayMs(20), 1)) {
            warm(socket);
            Echoes echoes = new Echoes();
            // Where much else is done, memory that is collected stops the JVM for long. What a link can do it does
            // once.
            for (int round = 0; round < ROUNDS_MAX && !(echoes.received == sent && echoes.meanMs() < 42); round++) {
                // 1,250 bytes each 0.5 ms.
                echoes = exchange(socket, lab.server().address(), sent, 1222, 0.5);
                System.out.printf("20 Mbit/s both ways over a link of 20 ms each way: %s%n", echoes);
            }
            assertThat(echoes.received).isEqualTo(sent);
            assertThat(echoes.meanMs()).isBetween(40.0, 42.0);
            assertThat(link.outward().lost() + link.outward().overflowed()).isZero();
        }
    }

    /// So that no class has to be loaded and no mapping be made in what follows.
    private void warm(DatagramSocket socket) throws Exception {
        assertThat(exchange(socket, lab.server().address(), 1, 100, 1).received).isOne();
        exchange(socket, lab.server().address(), 300, 1222, 1);
    }

    @Test
    void aBottleneckDelaysAndThenDrops() throws Exception {
        try (DatagramSocket socket = lab.homeA().host().socket();
                BadLink link = lab.homeA().badLink(LinkQuality.PERFECT.rate(1, 12_500), 1)) {
            // 2.5 Mbit/s for 0.4 s into 1 Mbit/s with a queue of 100 ms.
            Echoes echoes = exchange(socket, lab.server().address(), 100, 1222, 4);
            assertThat(echoes.greatestMs).isGreaterThan(90.0);
            assertThat(link.outward().overflowed()).isBetween(30L, 60L);
        }
    }

    @Test
    void ipv6AndAHostThatMovesPassItToo() throws Exception {
        Home home = lab.homeB();
        try (BadLink link = home.badLink(LinkQuality.PERFECT.delayMs(20), 1)) {
            try (DatagramSocket socket = home.host().socket(home.host().address6(), 0)) {
                assertThat(exchange(socket, lab.server().address6(), 5, 100, 1).leastMs)
                        .isGreaterThan(40.0);
            }
            home.newAddress();
            for (boolean six : new boolean[] {false, true}) {
                InetAddress from = six ? home.host().address6() : home.host().address();
                InetAddress to = six ? lab.server().address6() : lab.server().address();
                try (DatagramSocket socket = home.host().socket(from, 0)) {
                    assertThat(exchange(socket, to, 5, 100, 1).leastMs).isGreaterThan(40.0);
                }
            }
            assertThat(link.inward().seen()).isGreaterThanOrEqualTo(15);
        }
    }

    @Test
    void aMachineOfTheInternetCanHaveABadLinkTooAndBeCutOff() throws Exception {
        try (DatagramSocket socket = lab.relay1().socket();
                BadLink link = lab.badLink(lab.relay1(), LinkQuality.PERFECT.delayMs(20), 1)) {
            assertThat(exchange(socket, lab.server().address(), 5, 100, 1).leastMs)
                    .isGreaterThan(40.0);
            lab.partition(lab.relay1(), true);
            assertThat(exchange(socket, lab.server().address(), 1, 100, 1).received)
                    .isZero();
            assertThat(link.outward().seen()).isGreaterThanOrEqualTo(6);
        }
    }

    /// What came back, and how long it took.
    private static final class Echoes {
        private int received;
        private double totalMs;
        private double leastMs = Double.MAX_VALUE;
        private double greatestMs;

        double meanMs() {
            return totalMs / received;
        }

        @Override
        public String toString() {
            return "%d back after %.2f to %.2f ms, %.2f ms on average"
                    .formatted(received, leastMs, greatestMs, meanMs());
        }
    }

    /// Sends datagrams in even distances, each with its time, while it receives the echoes.
    private static Echoes exchange(DatagramSocket socket, InetAddress to, int count, int bytes, double everyMs)
            throws Exception {
        FutureTask<Echoes> receiving = hurry(() -> receive(socket, count));
        FutureTask<Void> sending = hurry(() -> {
            long due = System.nanoTime();
            for (int index = 0; index < count; index++) {
                // Never sooner after the one before, when that was late: a burst is another thing to carry.
                due = Math.max(System.nanoTime(), due + Math.round(everyMs * NANOS_PER_MS));
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                byte[] datagram =
                        ByteBuffer.allocate(bytes).putLong(System.nanoTime()).array();
                socket.send(new DatagramPacket(datagram, bytes, to, ECHO_PORT));
            }
            return null;
        });
        sending.get();
        return receiving.get();
    }

    private static Echoes receive(DatagramSocket socket, int count) throws IOException {
        Echoes echoes = new Echoes();
        socket.setSoTimeout(PATIENCE_MILLIS);
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (echoes.received < count) {
                packet.setLength(2048);
                socket.receive(packet);
                double ms =
                        (System.nanoTime() - ByteBuffer.wrap(packet.getData()).getLong()) / NANOS_PER_MS;
                echoes.received++;
                echoes.totalMs += ms;
                echoes.leastMs = Math.min(echoes.leastMs, ms);
                echoes.greatestMs = Math.max(echoes.greatestMs, ms);
            }
        } catch (SocketTimeoutException e) {
            // The rest is lost.
        }
        return echoes;
    }

    private static void serve(DatagramSocket echo) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        try {
            while (true) {
                packet.setLength(2048);
                echo.receive(packet);
                echo.send(packet);
            }
        } catch (IOException e) {
            if (!echo.isClosed()) {
                throw e;
            }
        }
    }

    /// The ends take part in the measurement as the link does.
    private static <T extends @Nullable Object> FutureTask<T> hurry(Callable<T> work) {
        FutureTask<T> task = new FutureTask<>(() -> {
            Kernel.hurry();
            return work.call();
        });
        Thread.ofPlatform().daemon().start(task);
        return task;
    }
}
