package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;

import dev.peercade.testbed.lab.Host;
import dev.peercade.testbed.lab.NetworkLab;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The program as users start it, on the machines of a network lab: the mediator on the server, anna, who streams,
/// in home A, and ben, who watches, in home B. They keep their accounts and their mediator while the homes change
/// their NATs.
final class LabPeers implements AutoCloseable {

    /// The launcher may have to build first.
    private static final Duration START = Duration.ofSeconds(600);

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final NetworkLab lab;
    private final Path folder;
    private final PeercadeProcess mediator;
    private final Rest rest;

    private LabPeers(NetworkLab lab, Path folder, PeercadeProcess mediator, Rest rest) {
        this.lab = lab;
        this.folder = folder;
        this.mediator = mediator;
        this.rest = rest;
    }

    /// @param folder that holds all that they write
    /// @param settings more of the mediator's, such as `PEERCADE_REGISTRATION=open`
    static LabPeers start(NetworkLab lab, Path folder, String... settings) throws IOException, InterruptedException {
        Host server = lab.server();
        List<String> prefix = new ArrayList<>(server.prefix());
        prefix.addAll(List.of("env", "PEERCADE_OPERATORS=" + TestMediator.OPERATOR));
        prefix.addAll(List.of(settings));
        PeercadeProcess mediator = PeercadeProcess.byLauncher(
                prefix,
                Files.createDirectories(folder.resolve("server")),
                "server",
                "--json",
                "--bind",
                server.address().getHostAddress(),
                "--allow-plain-http",
                "--data-dir",
                folder.resolve("mediator").toString());
        try {
            URI uri = URI.create(
                    mediator.await(event("listening"), START).path("uri").asString());
            LabPeers peers = new LabPeers(lab, folder, mediator, new Rest(uri, folder));
            peers.register(TestMediator.OPERATOR, server);
            peers.register("anna", lab.homeA().host());
            peers.register("ben", lab.homeB().host());
            return peers;
        } catch (InterruptedException | IOException | RuntimeException | Error e) {
            mediator.close();
            throw e;
        }
    }

    private void register(String user, Host host) throws IOException, InterruptedException {
        try (PeercadeProcess registering = peer(host, user, "register")) {
            if (registering.exitCode(PATIENCE) != 0) {
                throw new AssertionError("registering " + user + ": " + registering.text());
            }
        }
    }

    /// A call to the mediator, as any client on that machine makes it.
    ///
    /// @param user whose Basic credentials go along, or null for none
    Rest.Answer call(Host from, @Nullable String user, String method, String path, @Nullable Object body)
            throws IOException {
        return from.call(() -> {
            // Its threads stay on the machine where it was made.
            try (HttpClient client = HttpClient.newHttpClient()) {
                return rest.call(client, user, method, path, body);
            }
        });
    }

    /// SIGKILL to the mediator and its database.
    void killMediator() throws InterruptedException {
        var database = mediator.handle().descendants().toList();
        mediator.killHard();
        database.forEach(ProcessHandle::destroyForcibly);
    }

    /// A relay node, once it is in the mediator's table.
    PeercadeProcess relay(Host host) throws IOException, InterruptedException {
        Path home = Files.createDirectories(folder.resolve(host.name()));
        PeercadeProcess node = PeercadeProcess.byLauncher(
                host.prefix(),
                home,
                rest.as(
                        TestMediator.OPERATOR,
                        "node",
                        "--lab",
                        "--allow-plain-http",
                        "--address",
                        host.address().getHostAddress(),
                        "--data-dir",
                        home.resolve("node").toString()));
        node.await(event("relaying"), PATIENCE);
        return node;
    }

    /// Anna streams the built-in scene, small so that it costs little.
    ///
    /// @param more options of `stream`
    PeercadeProcess stream(String... more) throws IOException {
        return peer(
                lab.homeA().host(),
                "anna",
                with(more, "stream", "--game", "Freedoom", "--source", "scene", "--size", "320x180", "--fps", "30"));
    }

    /// Ben watches what anna streams.
    ///
    /// @param more options of `watch`
    PeercadeProcess watch(String... more) throws IOException {
        return peer(lab.homeB().host(), "ben", with(more, "watch", "--streamer", "anna"));
    }

    /// Anna at home A, or ben at home B, asks the doctor.
    ///
    /// @param more options of `doctor`
    PeercadeProcess doctor(String user, String... more) throws IOException {
        return peer(user.equals("anna") ? lab.homeA().host() : lab.homeB().host(), user, with(more, "doctor"));
    }

    /// The id of the one live session, as ben sees it.
    String session() throws IOException, InterruptedException {
        try (PeercadeProcess listing = peer(lab.homeB().host(), "ben", "watch", "--list")) {
            return listing.await(event("session"), PATIENCE).path("session").asString();
        }
    }

    /// Ben's [LabVisitor].
    PeercadeProcess visitor() throws IOException {
        return program(LabVisitor.class);
    }

    /// Ben's [LabClicker].
    PeercadeProcess clicker() throws IOException {
        return program(LabClicker.class);
    }

    /// Anna's [LinkStreamer].
    PeercadeProcess linkStreamer(Path clip, int kbps) throws IOException {
        return PeercadeProcess.ofTests(
                lab.homeA().host().prefix(),
                Files.createDirectories(folder.resolve("anna")),
                LinkStreamer.class,
                rest.uri().toString(),
                "anna",
                clip.toString(),
                String.valueOf(kbps));
    }

    /// Ben's [LinkViewer].
    PeercadeProcess linkViewer() throws IOException {
        return PeercadeProcess.ofTests(
                lab.homeB().host().prefix(),
                Files.createDirectories(folder.resolve("ben")),
                LinkViewer.class,
                rest.uri().toString(),
                "ben");
    }

    private PeercadeProcess program(Class<?> main) throws IOException {
        return PeercadeProcess.ofPeer(
                lab.homeB().host().prefix(),
                Files.createDirectories(folder.resolve("ben")),
                main,
                rest.uri().toString(),
                "ben");
    }

    private PeercadeProcess peer(Host host, String user, String... command) throws IOException {
        return PeercadeProcess.byLauncher(
                host.prefix(),
                Files.createDirectories(folder.resolve(user)),
                rest.as(user, with(new String[] {"--allow-plain-http"}, command)));
    }

    /// The first, and then the last.
    private static String[] with(String[] last, String... first) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(last));
        return all.toArray(String[]::new);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        if (mediator.isAlive()) {
            mediator.interrupt();
            mediator.exitCode(Duration.ofSeconds(30));
        }
        mediator.close();
    }
}
