package dev.peercade.peer.edge.nodes;

import dev.peercade.peer.edge.stream.PinnedTrust;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeList;
import dev.peercade.peer.nodes.Throughput;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpResponse.BodySubscribers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A relay node's agent, over HTTPS with the certificate that the mediator has signed for it. Calls block, each
/// for a stated time at most, and fail with an [AgentFailure]; [#close()] and an interrupt end the one under way.
public final class NodeAgent implements Waiting {

    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final Duration CALL = Duration.ofSeconds(10);

    /// What lies in buffers when an upload's time is over has to arrive yet.
    private static final Duration LAST_BYTES = Duration.ofSeconds(7);

    /// How often the progress of a speed test is told.
    private static final Duration TICK = Duration.ofMillis(100);

    private static final int OK = 200;

    private final HttpClient client;
    private final String base;
    private final NodeJson json;

    /// At the first of the node's addresses.
    public NodeAgent(NodeEntry node, NodeJson json) throws AgentFailure {
        this(node, anyAddress(node), json);
    }

    NodeAgent(NodeEntry node, InetAddress address, NodeJson json) throws AgentFailure {
        this.json = json;
        String host = address.getHostAddress();
        this.base = "https://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + node.agentPort();
        try {
            this.client = HttpClient.newBuilder()
                    .sslContext(PinnedTrust.context(node.certificatePin()))
                    .connectTimeout(CONNECT)
                    .version(HttpClient.Version.HTTP_1_1)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .build();
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new AgentFailure("The pin of its certificate makes no sense.", e);
        }
    }

    private static InetAddress anyAddress(NodeEntry node) throws AgentFailure {
        return addresses(node, node.agentPort()).stream()
                .findFirst()
                .orElseThrow(() -> new AgentFailure("It has no address that can be called."));
    }

    /// Where the node can be called at that port: IPv4 first. Empty for what a mediator should never have signed.
    static List<InetAddress> addresses(NodeEntry node, int port) {
        return Stream.of(Optional.ofNullable(node.ipv4()), Optional.ofNullable(node.ipv6()))
                .flatMap(Optional::stream)
                .map(NodeAgent::literal)
                .flatMap(Optional::stream)
                .filter(address ->
                        TransportAddress.of(address.getAddress(), port).isSendable())
                .toList();
    }

    /// A name is never looked up.
    private static Optional<InetAddress> literal(String text) {
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// Its table; what it has measured itself stands in there too, and says nothing of us.
    public NodeList table() throws IOException, InterruptedException {
        return json.nodes(call(request("/ip-table").GET().build()))
                .orElseThrow(() -> new AgentFailure("What it answers is no table."));
    }

    public void tell(NodeList table) throws IOException, InterruptedException {
        call(request("/ip-table")
                .POST(BodyPublishers.ofByteArray(json.bytes(table)))
                .build());
    }

    /// Opens the connection, so that what is measured next does not wait for it.
    void greet() throws IOException, InterruptedException {
        call(request("/server_info").GET().build());
    }

    /// Round trip of a call over the open connection, in ms: a little more than the network's own.
    public double latencyMs() throws IOException, InterruptedException {
        greet();
        MonoTime began = now();
        greet();
        return now().nanosSince(began) / 1e6;
    }

    /// Mbit/s from there.
    ///
    /// @param bytes after which it is over
    /// @param most likewise; what has come until then counts
    /// @param progress 0 to 1, from this thread
    public double downloadMbps(long bytes, Duration most, DoubleConsumer progress)
            throws IOException, InterruptedException {
        MonoTime began = now();
        Throughput came = new Throughput(began);
        BodyHandler<Void> counted = answer -> answer.statusCode() != OK
                ? BodySubscribers.replacing(null)
                : BodySubscribers.ofByteArrayConsumer(chunk -> {
                    synchronized (came) {
                        came.came(chunk.map(some -> some.length).orElse(0), now());
                    }
                });
        HttpRequest request =
                request("/speedtest/download?bytes=" + bytes).GET().build();
        HttpResponse<Void> answer = send(request, counted, most, () -> {
            synchronized (came) {
                progress.accept(fraction(came.bytes(), bytes, began, most));
            }
        });
        if (answer != null) {
            requireGood(answer);
        }
        synchronized (came) {
            if (came.bytes() == 0) {
                throw new AgentFailure("Nothing came within " + most.toSeconds() + " s.");
            }
            return came.mbps();
        }
    }

    /// Mbit/s to there, by the node's own count.
    ///
    /// @param bytes after which it is over
    /// @param most likewise; what has left until then counts, once it has arrived
    /// @param progress 0 to 1, from this thread
    public double uploadMbps(long bytes, Duration most, DoubleConsumer progress)
            throws IOException, InterruptedException {
        MonoTime began = now();
        RandomBytes feed = new RandomBytes(bytes, most);
        HttpRequest request = request("/speedtest/upload")
                .POST(BodyPublishers.ofInputStream(feed::fromTheStart))
                .build();
        HttpResponse<byte[]> answer;
        try {
            answer = send(
                    request,
                    small(),
                    most.plus(LAST_BYTES),
                    () -> progress.accept(fraction(feed.sent(), bytes, began, most)));
        } catch (AgentFailure e) {
            // One that refuses answers before it has read all, and what it said is lost with the connection. Both
            // speed tests have one limit.
            call(request("/speedtest/download?bytes=0").GET().build());
            throw e;
        }
        if (answer == null) {
            throw new AgentFailure("What was sent did not arrive in time.");
        }
        requireGood(answer);
        // One that counts more than was sent is not believed.
        long counted = Math.min(json.count(answer.body()), feed.sent());
        if (counted <= 0) {
            throw new AgentFailure("It counted nothing of what was sent.");
        }
        return Throughput.mbps(counted, now().nanosSince(feed.beganAt()));
    }

    private static double fraction(long done, long bytes, MonoTime began, Duration most) {
        double spent = (double) now().nanosSince(began) / most.toNanos();
        return Math.clamp(Math.max((double) done / bytes, spent), 0, 1);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).header("Content-Type", "application/json");
    }

    private static BodyHandler<byte[]> small() {
        return BodyHandlers.limiting(BodyHandlers.ofByteArray(), NodeJson.BYTES_MAX);
    }

    private byte[] call(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = send(request, small(), CALL, () -> {});
        if (answer == null) {
            throw new AgentFailure("It did not answer within " + CALL.toSeconds() + " s.");
        }
        requireGood(answer);
        return answer.body();
    }

    /// Null where the time was over before the answer was whole.
    private <T extends @Nullable Object> @Nullable HttpResponse<T> send(
            HttpRequest request, BodyHandler<T> handler, Duration most, Runnable tick)
            throws IOException, InterruptedException {
        MonoTime until = now().plus(most);
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, handler);
        try {
            while (now().isBefore(until)) {
                try {
                    return answer.get(TICK.toMillis(), TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    tick.run();
                }
            }
            return null;
        } catch (ExecutionException e) {
            throw AgentFailure.of(e.getCause());
        } finally {
            answer.cancel(true);
        }
    }

    private static void requireGood(HttpResponse<?> answer) throws AgentFailure {
        if (answer.statusCode() != OK) {
            throw AgentFailure.of(
                    answer.statusCode(),
                    answer.headers().firstValue("Retry-After").orElse(""));
        }
    }

    private static MonoTime now() {
        return new MonoTime(System.nanoTime());
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
