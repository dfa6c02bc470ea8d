package dev.peercade.testbed;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Plain HTTP calls to a mediator, as any client makes them, and the options by which commands reach it. All peers of
/// the testbed have one password.
record Rest(URI uri, Path folder) {

    static final String PASSWORD = "correct horse battery";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /// A command with what it needs to act as this peer.
    String[] as(String user, String... command) throws IOException {
        Path password = folder.resolve("password");
        Files.writeString(password, PASSWORD + "\n");
        List<String> all = new ArrayList<>(List.of(command));
        all.addAll(
                List.of("--server", uri.toString(), "--user", user, "--password-file", password.toString(), "--json"));
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

    /// The one session that is in the list.
    boolean hasOneSession(String user) throws IOException, InterruptedException {
        return sessions(user).size() == 1;
    }

    JsonNode onlySession(String user) throws IOException, InterruptedException {
        JsonNode items = sessions(user);
        if (items.size() != 1) {
            throw new AssertionError("one session expected: " + items);
        }
        return items.path(0);
    }

    private JsonNode sessions(String user) throws IOException, InterruptedException {
        return call(user, "GET", "/streaming-sessions", null).body().path("items");
    }

    record Answer(int status, JsonNode body) {}

    /// @param user whose Basic credentials go along, or null for none
    /// @param path below the API's base
    Answer call(@Nullable String user, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        return call(HTTP, user, method, path, body);
    }

    /// Likewise through a client of the test's own.
    Answer call(HttpClient client, @Nullable String user, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        byte[] basic = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
        String authorization =
                user == null ? null : "Basic " + Base64.getEncoder().encodeToString(basic);
        return send(client, authorization, method, path, body);
    }

    /// Likewise with an access token, which costs no password hash.
    Answer bearer(String token, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        return send(HTTP, "Bearer " + token, method, path, body);
    }

    /// An access token of the user.
    String token(String user) throws IOException, InterruptedException {
        Answer answer = call(user, "POST", "/tokens", Map.of("kind", "access"));
        if (answer.status() != 201) {
            throw new AssertionError("a token for " + user + ": " + answer);
        }
        return answer.body().path("token").asString();
    }

    /// Tokens of a streamer and of a viewer.
    record Signed(Rest rest, String owner, String guest) {}

    private Answer send(
            HttpClient client, @Nullable String authorization, String method, String path, @Nullable Object body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(uri + "/api/v1" + path))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .method(
                        method,
                        body == null
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Answer(response.statusCode(), JSON.readTree(response.body().isEmpty() ? "{}" : response.body()));
    }
}
