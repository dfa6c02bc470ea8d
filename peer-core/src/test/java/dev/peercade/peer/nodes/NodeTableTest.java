package dev.peercade.peer.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peercade.model.relay.NewRelayNode;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.port.Mediator;
import dev.peercade.peer.sim.FakeMediator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a table takes from strangers, by records that a mediator has really signed.
class NodeTableTest {

    private static final String PIN = "sha-256 " + "AB:".repeat(31) + "AB";

    private final FakeMediator mediator = new FakeMediator(null);
    private NodeTable table = new NodeTable(node -> true);

    @BeforeEach
    void knowTheKey() throws Exception {
        try (Mediator seat = mediator.as("ann")) {
            table = new NodeTable(RecordSignature.of(String.valueOf(seat.info().relayKey())));
        }
    }

    private RelayNode node(long id, @Nullable String ipv4, @Nullable String ipv6, int port, long at) {
        return mediator.signed(
                new NewRelayNode(ipv4, ipv6, port, 5349, 3480, PIN, "s".repeat(32)),
                new UUID(7, id),
                Instant.EPOCH.plusSeconds(at));
    }

    private static RelayNode forged(RelayNode node, String ipv4, String signature) {
        return new RelayNode(
                node.id(),
                ipv4,
                node.ipv6(),
                node.port(),
                node.tlsPort(),
                node.agentPort(),
                node.certificatePin(),
                node.registeredAt(),
                signature);
    }

    @Test
    void aSignedRecordIsTakenOnce() {
        RelayNode node = node(1, "203.0.113.1", null, 3478, 1);
        assertThat(table.merge(List.of(node, node))).isEqualTo(1);
        assertThat(table.merge(List.of(node))).isZero();
        assertThat(table.entries()).singleElement().extracting(NodeEntry::node).isEqualTo(node);
    }

    @Test
    void whatTheMediatorHasNotSignedIsNotTaken() {
        RelayNode node = node(1, "203.0.113.1", null, 3478, 1);
        FakeMediator liar = new FakeMediator(null);
        RelayNode lie = liar.signed(
                new NewRelayNode("203.0.113.2", null, 3478, null, 3480, PIN, "s".repeat(32)),
                new UUID(7, 2),
                Instant.EPOCH);
        assertThat(table.merge(List.of(
                        lie,
                        forged(node, "203.0.113.66", node.signature()),
                        forged(node, "203.0.113.1", ""),
                        forged(node, "203.0.113.1", "!".repeat(88)),
                        forged(node, "203.0.113.1", "A".repeat(1_000_000)),
                        forged(node, "203.0.113.1", Base64.getEncoder().encodeToString(new byte[64])))))
                .isZero();
        assertThat(table.entries()).isEmpty();
        assertThatThrownBy(() -> RecordSignature.of("AAAA")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theSameAddressAndPortInEitherFamilyIsTheSameNodeAndTheLaterRecordCounts() {
        RelayNode both = node(1, "203.0.113.1", "2001:db8::1", 3478, 10);
        table.merge(List.of(both));
        assertThat(table.merge(List.of(
                        node(2, "203.0.113.1", null, 3478, 9),
                        node(3, null, "2001:db8::1", 3478, 9),
                        node(1, "203.0.113.9", null, 3478, 9),
                        node(4, "203.0.113.1", null, 3478, 10))))
                .as("older, or of the same moment")
                .isZero();
        assertThat(table.merge(List.of(node(5, "203.0.113.1", "2001:db8::1", 3479, 1))))
                .as("another port is another node")
                .isEqualTo(1);
        RelayNode later = node(6, null, "2001:db8::1", 3478, 11);
        assertThat(table.merge(List.of(later))).isEqualTo(1);
        assertThat(table.entries())
                .hasSize(2)
                .extracting(NodeEntry::node)
                .contains(later)
                .doesNotContain(both);
    }

    @Test
    void oneRecordMayReplaceTwoThatTurnOutToBeOneNode() {
        table.merge(List.of(node(1, "203.0.113.1", null, 3478, 1), node(2, null, "2001:db8::1", 3478, 2)));
        RelayNode both = node(1, "203.0.113.1", "2001:db8::1", 3478, 3);
        table.merge(List.of(both));
        assertThat(table.entries()).singleElement().extracting(NodeEntry::node).isEqualTo(both);
    }

    @Test
    void aFullTableTakesNoOtherNodeButNewsOfTheOnesItHas() {
        List<RelayNode> many = new ArrayList<>();
        for (int i = 0; i < RelayNode.TABLE_MAX + 10; i++) {
            many.add(node(i, "203.0.113.1", null, 1000 + i, 1));
        }
        assertThat(table.merge(many)).isEqualTo(RelayNode.TABLE_MAX);
        assertThat(table.merge(List.of(node(3, "203.0.113.1", null, 1003, 2)))).isEqualTo(1);
        assertThat(table.entries()).hasSize(RelayNode.TABLE_MAX);
        table.retain(Set.of(new UUID(7, 3)));
        assertThat(table.entries()).hasSize(1);
    }

    /// Those who have gone must not keep out who is there: the table is full of them.
    @Test
    void theMediatorsTableTakesThePlaceOfAFullOne() {
        List<RelayNode> gone = new ArrayList<>();
        List<RelayNode> there = new ArrayList<>();
        for (int i = 0; i < RelayNode.TABLE_MAX; i++) {
            gone.add(node(i, "203.0.113.1", null, 1_000 + i, 1));
            there.add(node(1_000 + i, "203.0.113.2", null, 1_000 + i, 1));
        }
        table.replace(gone);
        table.replace(there);
        assertThat(table.entries()).extracting(NodeEntry::node).isEqualTo(there);
    }

    @Test
    void whoComesBackWithAnotherIdKeepsItsFiguresAndWhatIsRefusedLeavesNothing() {
        RelayNode before = node(1, "203.0.113.1", null, 3478, 1);
        table.replace(List.of(before));
        table.measured(before.id(), 12.5, null, null, Instant.EPOCH);
        RelayNode after = node(2, "203.0.113.1", null, 3478, 2);
        table.replace(List.of(after));
        assertThat(table.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.id()).isEqualTo(after.id());
            assertThat(entry.latency()).isEqualTo(12.5);
        });
        table.replace(List.of(forged(node(3, "203.0.113.1", null, 3478, 3), "203.0.113.1", "")));
        assertThat(table.entries()).isEmpty();
    }

    @Test
    void whatWasMeasuredStaysWithTheNodeAndOthersMeasurementsAreNotTaken() {
        RelayNode node = node(1, "203.0.113.1", null, 3478, 1);
        table.merge(List.of(node));
        table.measured(node.id(), 12.5, null, null, Instant.EPOCH);
        table.measured(node.id(), null, 90.0, 40.0, Instant.MAX);
        table.measured(new UUID(9, 9), 1.0, 1.0, 1.0, Instant.EPOCH);
        table.merge(List.of(node(1, "203.0.113.1", null, 3478, 2)));
        assertThat(table.list().ip_address()).singleElement().satisfies(entry -> {
            assertThat(entry.latency()).isEqualTo(12.5);
            assertThat(entry.download()).isEqualTo(90.0);
            assertThat(entry.upload()).isEqualTo(40.0);
            assertThat(entry.measuredAt()).isEqualTo(Instant.MAX);
        });
    }

    @Test
    void aNodeThatWasForgottenAndComesBackKeepsWhatWasMeasuredOfItsPlace() {
        table.merge(List.of(node(1, "203.0.113.1", null, 3478, 1)));
        table.measured(new UUID(7, 1), 12.5, 90.0, 40.0, Instant.EPOCH);
        table.merge(List.of(node(2, "203.0.113.1", null, 3478, 2), node(3, "203.0.113.1", null, 3479, 2)));
        assertThat(table.entries()).extracting(NodeEntry::latency).containsExactly(12.5, null);
        assertThat(table.entries()).extracting(NodeEntry::id).containsExactly(new UUID(7, 2), new UUID(7, 3));
    }

    @Test
    void whatNoMeasurementCanHaveGivenIsNotNoted() {
        table.merge(List.of(node(1, "203.0.113.1", null, 3478, 1)));
        table.measured(new UUID(7, 1), 12.5, null, null, Instant.EPOCH);
        table.measured(new UUID(7, 1), -1.0, Double.NaN, Double.POSITIVE_INFINITY, Instant.EPOCH.plusSeconds(1));
        assertThat(table.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.latency()).isEqualTo(12.5);
            assertThat(entry.download()).isNull();
            assertThat(entry.upload()).isNull();
            assertThat(entry.measuredAt()).isEqualTo(Instant.EPOCH);
        });
    }

    @Test
    void whatIsRestoredIsWhatWasWrittenButForWhatIsNotSigned() {
        RelayNode node = node(1, "203.0.113.1", null, 3478, 1);
        table.merge(List.of(node));
        table.measured(node.id(), 12.5, 90.0, 40.0, Instant.EPOCH);
        List<NodeEntry> kept = new ArrayList<>(table.entries());
        kept.add(NodeEntry.of(forged(node(2, "203.0.113.2", null, 3478, 1), "203.0.113.66", node.signature())));
        table.retain(Set.of());
        table.restore(kept);
        assertThat(table.entries()).containsExactly(kept.getFirst());
    }

    @Test
    void aPersonNamesANodeByAddressOrByTheBeginningOfItsId() {
        NodeEntry entry = NodeEntry.of(node(1, "203.0.113.1", "2001:db8::1", 3478, 1));
        assertThat(List.of("203.0.113.1", "2001:DB8::1", " 00000000-0000 ", "0000"))
                .allMatch(entry::isCalled);
        assertThat(List.of("", "000", "203.0.113", "203.0.113.11", "0000-")).noneMatch(entry::isCalled);
    }
}
