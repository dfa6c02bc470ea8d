package dev.peercade.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import dev.peercade.model.game.Game;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.StreamingSession;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.SessionListEvent;
import dev.peercade.peer.session.SessionListWatch;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a viewer's window shows before anything is watched, by a real mediator.
class SessionListTest {

    private final List<SessionListEvent> events = new CopyOnWriteArrayList<>();

    private void awaitChange(Predicate<StreamingSession> expected) {
        await().until(() -> events.stream()
                .anyMatch(event ->
                        event instanceof SessionListEvent.Changed(StreamingSession session) && expected.test(session)));
    }

    private static byte[] jpeg() throws IOException {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB), "jpg", jpeg);
        return jpeg.toByteArray();
    }

    @Test
    void aSessionComesGetsAThumbnailAndEndsBeforeTheEyesOfWhoFollowsTheList(@TempDir Path folder) throws Exception {
        try (TestMediator running = TestMediator.start(folder);
                PeerCore core = PeerCore.open(PeerCoreSettings.defaults())) {
            Rest mediator = running.rest();
            mediator.register("anna", "ben");
            MediatorClient anna = core.client(account(mediator, "anna"));
            MediatorClient ben = core.client(account(mediator, "ben"));
            SessionListWatch watch = ben.watchSessions(events::add);
            await().until(() -> events.contains(new SessionListEvent.ReadAgain()));

            UUID session = UUID.fromString(
                    mediator.call("anna", "POST", "/streaming-sessions", Map.of("game", "Doom", "title", "episode 1"))
                            .body()
                            .path("id")
                            .asString());
            String path = "/streaming-sessions/" + session;
            mediator.call("anna", "PUT", path + "/endpoint", Endpoints.at("127.0.0.1", 4711));
            awaitChange(row -> row.id().equals(session) && row.status() == SessionStatus.READY);
            assertThat(ben.session(session).streamer()).isEqualTo("anna");
            assertThat(ben.games("oo")).extracting(Game::name).containsExactly("Doom");
            assertThat(ben.games("quake")).isEmpty();

            assertThat(ben.thumbnail(session)).isNull();
            anna.putThumbnail(session, jpeg());
            awaitChange(row -> row.thumbnailAt() != null);
            assertThat(ImageIO.read(new ByteArrayInputStream(ben.thumbnail(session))))
                    .satisfies(picture -> assertThat(picture.getWidth()).isEqualTo(320));
            assertThat(catchThrowableOfType(MediatorException.class, () -> ben.putThumbnail(session, jpeg()))
                            .code())
                    .isEqualTo("forbidden");

            mediator.call("anna", "PUT", path + "/status", Map.of("status", "FINISHED"));
            awaitChange(row -> row.status() == SessionStatus.FINISHED);
            assertThat(events).doesNotContain(new SessionListEvent.Away());

            running.close();
            await().until(() -> events.getLast().equals(new SessionListEvent.Away()));
            watch.close();
        }
    }

    private static MediatorAccount account(Rest mediator, String user) {
        return new MediatorAccount(mediator.uri(), user, Rest.PASSWORD, false, null);
    }
}
