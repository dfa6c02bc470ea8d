package dev.peercade.node;

import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeList;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.SplittableRandom;

/// Another node's agent, over HTTPS with the certificate that the mediator has signed for it.
final class OtherNode implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(4);
    private static final Duration CALL = Duration.ofSeconds(20);

    private final HttpClient client;
    private final String base;
    private final NodeJson json;

    OtherNode(NodeEntry node, NodeJson json) throws GeneralSecurityException {
        this.json = json;
        this.client = HttpClient.newBuilder()
                .sslContext(PinnedTrust.context(node.certificatePin()))
                .connectTimeout(CONNECT)
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
        String host = node.ipv4() == null
                ? "[" + Objects.requireNonNull(node.ipv6(), "a node has an address") + "]"
                : node.ipv4();
        this.base = "https://" + host + ":" + node.agentPort();
    }

    /// Its table.
    NodeList table() throws IOException, InterruptedException {
        return json.nodes(call(request("/ip-table").GET().build()))
                .orElseThrow(() -> new IOException("The answer is no table."));
    }

    void tell(NodeList table) throws IOException, InterruptedException {
        call(request("/ip-table")
                .POST(BodyPublishers.ofByteArray(json.bytes(table)))
                .build());
    }

    /// Round trip of a call over the open connection, in ms: a little more than the network's own.
    double latencyMs() throws IOException, InterruptedException {
        HttpRequest request = request("/server_info").GET().build();
        call(request);
        long began = System.nanoTime();
        call(request);
        return (System.nanoTime() - began) / 1e6;
    }

    /// Mbit/s from there.
    double downloadMbps(long bytes) throws IOException, InterruptedException {
        long began = System.nanoTime();
        HttpResponse<InputStream> response =
                client.send(request("/speedtest/download?bytes=" + bytes).GET().build(), BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            requireGood(response);
            long read = body.skip(bytes);
            return read * 8 / 1e6 / ((System.nanoTime() - began) / 1e9);
        }
    }

    /// Mbit/s to there.
    double uploadMbps(int bytes) throws IOException, InterruptedException {
        byte[] body = new byte[bytes];
        new SplittableRandom(bytes).nextBytes(body);
        long began = System.nanoTime();
        call(request("/speedtest/upload").POST(BodyPublishers.ofByteArray(body)).build());
        return bytes * 8 / 1e6 / ((System.nanoTime() - began) / 1e9);
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(base + path)).timeout(CALL).header("Content-Type", "application/json");
    }

    private byte[] call(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(request, BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            requireGood(response);
            byte[] bytes = body.readNBytes(NodeJson.BYTES_MAX + 1);
            if (bytes.length > NodeJson.BYTES_MAX) {
                throw new IOException("The answer is too long.");
            }
            return bytes;
        }
    }

    private static void requireGood(HttpResponse<?> response) throws IOException {
        if (response.statusCode() != 200) {
            throw new IOException("Status " + response.statusCode() + ".");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
