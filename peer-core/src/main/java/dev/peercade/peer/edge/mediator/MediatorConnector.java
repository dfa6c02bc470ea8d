package dev.peercade.peer.edge.mediator;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.peer.Candidate;
import dev.peercade.model.peer.CandidateKind;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.request.AdmissionState;
import dev.peercade.model.request.CloseReason;
import dev.peercade.model.request.RequestStatus;
import dev.peercade.model.request.RequestStatusChange;
import dev.peercade.model.request.ViewRequest;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.port.MediatorFailure;
import java.net.InetAddress;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/// Makes clients that share connections, threads and the JSON mapper.
public final class MediatorConnector implements AutoCloseable {

    private final JsonMapper json = WireJson.mapper();
    /// Reading the platform's authorities takes longer than a whole call: only clients that speak TLS do.
    private final OkHttpClient shared = new OkHttpClient.Builder()
            .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT))
            .connectionPool(new ConnectionPool(8, 1, TimeUnit.MINUTES))
            .build();

    /// @param plainHttpAllowed whether `http:` is accepted where the host is not this machine
    /// @param pin `sha-256` fingerprint of the server's certificate, or null
    /// @throws MediatorFailure when the address cannot be used
    public Mediator connect(
            URI server,
            String userName,
            String secret,
            boolean deviceToken,
            @Nullable String pin,
            boolean plainHttpAllowed)
            throws MediatorFailure {
        HttpUrl base = HttpUrl.get(server);
        if (base == null) {
            throw new MediatorFailure(
                    "invalid-server",
                    "The mediator's address is not a web address.",
                    "Give one such as https://play.example:8480.",
                    false);
        }
        if (!base.isHttps() && !plainHttpAllowed && !isLoopback(base.host())) {
            throw new MediatorFailure(
                    "plain-http",
                    "The mediator at " + base.host() + " is to be reached without encryption, which would show your"
                            + " password to the network.",
                    "Use https:, or --allow-plain-http in a network that you trust.",
                    false);
        }
        try {
            MediatorHttp http = new MediatorHttp(base, shared, base.isHttps() ? new ServerTrust(pin) : null, json);
            return new OkHttpMediator(http, userName, secret, deviceToken);
        } catch (IllegalArgumentException e) {
            throw new MediatorFailure(
                    "invalid-pin",
                    "The pin of the mediator's certificate is malformed.",
                    "Give it as the mediator prints it: sha-256 and 32 hex bytes with colons.",
                    false);
        }
    }

    /// Whether the name stands for this machine.
    public static boolean isLoopback(String host) {
        try {
            return host.equals("localhost")
                    || InetAddress.ofLiteral(host.startsWith("[") ? host.substring(1, host.length() - 1) : host)
                            .isLoopbackAddress();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /// Loads the classes of a first call. Blocks; to be called in the background.
    public void warmUp() {
        roundTrip(new MediatorInfo("", true, null, 0, null));
        MediaDescription media =
                new MediaDescription(List.of(new MediaDescription.Codec("", 96, 1, "", null)), List.of());
        Endpoint endpoint =
                new Endpoint("", 1, List.of(new Candidate(CandidateKind.HOST, 1, "", "", 1)), "", "", "", media, 1);
        UUID id = new UUID(0, 0);
        roundTrip(new ViewRequest(
                id, id, "", RequestStatus.NEW, AdmissionState.ADMITTED, endpoint, Instant.EPOCH, CloseReason.LEFT));
        roundTrip(new RequestStatusChange(RequestStatus.READY));
    }

    private void roundTrip(Object value) {
        json.readValue(json.writeValueAsBytes(value), value.getClass());
    }

    @Override
    public void close() {
        shared.dispatcher().executorService().shutdown();
        shared.connectionPool().evictAll();
    }
}
