package dev.peercade.mediator.relay.jooq;

import static dev.peercade.mediator.jooq.Tables.RELAY_NODE;

import dev.peercade.mediator.jooq.tables.records.RelayNodeRecord;
import dev.peercade.mediator.relay.RelayNodeDataService;
import dev.peercade.mediator.relay.StoredRelayNode;
import dev.peercade.model.relay.NewRelayNode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/// Relay nodes in PostgreSQL.
public final class JooqRelayNodeDataService implements RelayNodeDataService {

    private final DSLContext db;

    public JooqRelayNodeDataService(DSLContext db) {
        this.db = db;
    }

    @Override
    public void lock() {
        db.execute("LOCK TABLE relay_node IN SHARE ROW EXCLUSIVE MODE");
    }

    @Override
    public List<StoredRelayNode> all() {
        return db.selectFrom(RELAY_NODE)
                .orderBy(RELAY_NODE.REGISTERED_AT, RELAY_NODE.ID)
                .fetch(JooqRelayNodeDataService::stored);
    }

    @Override
    public Optional<StoredRelayNode> find(UUID id) {
        return db.selectFrom(RELAY_NODE).where(RELAY_NODE.ID.eq(id)).fetchOptional(JooqRelayNodeDataService::stored);
    }

    @Override
    public List<StoredRelayNode> at(NewRelayNode node) {
        Condition address = DSL.falseCondition();
        if (node.ipv4() != null) {
            address = address.or(RELAY_NODE.IPV4.eq(node.ipv4()));
        }
        if (node.ipv6() != null) {
            address = address.or(RELAY_NODE.IPV6.eq(node.ipv6()));
        }
        return db.selectFrom(RELAY_NODE)
                .where(RELAY_NODE.PORT.eq(node.port()))
                .and(address)
                .orderBy(RELAY_NODE.REGISTERED_AT, RELAY_NODE.ID)
                .fetch(JooqRelayNodeDataService::stored);
    }

    @Override
    public int count() {
        return db.fetchCount(RELAY_NODE);
    }

    @Override
    public void insert(StoredRelayNode node) {
        db.insertInto(RELAY_NODE).set(row(node)).execute();
    }

    @Override
    public void update(StoredRelayNode node) {
        db.update(RELAY_NODE).set(row(node)).where(RELAY_NODE.ID.eq(node.id())).execute();
    }

    @Override
    public boolean remove(UUID id) {
        return db.deleteFrom(RELAY_NODE).where(RELAY_NODE.ID.eq(id)).execute() == 1;
    }

    private static RelayNodeRecord row(StoredRelayNode stored) {
        NewRelayNode node = stored.node();
        RelayNodeRecord row = new RelayNodeRecord();
        row.setId(stored.id());
        row.setOwnerId(stored.ownerId());
        row.setIpv4(node.ipv4());
        row.setIpv6(node.ipv6());
        row.setPort(node.port());
        row.setTlsPort(node.tlsPort());
        row.setAgentPort(node.agentPort());
        row.setCertificatePin(node.certificatePin());
        row.setSharedSecret(node.sharedSecret());
        row.setRegisteredAt(stored.registeredAt());
        return row;
    }

    private static StoredRelayNode stored(RelayNodeRecord row) {
        return new StoredRelayNode(
                row.getId(),
                row.getOwnerId(),
                new NewRelayNode(
                        row.getIpv4(),
                        row.getIpv6(),
                        row.getPort(),
                        row.getTlsPort(),
                        row.getAgentPort(),
                        row.getCertificatePin(),
                        row.getSharedSecret()),
                row.getRegisteredAt());
    }
}
