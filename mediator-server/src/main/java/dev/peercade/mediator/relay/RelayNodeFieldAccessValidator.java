package dev.peercade.mediator.relay;

import dev.peercade.mediator.endpoint.IpLiteral;
import dev.peercade.mediator.web.FieldProblems;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.relay.NewRelayNode;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What an agent may claim about its node, and whose node is whose. That only operators come here at all is the
/// matter of the security configuration.
@Component
final class RelayNodeFieldAccessValidator {

    private static final Pattern PIN = Pattern.compile("sha-256 [0-9A-F]{2}(:[0-9A-F]{2}){31}");
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9+/]{32,128}");

    private final RelayPlaces places;

    RelayNodeFieldAccessValidator(RelayPlaces places) {
        this.places = places;
    }

    /// The node as it may be kept: each address in its one spelling.
    ///
    /// @throws ProblemException INVALID_RELAY_NODE with all fields that are wrong
    NewRelayNode check(NewRelayNode node) {
        FieldProblems problems = new FieldProblems();
        problems.require(
                node.ipv4() != null || node.ipv6() != null, "ipv4", "is missing, and there is no ipv6 instead");
        checkAddress(node.ipv4(), true, "ipv4", problems);
        checkAddress(node.ipv6(), false, "ipv6", problems);
        checkPort(node.port(), "port", problems);
        checkPort(node.agentPort(), "agentPort", problems);
        problems.require(node.agentPort() != node.port(), "agentPort", "must not be TURN's own port");
        Integer tlsPort = node.tlsPort();
        if (tlsPort != null) {
            checkPort(tlsPort, "tlsPort", problems);
            problems.require(
                    tlsPort != node.port() && tlsPort != node.agentPort(), "tlsPort", "must be a port of its own");
        }
        problems.require(
                matches(node.certificatePin(), PIN, 128),
                "certificatePin",
                "must be sha-256 and 32 upper-case hex bytes with colons");
        problems.require(
                matches(node.sharedSecret(), SECRET, 128), "sharedSecret", "must have 32 to 128 of a-z A-Z 0-9 + /");
        problems.throwIfAny(ProblemCode.INVALID_RELAY_NODE);
        return new NewRelayNode(
                node.ipv4(),
                node.ipv6() == null ? null : IpLiteral.oneSpelling(node.ipv6()),
                node.port(),
                tlsPort,
                node.agentPort(),
                node.certificatePin(),
                node.sharedSecret());
    }

    void checkOwner(StoredRelayNode stored, UUID peerId) {
        if (!stored.ownerId().equals(peerId)) {
            throw new ProblemException(ProblemCode.FORBIDDEN, "This relay node is another peer's.");
        }
    }

    static ProblemException unknown() {
        return new ProblemException(ProblemCode.NOT_FOUND, "There is no relay node with this id.");
    }

    private void checkAddress(@Nullable String address, boolean v4, String field, FieldProblems problems) {
        if (address == null) {
            return;
        }
        boolean literal = IpLiteral.isOfFamily(address, v4);
        problems.require(literal, field, "must be an IP" + (v4 ? "v4" : "v6") + " address in its plain spelling");
        if (literal) {
            problems.require(
                    places.allow(IpLiteral.place(address)),
                    field,
                    "is no address that every peer of this mediator can reach");
        }
    }

    private static void checkPort(int port, String field, FieldProblems problems) {
        problems.require(port >= 1 && port <= 65_535, field, "must be from 1 to 65535");
    }

    private static boolean matches(@Nullable String value, Pattern pattern, int max) {
        return value != null && value.length() <= max && pattern.matcher(value).matches();
    }
}
