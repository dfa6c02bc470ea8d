package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.TokenKind;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.model.session.NewStreamingSession;
import dev.peercade.model.session.SessionStatus;
import dev.peercade.model.session.SessionStatusChange;
import dev.peercade.model.session.StreamingSession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Promise N6, the mediator's half: nothing that it keeps opens a peer's media or account. What PROTOCOL.md gives it
/// of secrets are the ICE passwords of endpoints; they stand in the database while the session or request does, and
/// are erased with it.
class SecretsAtRestTest {

    private static final String STREAMERS_ICE = "IceOfTheStreamer0123456789";
    private static final String VIEWERS_ICE = "IceOfTheViewer012345678901";
    private static final List<String> ICE = List.of(STREAMERS_ICE, VIEWERS_ICE);

    /// What no peer of ours sends, and what the mediator must not keep if another one does.
    private static final List<String> KEYS = List.of("DtlsPrivateKeyOfAPeer", "SrtpMasterKeyOfAPeer");

    @TempDir
    Path data;

    @Test
    void noKeyPasswordOrTokenIsKeptAndIcePasswordsGoWithTheirSession() throws Exception {
        String title = "Title that is kept " + Caller.suffix();
        Set<String> credentials = new TreeSet<>(Set.of(Caller.PASSWORD));
        try (RunningMediator mediator = MediatorServer.start(TestMediator.settings(data))) {
            Caller owner = Caller.anonymous(mediator).register("rest-" + Caller.suffix());
            credentials.add(owner.token(TokenKind.DEVICE).token());
            Caller streamer = owner.withAccessToken();
            credentials.add(String.valueOf(streamer.authorization()).substring("Bearer ".length()));
            Caller viewer = Caller.registered(mediator, "rest-v");
            StreamingSession session = streamer.post(
                            MediatorApi.SESSIONS, new NewStreamingSession("Chess", title, null, null))
                    .as(StreamingSession.class);
            streamer.put(MediatorApi.SESSION_ENDPOINT, endpoint(STREAMERS_ICE), session.id())
                    .ok();
            ViewRequest request = viewer.post(MediatorApi.SESSION_VIEW_REQUESTS, "{}", session.id())
                    .as(ViewRequest.class);
            viewer.put(MediatorApi.VIEW_REQUEST_ENDPOINT, endpoint(VIEWERS_ICE), request.id())
                    .ok();

            String open = dump(mediator);
            assertThat(open).as("the other peer has to get them").contains(ICE).contains(title);
            assertThat(found(open, KEYS)).isEmpty();
            assertThat(found(open, credentials)).isEmpty();

            streamer.put(MediatorApi.SESSION_STATUS, new SessionStatusChange(SessionStatus.FINISHED), session.id())
                    .ok();

            String ended = dump(mediator);
            assertThat(ended).contains(title);
            assertThat(found(ended, ICE)).isEmpty();
            assertThat(found(ended, KEYS)).isEmpty();
            assertThat(found(ended, credentials)).isEmpty();
        }
        boolean titleSeen = false;
        int files = 0;
        try (var paths = Files.walk(data)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                // Byte for character, so that a search of text is one of bytes.
                String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
                String name = data.relativize(file).toString();
                titleSeen |= raw.contains(title);
                files++;
                assertThat(found(raw, KEYS)).as(name).isEmpty();
                assertThat(found(raw, credentials)).as(name).isEmpty();
                if (!name.startsWith("postgres/")) {
                    assertThat(found(raw, ICE)).as(name).isEmpty();
                }
            }
        }
        assertThat(titleSeen).as("a search of the files finds what is kept").isTrue();
        assertThat(files).isGreaterThan(100);
    }

    /// As a peer pushes it, with what a careless one might add.
    private static String endpoint(String icePassword) {
        String plain = Caller.JSON.writeValueAsString(Endpoints.at("203.0.113.10", 40_000));
        String own = plain.replace("0123456789abcdefghijkl", icePassword);
        assertThat(own).contains(icePassword);
        return own.replaceFirst(
                "\\{",
                "{\"privateKey\":\"" + KEYS.getFirst() + "\",\"srtp\":{\"masterKey\":\"" + KEYS.getLast() + "\"},");
    }

    /// Every row of every table as text, as a dump has them.
    private static String dump(RunningMediator mediator) {
        DSLContext database = TestMediator.bean(mediator, DSLContext.class);
        List<String> tables = database.fetch(
                        "SELECT quote_ident(table_name) FROM information_schema.tables WHERE table_schema = 'public'")
                .getValues(0, String.class);
        assertThat(tables).hasSizeGreaterThan(6);
        return tables.stream()
                .flatMap(table ->
                        database.fetch("SELECT t::text FROM " + table + " t").getValues(0, String.class).stream())
                .collect(Collectors.joining("\n"));
    }

    private static List<String> found(String text, Iterable<String> needles) {
        List<String> found = new java.util.ArrayList<>();
        needles.forEach(needle -> {
            if (text.contains(needle)) {
                found.add(needle);
            }
        });
        return found;
    }
}
