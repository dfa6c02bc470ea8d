package dev.peercade.testbed;

import dev.peercade.media.Picture;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.peer.PeerCore;
import dev.peercade.peer.PeerCoreSettings;
import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import dev.peercade.peer.session.MediatorClient;
import dev.peercade.peer.session.SessionChoice;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.viewer.Viewing;
import dev.peercade.viewer.WatchOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/// A viewer whose app is open and has the list: it clicks on the one live session for each line of its input, leaves
/// after the first picture, and writes an event `join` with the milliseconds from the click to each step, to `path`
/// (the first that works) and to `picture`.
final class LabClicker {

    private static final PeerCoreSettings SETTINGS =
            new PeerCoreSettings(null, null, false, true, PeerCoreSettings.Memory.NONE);

    private LabClicker() {}

    /// @param args the mediator's address, a registered user
    public static void main(String... args) throws Exception {
        MediatorAccount viewer = new MediatorAccount(URI.create(args[0]), args[1], Rest.PASSWORD, false, null);
        try (var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
                PeerCore app = PeerCore.open(SETTINGS);
                MediatorClient client = app.client(viewer)) {
            app.warmUp();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                click(app, viewer, client.sessions().getFirst().id());
            }
        }
    }

    private static void click(PeerCore app, MediatorAccount viewer, UUID session) throws Exception {
        MonoTime clicked = new MonoTime(System.nanoTime());
        Map<String, Long> parts = new LinkedHashMap<>();
        CompletableFuture<Long> picture = new CompletableFuture<>();
        Viewing viewing = new Viewing(
                app,
                new WatchOptions(
                        viewer,
                        SessionChoice.byId(session),
                        null,
                        new WatchOptions.Files(null, null),
                        ConnectOptions.NORMAL),
                new Viewing.Listener() {
                    @Override
                    public void onEvent(CommandEvent event) {
                        switch (event) {
                            case CommandEvent.Step step -> parts.putIfAbsent(step.step(), step.atMs());
                            case CommandEvent.Notice notice
                            when notice.code().equals("path-changed") -> parts.putIfAbsent("path", notice.atMs());
                            default -> {}
                        }
                    }

                    @Override
                    public int onPicture(Picture shown) {
                        picture.complete(
                                new MonoTime(System.nanoTime()).since(clicked).toMillis());
                        return 0;
                    }
                },
                clicked,
                clicked);
        picture.thenRun(viewing::stop);
        viewing.run();
        parts.put("picture", picture.getNow(0L));
        System.out.println(parts.entrySet().stream()
                .map(part -> "\"%s\":%d".formatted(part.getKey(), part.getValue()))
                .collect(Collectors.joining(",", "{\"event\":\"join\",", "}")));
    }
}
