package dev.peercade.mediator.account;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.model.MediatorApi;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.SocketFactory;
import okhttp3.Credentials;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// L3: 500 wrong logins a second from 100 addresses for 60 s, while 50 peers with tokens poll.
@Tag("proof")
class LoginStormTest {

    private static final int LOGINS_PER_SECOND = 500;
    private static final int ADDRESSES = 100;
    private static final int POLLERS = 50;
    private static final Duration STORM = Duration.ofSeconds(60);
    private static final Duration CALM = Duration.ofSeconds(20);

    private final RunningMediator mediator = TestMediator.shared();

    @Test
    void aStormOfWrongLoginsStarvesNobodyWhoIsSignedIn() throws Exception {
        List<Caller> pollers = new ArrayList<>();
        for (int i = 0; i < POLLERS; i++) {
            pollers.add(Caller.registered(mediator, "poller"));
        }
        poll(pollers, Duration.ofSeconds(5));
        double calm = p99(poll(pollers, CALM));

        AtomicInteger refused = new AtomicInteger();
        AtomicInteger other = new AtomicInteger();
        Thread storm = Thread.ofPlatform().start(() -> storm(refused, other));
        double stormy = p99(poll(pollers, STORM));
        storm.join();

        System.out.printf(
                "login storm: p99 of polls %.1f ms calm, %.1f ms in the storm; %d wrong logins refused, %d otherwise%n",
                calm, stormy, refused.get(), other.get());
        assertThat(refused.get()).isGreaterThan(1_000);
        assertThat(stormy).isLessThan(Math.max(2 * calm, 250));
    }

    /// Each polls every 100 ms, which makes 500 polls a second; ms of each.
    private static List<Double> poll(List<Caller> pollers, Duration span) throws InterruptedException {
        List<Double> times = Collections.synchronizedList(new ArrayList<>());
        long end = System.nanoTime() + span.toNanos();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Caller poller : pollers) {
                threads.submit(() -> {
                    while (System.nanoTime() < end) {
                        long start = System.nanoTime();
                        poller.get(MediatorApi.SESSIONS).ok();
                        times.add((System.nanoTime() - start) / 1e6);
                        LockSupport.parkNanos(100_000_000);
                    }
                });
            }
        }
        return times;
    }

    private void storm(AtomicInteger refused, AtomicInteger other) {
        List<OkHttpClient> clients = new ArrayList<>();
        for (int i = 0; i < ADDRESSES; i++) {
            clients.add(Caller.HTTP
                    .newBuilder()
                    .socketFactory(from("127.0.7." + (i + 1)))
                    .build());
        }
        // As many as an attacker holds open; the rest of the second's logins is lost, as it would be for him.
        Semaphore inFlight = new Semaphore(1_000);
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; System.nanoTime() - start < STORM.toNanos(); i++) {
                int number = i;
                if (inFlight.tryAcquire()) {
                    threads.submit(() -> {
                        try {
                            int status = login(clients.get(number % ADDRESSES), "victim-" + number % 50);
                            (status == 401 || status == 429 || status == 503 ? refused : other).incrementAndGet();
                        } catch (IOException e) {
                            other.incrementAndGet();
                        } finally {
                            inFlight.release();
                        }
                    });
                }
                LockSupport.parkNanos(start + (i + 1) * (1_000_000_000L / LOGINS_PER_SECOND) - System.nanoTime());
            }
        }
    }

    private int login(OkHttpClient client, String name) throws IOException {
        Request request = new Request.Builder()
                .url(mediator.uri() + MediatorApi.GAMES)
                .header("Authorization", Credentials.basic(name, "wrong password"))
                .build();
        try (Response response = client.newCall(request).execute()) {
            return response.code();
        }
    }

    private static SocketFactory from(String address) {
        return new SocketFactory() {
            @Override
            public Socket createSocket() throws IOException {
                Socket socket = new Socket();
                socket.bind(new InetSocketAddress(InetAddress.getByName(address), 0));
                return socket;
            }

            @Override
            public Socket createSocket(String host, int port) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(InetAddress host, int port) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private static double p99(List<Double> times) {
        List<Double> sorted = new ArrayList<>(times);
        Collections.sort(sorted);
        return sorted.get((int) (sorted.size() * 0.99));
    }
}
