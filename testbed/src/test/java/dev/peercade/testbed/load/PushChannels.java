package dev.peercade.testbed.load;

import dev.peercade.testbed.load.Population.Member;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The peers' open push channels. Pings are answered by the client library.
final class PushChannels implements AutoCloseable {

    /// Below the mediator's cap of channels of one address that have not said yet who they are.
    private static final int OPENING_AT_ONCE = 16;

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient client = HttpClient.newBuilder().executor(threads).build();
    private final URI uri;
    private final List<WebSocket> open = new ArrayList<>();
    private final LongAdder messages = new LongAdder();
    private final LongAdder lost = new LongAdder();
    private final Map<String, CompletableFuture<Long>> awaited = new ConcurrentHashMap<>();
    private volatile boolean closing;

    PushChannels(int port) {
        this.uri = URI.create("ws://127.0.0.1:" + port + "/api/v1/signal");
    }

    /// Returns when each has been welcomed.
    ///
    /// @param subscribe whether they want the changes of the list of sessions
    void open(List<Member> members, boolean subscribe) throws Exception {
        Semaphore places = new Semaphore(OPENING_AT_ONCE);
        List<CompletableFuture<WebSocket>> all = new ArrayList<>();
        for (Member member : members) {
            places.acquire();
            CompletableFuture<WebSocket> one = open(member, subscribe);
            one.whenComplete((socket, failure) -> places.release());
            all.add(one);
        }
        for (CompletableFuture<WebSocket> one : all) {
            open.add(one.get(30, TimeUnit.SECONDS));
        }
    }

    private CompletableFuture<WebSocket> open(Member member, boolean subscribe) {
        Ear ear = new Ear(member);
        return client.newWebSocketBuilder()
                .buildAsync(uri, ear)
                .thenCompose(socket -> socket.sendText(
                        "{\"v\":1,\"type\":\"authenticate\",\"data\":{\"token\":\"" + member.token() + "\"}}", true))
                .thenCompose(socket -> ear.welcome.thenCompose(welcome -> subscribe
                        ? socket.sendText("{\"v\":1,\"type\":\"subscribe-sessions\",\"data\":{\"on\":true}}", true)
                        : CompletableFuture.completedFuture(socket)));
    }

    /// When, by [System#nanoTime()], this peer hears of the request with this status; to be asked before it can.
    CompletableFuture<Long> heard(Member member, String request, String status) {
        return awaited.computeIfAbsent(key(member, request, status), key -> new CompletableFuture<>());
    }

    private static String key(Member member, String request, String status) {
        return member.userName() + "/" + request + "/" + status;
    }

    long messages() {
        return messages.sum();
    }

    /// Channels that ended without being asked to.
    long lost() {
        return lost.sum();
    }

    private final class Ear implements WebSocket.Listener {

        private final Member member;
        private final StringBuilder text = new StringBuilder();
        private final CompletableFuture<Boolean> welcome = new CompletableFuture<>();

        Ear(Member member) {
            this.member = member;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                message(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        private void message(String message) {
            messages.increment();
            if (message.contains("\"request-changed\"")) {
                JsonNode request = JSON.readTree(message).path("data").path("request");
                String key = key(
                        member,
                        request.path("id").asString(),
                        request.path("status").asString());
                CompletableFuture<Long> waiting = awaited.remove(key);
                if (waiting != null) {
                    waiting.complete(System.nanoTime());
                }
            } else if (message.contains("\"welcome\"")) {
                welcome.complete(true);
            }
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            ended(code + " " + reason);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            ended(error.toString());
        }

        private void ended(String why) {
            welcome.completeExceptionally(new java.io.IOException(why));
            if (!closing) {
                lost.increment();
                System.out.println("push channel lost: " + why);
            }
        }
    }

    /// Closes as a client that leaves does, and waits until the mediator has agreed.
    @Override
    public void close() {
        closing = true;
        List<CompletableFuture<WebSocket>> goodbyes = open.stream()
                .map(socket -> socket.sendClose(WebSocket.NORMAL_CLOSURE, ""))
                .toList();
        try {
            CompletableFuture.allOf(goodbyes.toArray(CompletableFuture[]::new)).get(20, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            open.forEach(WebSocket::abort);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.shutdownNow();
        threads.shutdownNow();
    }
}
