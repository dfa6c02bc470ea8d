package dev.peercade.peer.edge.mediator;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.port.Mediator.Push;
import dev.peercade.peer.port.Mediator.PushEvent;
import dev.peercade.peer.port.MediatorFailure;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import org.jspecify.annotations.Nullable;

/// The push channel over a WebSocket of OkHttp.
final class PushSocket extends WebSocketListener {

    private static final int NORMAL_CLOSURE = 1000;

    private final SignalCodec codec;
    private final String token;
    private final Consumer<PushEvent> events;
    private final AtomicBoolean lost = new AtomicBoolean();

    private PushSocket(SignalCodec codec, String token, Consumer<PushEvent> events) {
        this.codec = codec;
        this.token = token;
        this.events = events;
    }

    static Push open(MediatorHttp http, AccessToken token, Consumer<PushEvent> events) {
        Opening opening = new Opening();
        Thread.ofVirtual().name("peercade-push").start(() -> {
            try {
                PushSocket listener = new PushSocket(new SignalCodec(http.json()), token.get(), events);
                Request request =
                        new Request.Builder().url(http.url(MediatorApi.SIGNAL)).build();
                opening.opened(http.client().newWebSocket(request, listener));
            } catch (MediatorFailure e) {
                events.accept(new PushEvent.Lost());
            }
        });
        return opening;
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
        socket.send(codec.encode(new SignalMessage.Authenticate(token)));
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        codec.decode(text).ifPresent(message -> {
            switch (message) {
                case SignalMessage.Welcome _ -> events.accept(new PushEvent.Opened());
                case SignalMessage.Refused _ -> {
                    socket.close(NORMAL_CLOSURE, null);
                    lose();
                }
                default -> events.accept(new PushEvent.Received(message));
            }
        });
    }

    @Override
    public void onClosing(WebSocket socket, int code, String reason) {
        socket.close(NORMAL_CLOSURE, null);
        lose();
    }

    @Override
    public void onFailure(WebSocket socket, Throwable failure, @Nullable Response response) {
        lose();
    }

    private void lose() {
        if (lost.compareAndSet(false, true)) {
            events.accept(new PushEvent.Lost());
        }
    }

    /// A channel that may not have its socket yet when it is closed.
    private static final class Opening implements Push {

        private final AtomicReference<@Nullable WebSocket> socket = new AtomicReference<>();
        private final AtomicBoolean closed = new AtomicBoolean();

        void opened(WebSocket opened) {
            socket.set(opened);
            if (closed.get()) {
                opened.cancel();
            }
        }

        @Override
        public void close() {
            closed.set(true);
            WebSocket open = socket.get();
            if (open != null && !open.close(NORMAL_CLOSURE, null)) {
                open.cancel();
            }
        }
    }
}
