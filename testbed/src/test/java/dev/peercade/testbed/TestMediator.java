package dev.peercade.testbed;

import dev.peercade.mediator.MediatorServer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.mediator.config.StartException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A real mediator with its own database in this JVM, on free ports of loopback, and plain HTTP calls to it.
final class TestMediator implements AutoCloseable {

    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final RunningMediator running;
    private final Path folder;
    private final HttpClient http = HttpClient.newHttpClient();

    private TestMediator(RunningMediator running, Path folder) {
        this.running = running;
        this.folder = folder;
    }

    static TestMediator start(Path folder) throws StartException {
        Path data = folder.resolve("mediator");
        return new TestMediator(
                MediatorServer.start(ServerSettings.fromEnvironment(
                        Map.of("PEERCADE_PORT", "0", "PEERCADE_STUN_PORT", "0", "PEERCADE_DATA_DIR", data.toString()))),
                folder);
    }

    URI uri() {
        return running.uri();
    }

    /// What a command needs to act as this peer.
    String[] as(String user, String... command) throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD + "\n");
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(List.of(
                "--server", uri().toString(), "--user", user, "--password-file", password.toString(), "--json"));
        return all.toArray(String[]::new);
    }

    void register(String... users) throws IOException, InterruptedException {
        for (String user : users) {
            Answer answer = call(null, "POST", "/peers", Map.of("userName", user, "password", PASSWORD));
            if (answer.status() != 201) {
                throw new AssertionError("registering " + user + ": " + answer);
            }
        }
    }

    record Answer(int status, JsonNode body) {}

    /// @param user whose Basic credentials go along, or null for none
    /// @param path below the API's base
    Answer call(@Nullable String user, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri() + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (user != null) {
            byte[] basic = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
            request.header("Authorization", "Basic " + Base64.getEncoder().encodeToString(basic));
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body().isEmpty() ? "{}" : response.body()));
    }

    @Override
    public void close() {
        running.close();
    }
}
