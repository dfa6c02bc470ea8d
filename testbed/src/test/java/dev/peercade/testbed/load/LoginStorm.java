package dev.peercade.testbed.load;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;

/// Sign-ins with wrong passwords at a fixed rate, each over a connection of its own, whether or not the ones before
/// it have been answered. One half names accounts that exist.
final class LoginStorm {

    /// Sockets of the driver; what would exceed it is counted as not sent.
    private static final int OPEN_MAX = 3_500;

    private final int port;
    private final int addresses;
    private final int perSecond;
    private final Map<String, Integer> outcomes = new TreeMap<>();
    private final Semaphore places = new Semaphore(OPEN_MAX);

    /// @param addresses of loopback from which they come; 1 is a single guesser
    LoginStorm(int port, int addresses, int perSecond) {
        this.port = port;
        this.addresses = addresses;
        this.perSecond = perSecond;
    }

    /// Blocks until all have been sent and answered.
    ///
    /// @param user prefix of the accounts `0` to `99` that exist
    void rage(Duration length, String user) throws Exception {
        long start = System.nanoTime();
        long all = length.toSeconds() * perSecond;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < all; i++) {
                Load.parkUntil(start + i * 1_000_000_000L / perSecond);
                int number = i;
                if (places.tryAcquire()) {
                    threads.submit(() -> {
                        try {
                            count(guess(number, user));
                        } finally {
                            places.release();
                        }
                        return null;
                    });
                } else {
                    count("not sent");
                }
            }
        }
    }

    private String guess(int number, String user) throws IOException {
        String name = number % 2 == 0 ? user + number / 2 % 100 : "nobody" + number;
        int source = number % addresses;
        InetAddress from =
                InetAddress.getByAddress(new byte[] {127, 1, (byte) (source / 250), (byte) (1 + source % 250)});
        try (HttpConnection connection =
                HttpConnection.resetting(from, port, basic(name, "wrong password " + number))) {
            return "status "
                    + connection
                            .call("POST", "/tokens", "{\"kind\":\"access\"}")
                            .status();
        } catch (IOException e) {
            return e.getClass().getSimpleName();
        }
    }

    static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }

    private synchronized void count(String outcome) {
        outcomes.merge(outcome, 1, Integer::sum);
    }

    /// How many guesses the mediator has answered as it should.
    synchronized int refused() {
        return Stream.of("status 401", "status 429", "status 503")
                .mapToInt(outcome -> outcomes.getOrDefault(outcome, 0))
                .sum();
    }

    synchronized Map<String, Integer> outcomes() {
        return new TreeMap<>(outcomes);
    }
}
