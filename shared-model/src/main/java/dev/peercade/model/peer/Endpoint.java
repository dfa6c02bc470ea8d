package dev.peercade.model.peer;

import dev.peercade.model.relay.RelayLatency;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where and how a peer can be reached. Addresses are IP literals, never names.
///
/// @param host the server-reflexive address, or null where the peer has none to give
/// @param port 1 to 65535, present exactly when `host` is
/// @param candidates at most 16; when null or empty, `host` and `port` stand for one server-reflexive candidate
/// @param userFragment ICE user fragment, 4 to 256 of `a-z A-Z 0-9 + /` (RFC 8839, section 5.4)
/// @param password ICE password, 22 to 256 of the same
/// @param fingerprint of the DTLS certificate: `sha-256` and 32 upper-case hex bytes with colons (RFC 8122)
/// @param relayLatencies to the relay nodes that the peer can reach, at most 16, each node once; null where it has
///     measured none
/// @param generation raised by the mediator with each push; null in what a peer sends
public record Endpoint(
        @Nullable String host,
        @Nullable Integer port,
        @Nullable List<Candidate> candidates,
        String userFragment,
        String password,
        String fingerprint,
        MediaDescription media,
        @Nullable List<RelayLatency> relayLatencies,
        @Nullable Integer generation) {

    public static final int CANDIDATES_MAX = 16;
    public static final int RELAY_LATENCIES_MAX = 16;

    /// Of a peer that knows no relay nodes.
    public Endpoint(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable List<Candidate> candidates,
            String userFragment,
            String password,
            String fingerprint,
            MediaDescription media,
            @Nullable Integer generation) {
        this(host, port, candidates, userFragment, password, fingerprint, media, null, generation);
    }

    /// The same, pushed as this generation.
    public Endpoint ofGeneration(@Nullable Integer pushed) {
        return new Endpoint(host, port, candidates, userFragment, password, fingerprint, media, relayLatencies, pushed);
    }

    /// Addresses are personal and the password is a secret.
    @Override
    public String toString() {
        return "Endpoint[generation=" + generation + ", redacted]";
    }
}
