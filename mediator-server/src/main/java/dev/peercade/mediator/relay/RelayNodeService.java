package dev.peercade.mediator.relay;

import dev.peercade.mediator.account.PeerPrincipal;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.mediator.web.RelaySummary;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import java.net.InetAddress;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Service;

/// The life of relay nodes in the mediator's table.
@Service
public class RelayNodeService implements RelaySummary {

    private final RelayNodeDataService nodes;
    private final RelayNodeTable table;
    private final RelayNodeFieldAccessValidator validator;
    private final RecordSigner signer;
    private final Clock clock;

    /// For the public info, which must not cost a query: as of the last sweep or change.
    private volatile int count;

    RelayNodeService(
            RelayNodeDataService nodes,
            RelayNodeTable table,
            RelayNodeFieldAccessValidator validator,
            RecordSigner signer,
            Clock clock) {
        this.nodes = nodes;
        this.table = table;
        this.validator = validator;
        this.signer = signer;
        this.clock = clock;
    }

    /// Takes a node into the table once its TURN port has answered. Blocks for up to 6 s meanwhile, outside of
    /// any transaction.
    ///
    /// @throws ProblemException INVALID_RELAY_NODE, RELAY_NODE_UNREACHABLE or RELAY_TABLE_FULL
    public RelayNode register(PeerPrincipal owner, NewRelayNode wish) {
        NewRelayNode node = validator.check(wish);
        requireAnswer(node);
        StoredRelayNode stored = table.put(owner.id(), node, clock.instant().truncatedTo(ChronoUnit.MICROS));
        count = nodes.count();
        return signer.signed(stored);
    }

    /// Each address that this machine has a way to must answer, and one at least.
    private static void requireAnswer(NewRelayNode node) {
        Set<StunProbe.Outcome> outcomes = EnumSet.noneOf(StunProbe.Outcome.class);
        Stream.of(node.ipv4(), node.ipv6())
                .filter(Objects::nonNull)
                .forEach(address -> outcomes.add(StunProbe.ask(InetAddress.ofLiteral(address), node.port())));
        if (outcomes.contains(StunProbe.Outcome.SILENT) || !outcomes.contains(StunProbe.Outcome.ANSWERED)) {
            throw new ProblemException(
                    ProblemCode.RELAY_NODE_UNREACHABLE,
                    "Nothing answers a STUN request at UDP port " + node.port() + " of the node.");
        }
    }

    /// Checks whose node it is, for a sign of life.
    ///
    /// @throws ProblemException NOT_FOUND or FORBIDDEN
    public void requireOwned(PeerPrincipal peer, UUID id) {
        validator.checkOwner(nodes.find(id).orElseThrow(RelayNodeFieldAccessValidator::unknown), peer.id());
    }

    /// @throws ProblemException NOT_FOUND or FORBIDDEN
    public void remove(PeerPrincipal peer, UUID id) {
        requireOwned(peer, id);
        removeLost(id);
    }

    /// Removes a node that is silent; says whether it was still there.
    boolean removeLost(UUID id) {
        boolean removed = nodes.remove(id);
        count = nodes.count();
        return removed;
    }

    /// The whole table, signed.
    public List<RelayNode> list() {
        return all().stream().map(signer::signed).toList();
    }

    List<StoredRelayNode> all() {
        List<StoredRelayNode> all = nodes.all();
        count = all.size();
        return all;
    }

    @Override
    public int nodes() {
        return count;
    }

    @Override
    public String key() {
        return signer.publicKey();
    }
}
