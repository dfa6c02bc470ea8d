package dev.peercade.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.SessionListEvent;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What an app's one `PeerCore` keeps, and for how long.
@NullUnmarked
class PeerCoreTest {

    private static final String TOKEN = """
            {"id":"00000000-0000-0001-0000-000000000002","kind":"access","token":"T","expiresAt":"2999-01-01T00:00:00Z"}""";

    private final MockWebServer server = new MockWebServer();
    private final AtomicInteger passwordsSeen = new AtomicInteger();
    private PeerCore core;
    private MediatorAccount ann;

    @BeforeEach
    void start() throws Exception {
        server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                boolean token = request.getUrl().encodedPath().endsWith("/tokens");
                if (token) {
                    passwordsSeen.incrementAndGet();
                }
                return new MockResponse.Builder()
                        .code(token ? 201 : 200)
                        .body(token ? TOKEN : "{\"items\":[],\"cursor\":null}")
                        .build();
            }
        });
        server.start();
        core = PeerCore.open(PeerCoreSettings.defaults());
        ann = new MediatorAccount(server.url("/").uri(), "ann", "secret-word", false, null);
    }

    @AfterEach
    void stop() {
        core.close();
        server.close();
    }

    private void list() throws Exception {
        try (MediatorClient client = core.client(ann)) {
            client.sessions();
        }
    }

    @Test
    void theClientsOfAnAccountShareOneAccessToken() throws Exception {
        list();
        list();
        assertThat(passwordsSeen).hasValue(1);
    }

    @Test
    void anAccountThatIsForgottenHasToShowItsPasswordAgain() throws Exception {
        list();
        core.forget(ann);
        list();
        assertThat(passwordsSeen).hasValue(2);
    }

    @Test
    void closingEndsTheListsThatAreStillFollowed() {
        List<SessionListEvent> events = new CopyOnWriteArrayList<>();
        core.client(ann).watchSessions(events::add);
        // This server upgrades nothing.
        await().until(() -> events.contains(new SessionListEvent.Away()));
        core.close();
        await().until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("peercade-list")));
    }
}
