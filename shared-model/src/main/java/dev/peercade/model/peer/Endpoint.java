package dev.peercade.model.peer;

import dev.peercade.model.relay.RelayLatency;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.UUID;
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
/// @param identity who says all this, or null for a peer without an identity key, such as a page in a browser
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
        @Nullable EndpointIdentity identity,
        @Nullable Integer generation) {

    public static final int CANDIDATES_MAX = 16;
    public static final int RELAY_LATENCIES_MAX = 16;

    /// Of a peer that knows no relay nodes and has no identity key.
    public Endpoint(
            @Nullable String host,
            @Nullable Integer port,
            @Nullable List<Candidate> candidates,
            String userFragment,
            String password,
            String fingerprint,
            MediaDescription media,
            @Nullable Integer generation) {
        this(host, port, candidates, userFragment, password, fingerprint, media, null, null, generation);
    }

    /// The same, pushed as this generation.
    public Endpoint ofGeneration(@Nullable Integer pushed) {
        return new Endpoint(
                host, port, candidates, userFragment, password, fingerprint, media, relayLatencies, identity, pushed);
    }

    /// The same, said by this one.
    public Endpoint signedBy(EndpointIdentity signer) {
        return new Endpoint(
                host, port, candidates, userFragment, password, fingerprint, media, relayLatencies, signer, generation);
    }

    /// What an identity's signature covers: whose endpoint it is, of which session (a streamer's) or view request (a
    /// viewer's), and all that says where the peer is and who may be spoken to there. One line each, an absent one
    /// empty, then a line for each candidate.
    ///
    /// @param user name of the account
    /// @param place id of the session or request, so that it is worth nothing elsewhere
    public String signedText(String user, UUID place) {
        StringJoiner lines = new StringJoiner("\n")
                .add("peercade-endpoint-1")
                .add(user.toLowerCase(Locale.ROOT))
                .add(place.toString())
                .add(userFragment)
                .add(password)
                .add(fingerprint)
                .add(host == null ? "" : host)
                .add(port == null ? "" : port.toString());
        if (candidates != null) {
            candidates.forEach(candidate -> lines.add(String.join(
                    " ",
                    candidate.kind().toString(),
                    Long.toString(candidate.priority()),
                    candidate.foundation(),
                    candidate.address(),
                    Integer.toString(candidate.port()))));
        }
        return lines.toString();
    }

    /// Addresses are personal and the password is a secret.
    @Override
    public String toString() {
        return "Endpoint[generation=" + generation + ", redacted]";
    }
}
