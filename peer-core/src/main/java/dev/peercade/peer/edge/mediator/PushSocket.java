package dev.peercade.peer.edge.mediator;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.port.Mediator.Push;
import dev.peercade.peer.port.Mediator.PushEvent;
import dev.peercade.peer.port.MediatorFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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

    /// Longer than connecting and the answer to the upgrade together, which have time-outs of their own.
    private static final Duration WELCOME_WITHIN = Duration.ofSeconds(20);

    private final SignalCodec codec;
    private final AccessToken tokens;
    private final String token;
    private final boolean list;
    private final Consumer<PushEvent> events;
    private final AtomicBoolean lost = new AtomicBoolean();
    private final CountDownLatch settled = new CountDownLatch(1);
    private int welcomes;

    private PushSocket(SignalCodec codec, AccessToken tokens, String token, boolean list, Consumer<PushEvent> events) {
        this.codec = codec;
        this.tokens = tokens;
        this.token = token;
        this.list = list;
        this.events = events;
    }

    /// @param list whether the changes of the list of sessions are wanted too
    static Push open(MediatorHttp http, AccessToken tokens, boolean list, Consumer<PushEvent> events) {
        Opening opening = new Opening();
        Thread.ofVirtual().name("peercade-push").start(() -> {
            try {
                PushSocket listener = new PushSocket(new SignalCodec(http.json()), tokens, tokens.get(), list, events);
                Request request =
                        new Request.Builder().url(http.url(MediatorApi.SIGNAL)).build();
                WebSocket socket = http.client().newWebSocket(request, listener);
                opening.opened(socket);
                listener.giveUpOnSilence(socket);
            } catch (MediatorFailure e) {
                events.accept(new PushEvent.Lost());
            }
        });
        return opening;
    }

    /// Something in between may take the channel and pass nothing on.
    private void giveUpOnSilence(WebSocket socket) {
        try {
            if (settled.await(WELCOME_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        socket.cancel();
    }

    @Override
    public void onOpen(WebSocket socket, Response response) {
        greeting().forEach(message -> socket.send(codec.encode(message)));
    }

    /// The mediator reads in order and does not answer a subscription: a second welcome proves that it has been read.
    private List<SignalMessage> greeting() {
        SignalMessage authenticate = new SignalMessage.Authenticate(token);
        return list
                ? List.of(authenticate, new SignalMessage.SubscribeSessions(true), authenticate)
                : List.of(authenticate);
    }

    @Override
    public void onMessage(WebSocket socket, String text) {
        codec.decode(text).ifPresent(message -> {
            switch (message) {
                case SignalMessage.Welcome _ -> welcomed();
                case SignalMessage.Refused refused -> {
                    if (ProblemCode.UNAUTHENTICATED.toString().equals(refused.code())) {
                        tokens.forget(token);
                    }
                    socket.close(NORMAL_CLOSURE, null);
                    lose();
                }
                default -> events.accept(new PushEvent.Received(message));
            }
        });
    }

    private void welcomed() {
        if (++welcomes == (list ? 2 : 1)) {
            settled.countDown();
            events.accept(new PushEvent.Opened());
        }
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
            settled.countDown();
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
