package dev.peercade.mediator.endpoint;

import dev.peercade.mediator.web.FieldProblems;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.Candidate;
import dev.peercade.model.peer.Endpoint;
import dev.peercade.model.peer.EndpointIdentity;
import dev.peercade.model.peer.MediaDescription;
import dev.peercade.model.relay.RelayLatency;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a peer may claim to be reachable at. Other peers send datagrams to it, so it must be an address that can be
/// one.
public final class EndpointValidator {

    private static final Pattern ICE_CHARS = Pattern.compile("[A-Za-z0-9+/]*");
    private static final Pattern FINGERPRINT = Pattern.compile("sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}");
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._-]{1,32}");
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/]*={0,2}");
    private static final Pattern PRINTABLE = Pattern.compile("[\\x20-\\x7E]*");
    private static final int CODECS_MAX = 16;
    private static final int EXTENSIONS_MAX = 16;
    private static final int TEXT_MAX = 255;
    private static final double LATENCY_MS_MAX = 60_000;
    private static final long PRIORITY_MAX = (1L << 31) - 1;

    private final boolean loopbackAllowed;

    /// @param loopbackAllowed whether the mediator itself listens on loopback: then its peers live on this machine
    public EndpointValidator(boolean loopbackAllowed) {
        this.loopbackAllowed = loopbackAllowed;
    }

    /// The endpoint as it may be kept: without the generation, which only the mediator counts.
    ///
    /// @throws dev.peercade.mediator.web.ProblemException INVALID_ENDPOINT with all fields that are wrong
    public Endpoint check(Endpoint endpoint) {
        FieldProblems problems = new FieldProblems();
        checkAddress(endpoint.host(), endpoint.port(), problems);
        checkCandidates(endpoint.candidates(), problems);
        checkIce(endpoint.userFragment(), 4, "userFragment", problems);
        checkIce(endpoint.password(), 22, "password", problems);
        String fingerprint = endpoint.fingerprint();
        problems.require(
                fingerprint != null
                        && fingerprint.length() < 128
                        && FINGERPRINT.matcher(fingerprint).matches(),
                "fingerprint",
                "must be sha-256 and 32 upper-case hex bytes with colons");
        checkMedia(endpoint.media(), problems);
        checkLatencies(endpoint.relayLatencies(), problems);
        checkIdentity(endpoint.identity(), problems);
        problems.throwIfAny(ProblemCode.INVALID_ENDPOINT);
        return endpoint.ofGeneration(null);
    }

    private void checkAddress(@Nullable String host, @Nullable Integer port, FieldProblems problems) {
        if (host == null && port == null) {
            return;
        }
        if (problems.require(host != null, "host", "is missing beside a port") && host != null) {
            checkLiteral(host, "host", problems);
        }
        if (problems.require(port != null, "port", "is missing beside a host") && port != null) {
            checkPort(port, "port", problems);
        }
    }

    private void checkLiteral(String address, String field, FieldProblems problems) {
        IpLiteral.reach(address)
                .ifPresentOrElse(
                        reach -> {
                            switch (reach) {
                                case REACHABLE -> {}
                                case LOOPBACK ->
                                    problems.require(
                                            loopbackAllowed,
                                            field,
                                            "is a loopback address, which is of use only where the mediator listens on loopback");
                                case NEVER -> problems.require(false, field, "is not an address of one host");
                            }
                        },
                        () -> problems.require(
                                false, field, "must be an IP address in its plain spelling, not a name"));
    }

    private static void checkPort(int port, String field, FieldProblems problems) {
        problems.require(port >= 1 && port <= 65_535, field, "must be from 1 to 65535");
    }

    private void checkCandidates(@Nullable List<Candidate> candidates, FieldProblems problems) {
        if (candidates == null
                || !problems.require(
                        candidates.size() <= Endpoint.CANDIDATES_MAX,
                        "candidates",
                        "may have " + Endpoint.CANDIDATES_MAX + " entries")) {
            return;
        }
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            String at = "candidates[" + i + "]";
            if (problems.require(candidate != null, at, "is null") && candidate != null) {
                checkCandidate(candidate, at, problems);
            }
        }
    }

    private void checkCandidate(Candidate candidate, String at, FieldProblems problems) {
        problems.require(candidate.kind() != null, at + ".kind", "is missing");
        problems.require(
                candidate.priority() >= 1 && candidate.priority() <= PRIORITY_MAX,
                at + ".priority",
                "must be from 1 to 2147483647");
        String foundation = candidate.foundation();
        problems.require(
                foundation != null
                        && !foundation.isEmpty()
                        && foundation.length() <= 32
                        && ICE_CHARS.matcher(foundation).matches(),
                at + ".foundation",
                "must have 1 to 32 of a-z A-Z 0-9 + /");
        if (problems.require(candidate.address() != null, at + ".address", "is missing")) {
            checkLiteral(candidate.address(), at + ".address", problems);
        }
        checkPort(candidate.port(), at + ".port", problems);
    }

    /// RFC 8839, section 5.4.
    private static void checkIce(@Nullable String value, int min, String field, FieldProblems problems) {
        problems.require(
                value != null
                        && value.length() >= min
                        && value.length() <= 256
                        && ICE_CHARS.matcher(value).matches(),
                field,
                "must have " + min + " to 256 of a-z A-Z 0-9 + /");
    }

    private static void checkMedia(@Nullable MediaDescription media, FieldProblems problems) {
        if (!problems.require(media != null, "media", "is missing") || media == null) {
            return;
        }
        List<MediaDescription.Codec> codecs = media.codecs();
        if (problems.require(
                codecs != null && codecs.size() <= CODECS_MAX,
                "media.codecs",
                "must have up to " + CODECS_MAX + " entries")) {
            Set<Integer> used = new HashSet<>();
            for (int i = 0; i < codecs.size(); i++) {
                checkCodec(codecs.get(i), "media.codecs[" + i + "]", used, problems);
            }
        }
        List<MediaDescription.HeaderExtension> extensions = media.extensions();
        if (problems.require(
                extensions != null && extensions.size() <= EXTENSIONS_MAX,
                "media.extensions",
                "must have up to " + EXTENSIONS_MAX + " entries")) {
            Set<Integer> used = new HashSet<>();
            for (int i = 0; i < extensions.size(); i++) {
                checkExtension(extensions.get(i), "media.extensions[" + i + "]", used, problems);
            }
        }
    }

    private static void checkCodec(
            MediaDescription.@Nullable Codec codec, String at, Set<Integer> used, FieldProblems problems) {
        if (!problems.require(codec != null, at, "is null") || codec == null) {
            return;
        }
        problems.require(
                codec.name() != null && TOKEN.matcher(codec.name()).matches(),
                at + ".name",
                "must be an encoding name");
        problems.require(payloadType(codec.payloadType()), at + ".payloadType", "must be 35 to 63 or 96 to 127");
        problems.require(used.add(codec.payloadType()), at + ".payloadType", "is used twice");
        problems.require(
                codec.clockRate() >= 1_000 && codec.clockRate() <= 384_000,
                at + ".clockRate",
                "must be 1000 to 384000");
        requirePrintable(codec.parameters(), at + ".parameters", problems);
        Integer retransmission = codec.retransmissionPayloadType();
        if (retransmission != null) {
            String field = at + ".retransmissionPayloadType";
            problems.require(payloadType(retransmission), field, "must be 35 to 63 or 96 to 127");
            problems.require(used.add(retransmission), field, "is used twice");
        }
    }

    private static void checkExtension(
            MediaDescription.@Nullable HeaderExtension extension,
            String at,
            Set<Integer> used,
            FieldProblems problems) {
        if (!problems.require(extension != null, at, "is null") || extension == null) {
            return;
        }
        problems.require(extension.uri() != null && !extension.uri().isBlank(), at + ".uri", "is missing");
        requirePrintable(extension.uri(), at + ".uri", problems);
        // RFC 8285, section 4.2: 0 is padding and 15 is reserved.
        problems.require(extension.id() >= 1 && extension.id() <= 14, at + ".id", "must be 1 to 14");
        problems.require(used.add(extension.id()), at + ".id", "is used twice");
    }

    private static void checkLatencies(@Nullable List<RelayLatency> latencies, FieldProblems problems) {
        if (latencies == null
                || !problems.require(
                        latencies.size() <= Endpoint.RELAY_LATENCIES_MAX,
                        "relayLatencies",
                        "may have " + Endpoint.RELAY_LATENCIES_MAX + " entries")) {
            return;
        }
        Set<UUID> named = new HashSet<>();
        for (int i = 0; i < latencies.size(); i++) {
            RelayLatency latency = latencies.get(i);
            String at = "relayLatencies[" + i + "]";
            if (problems.require(latency != null && latency.node() != null, at + ".node", "is missing")
                    && latency != null) {
                problems.require(named.add(latency.node()), at + ".node", "is named twice");
                // What is not a number fails both comparisons.
                problems.require(
                        latency.latencyMs() >= 0 && latency.latencyMs() <= LATENCY_MS_MAX,
                        at + ".latencyMs",
                        "must be from 0 to 60000");
            }
        }
    }

    /// The form alone: what it says is for other peers to judge.
    private static void checkIdentity(@Nullable EndpointIdentity identity, FieldProblems problems) {
        if (identity == null) {
            return;
        }
        checkBase64(identity.key(), EndpointIdentity.KEY_CHARS, "identity.key", problems);
        checkBase64(identity.signature(), EndpointIdentity.SIGNATURE_CHARS, "identity.signature", problems);
    }

    private static void checkBase64(@Nullable String text, int chars, String field, FieldProblems problems) {
        problems.require(
                text != null && text.length() == chars && BASE64.matcher(text).matches(),
                field,
                "must be " + chars + " characters of Base64");
    }

    private static void requirePrintable(@Nullable String text, String field, FieldProblems problems) {
        problems.require(
                text == null
                        || (text.length() <= TEXT_MAX && PRINTABLE.matcher(text).matches()),
                field,
                "must have up to " + TEXT_MAX + " printable ASCII characters");
    }

    /// Below 35 lie static types, from 64 to 95 what RFC 5761, section 4, leaves to RTCP.
    private static boolean payloadType(int type) {
        return (type >= 35 && type <= 63) || (type >= 96 && type <= 127);
    }
}
