package dev.peercade.mediator.signal;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.model.signal.SignalType;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A client of the push channel on a real socket.
final class PushListener extends WebSocketListener implements AutoCloseable {

    private final BlockingQueue<JsonNode> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final CompletableFuture<Integer> handshake = new CompletableFuture<>();
    private final WebSocket socket;

    PushListener(RunningMediator mediator, Map<String, String> headers) {
        Request.Builder request =
                new Request.Builder().url(mediator.uri().toString().replaceFirst("^http", "ws") + MediatorApi.SIGNAL);
        headers.forEach(request::header);
        socket = Caller.HTTP.newWebSocket(request.build(), this);
    }

    static PushListener authenticated(RunningMediator mediator, String token) {
        PushListener listener = new PushListener(mediator, Map.of());
        listener.send(new SignalMessage.Authenticate(token));
        listener.await(SignalType.WELCOME);
        return listener;
    }

    void send(SignalMessage message) {
        var envelope = Caller.JSON.createObjectNode();
        envelope.put("v", SignalMessage.VERSION);
        envelope.put("type", SignalType.of(message).toString());
        envelope.set("data", Caller.JSON.valueToTree(message));
        sendText(Caller.JSON.writeValueAsString(envelope));
    }

    void sendText(String text) {
        socket.send(text);
    }

    /// The next message of this type; others before it are skipped.
    JsonNode await(SignalType type) {
        JsonNode message;
        do {
            message = next();
        } while (!message.path("type").asString().equals(type.toString()));
        return message;
    }

    /// The next message, whatever it is.
    JsonNode next() {
        JsonNode message = poll(5_000);
        if (message == null) {
            throw new AssertionError("no message within 5 s");
        }
        return message;
    }

    /// The next message, or null after that many ms.
    @Nullable
    JsonNode poll(long ms) {
        try {
            return messages.poll(ms, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// The status of the handshake's answer: 101, or why not.
    int handshakeStatus() {
        return handshake.orTimeout(5, TimeUnit.SECONDS).join();
    }

    /// The close code of RFC 6455, or 1006 where the connection broke.
    int closeCode(int withinSeconds) {
        return closed.copy().orTimeout(withinSeconds, TimeUnit.SECONDS).join();
    }

    @Override
    public void onOpen(WebSocket webSocket, Response response) {
        handshake.complete(response.code());
    }

    @Override
    public void onMessage(WebSocket webSocket, String text) {
        messages.add(Caller.JSON.readTree(text));
    }

    @Override
    public void onClosing(WebSocket webSocket, int code, String reason) {
        closed.complete(code);
        webSocket.close(1000, null);
    }

    @Override
    public void onFailure(WebSocket webSocket, Throwable failure, @Nullable Response response) {
        handshake.complete(response == null ? -1 : response.code());
        closed.complete(1006);
    }

    @Override
    public void close() {
        socket.cancel();
    }
}
