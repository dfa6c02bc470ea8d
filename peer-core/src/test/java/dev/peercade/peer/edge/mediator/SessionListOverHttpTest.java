package dev.peercade.peer.edge.mediator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.game.Game;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.model.signal.SignalMessage;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.Mediator.PushEvent;
import dev.peercade.peer.port.MediatorFailure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Response;
import okhttp3.WebSocket;
import okhttp3.WebSocketListener;
import okio.Buffer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What windows show of a mediator: games, thumbnails and the list that is pushed, over real sockets.
@NullUnmarked
class SessionListOverHttpTest {

    private static final UUID ID = new UUID(1, 2);
    private static final String TOKEN = """
            {"id":"00000000-0000-0001-0000-000000000002","kind":"access","token":"T%d","expiresAt":"2999-01-01T00:00:00Z"}""";

    private final MockWebServer server = new MockWebServer();
    private final MediatorConnector connector = new MediatorConnector();
    private final SignalCodec codec = new SignalCodec(WireJson.mapper());
    private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();
    private final List<SignalMessage> heard = new CopyOnWriteArrayList<>();
    private final List<PushEvent> events = new CopyOnWriteArrayList<>();
    private final List<Mediator.Push> channels = new ArrayList<>();
    private Function<RecordedRequest, MockResponse> answer;
    private Mediator mediator;
    private int tokens;

    @BeforeEach
    void start() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public synchronized MockResponse dispatch(RecordedRequest request) {
                if (request.getUrl().encodedPath().endsWith("/tokens")) {
                    return status(201, TOKEN.formatted(++tokens));
                }
                requests.add(request);
                return answer.apply(request);
            }
        });
        server.start();
        mediator = connector.connect(server.url("/").uri(), "ann", "secret-word", false, null, false);
    }

    @AfterEach
    void stop() {
        channels.forEach(Mediator.Push::close);
        connector.close();
        server.close();
    }

    private static MockResponse status(int status, String body) {
        return new MockResponse.Builder().code(status).body(body).build();
    }

    private static byte[] jpeg(int bytes) {
        byte[] jpeg = new byte[bytes];
        jpeg[0] = (byte) 0xFF;
        jpeg[1] = (byte) 0xD8;
        return jpeg;
    }

    private void answerThumbnail(byte[] body) {
        answer = _ -> new MockResponse.Builder()
                .setHeader("Content-Type", "image/jpeg")
                .body(new Buffer().write(body))
                .build();
    }

    private String thumbnailFailure() {
        return catchThrowableOfType(MediatorFailure.class, () -> mediator.thumbnail(ID))
                .code();
    }

    @Test
    void gamesAreAskedForByAnyTextAndAllOfThemByNone() throws Exception {
        answer =
                _ -> status(200, "{\"items\":[{\"id\":\"" + ID + "\",\"name\":\"Doom & Gloom\"}],\"cursor\":\"more\"}");
        assertThat(mediator.games("o&m ü").items()).containsExactly(new Game(ID, "Doom & Gloom"));
        mediator.games("");
        assertThat(requests)
                .extracting(request -> request.getUrl().queryParameter("query"))
                .containsExactly("o&m ü", null);
        answer = _ -> status(200, "{}");
        assertThat(catchThrowableOfType(MediatorFailure.class, () -> mediator.games(""))
                        .code())
                .isEqualTo("malformed-answer");
    }

    @Test
    void aThumbnailIsAJpegOfABoundedSizeAndNothingElse() throws Exception {
        answerThumbnail(jpeg(StreamingSession.THUMBNAIL_BYTES_MAX));
        assertThat(mediator.thumbnail(ID)).hasSize(StreamingSession.THUMBNAIL_BYTES_MAX);
        assertThat(requests.getFirst().getHeaders().get("Accept")).contains("image/jpeg");
        answerThumbnail(jpeg(StreamingSession.THUMBNAIL_BYTES_MAX + 1));
        assertThat(thumbnailFailure()).isEqualTo("malformed-answer");
        answerThumbnail("<html>sign in to this network</html>".getBytes());
        assertThat(thumbnailFailure()).isEqualTo("malformed-answer");
        answerThumbnail(new byte[0]);
        assertThat(thumbnailFailure()).isEqualTo("malformed-answer");
    }

    @Test
    void noThumbnailIsNullAndAnyOtherProblemIsOne() throws Exception {
        answer = _ -> status(404, "{\"code\":\"not-found\",\"detail\":\"The session has no thumbnail.\"}");
        assertThat(mediator.thumbnail(ID)).isNull();
        answer = _ -> status(404, "<html>");
        assertThat(thumbnailFailure()).as("not a mediator's word").isEqualTo("http-404");
        answer = _ -> status(503, "{\"code\":\"unavailable\"}");
        assertThat(thumbnailFailure()).isEqualTo("unavailable");
    }

    @Test
    void aThumbnailIsPutAsItIs() throws Exception {
        answer = _ -> status(204, "");
        mediator.putThumbnail(ID, jpeg(100));
        RecordedRequest put = requests.getFirst();
        assertThat(put.getMethod()).isEqualTo("PUT");
        assertThat(put.getUrl().encodedPath()).endsWith(ID + "/thumbnail");
        assertThat(put.getHeaders().get("Content-Type")).isEqualTo("image/jpeg");
        assertThat(Arrays.equals(put.getBody().toByteArray(), jpeg(100))).isTrue();
    }

    /// @param onMessage is handed the channel and each message of the client's
    private void answerChannel(BiConsumer<WebSocket, SignalMessage> onMessage) {
        answer = _ -> new MockResponse.Builder()
                .webSocketUpgrade(new WebSocketListener() {
                    @Override
                    public void onMessage(WebSocket socket, String text) {
                        SignalMessage message = codec.decode(text).orElseThrow();
                        heard.add(message);
                        onMessage.accept(socket, message);
                    }

                    @Override
                    public void onOpen(WebSocket socket, Response response) {}

                    @Override
                    public void onClosing(WebSocket socket, int code, String reason) {
                        socket.close(code, null);
                    }
                })
                .build();
    }

    @Test
    void theChannelIsOpenOnceTheMediatorHasReadTheSubscription() throws Exception {
        CompletableFuture<WebSocket> subscribed = new CompletableFuture<>();
        String welcome = codec.encode(new SignalMessage.Welcome("ann"));
        String marker = codec.encode(new SignalMessage.SubscribeSessions(false));
        answerChannel((socket, _) -> {
            if (heard.size() == 1) {
                socket.send(welcome);
                socket.send(marker);
            } else if (heard.size() == 3) {
                subscribed.complete(socket);
            }
        });
        channels.add(mediator.openListPush(events::add));
        WebSocket socket = subscribed.get(10, TimeUnit.SECONDS);
        SignalMessage authenticate = new SignalMessage.Authenticate("T1");
        assertThat(heard).containsExactly(authenticate, new SignalMessage.SubscribeSessions(true), authenticate);
        await().until(() -> !events.isEmpty());
        assertThat(events).singleElement().isInstanceOf(PushEvent.Received.class);
        socket.send(welcome);
        await().until(() -> events.size() == 2);
        assertThat(events.getLast()).isEqualTo(new PushEvent.Opened());
    }

    @Test
    void aChannelForTheSessionsOwnMattersDoesNotAskForTheList() {
        answerChannel((socket, _) -> socket.send(codec.encode(new SignalMessage.Welcome("ann"))));
        channels.add(mediator.openPush(events::add));
        await().until(() -> !events.isEmpty());
        assertThat(heard).containsExactly(new SignalMessage.Authenticate("T1"));
    }

    @Test
    void aTokenThatTheChannelRefusesIsNotUsedForTheNextOne() {
        answerChannel((socket, message) -> socket.send(codec.encode(
                message.equals(new SignalMessage.Authenticate("T1"))
                        ? new SignalMessage.Refused("unauthenticated", "It has expired.")
                        : new SignalMessage.Welcome("ann"))));
        channels.add(mediator.openPush(events::add));
        await().until(() -> events.contains(new PushEvent.Lost()));
        channels.add(mediator.openPush(events::add));
        await().until(() -> events.contains(new PushEvent.Opened()));
        assertThat(heard).contains(new SignalMessage.Authenticate("T2"));
    }

    @Test
    void aMediatorWithoutAChannelIsToldOnceAsLost() {
        answer = _ -> status(404, "{\"code\":\"not-found\"}");
        channels.add(mediator.openListPush(events::add));
        await().until(() -> !events.isEmpty());
        assertThat(events).containsExactly(new PushEvent.Lost());
    }
}
