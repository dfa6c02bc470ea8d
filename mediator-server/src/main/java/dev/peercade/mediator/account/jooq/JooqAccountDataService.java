package dev.peercade.mediator.account.jooq;

import static dev.peercade.mediator.jooq.Tables.PEER;
import static org.jooq.impl.DSL.lower;

import dev.peercade.mediator.account.AccountDataService;
import dev.peercade.mediator.account.StoredPeer;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;

/// Accounts in PostgreSQL.
public final class JooqAccountDataService implements AccountDataService {

    private final DSLContext db;

    public JooqAccountDataService(DSLContext db) {
        this.db = db;
    }

    @Override
    public boolean insert(StoredPeer peer) {
        return db.insertInto(PEER)
                        .set(PEER.ID, peer.id())
                        .set(PEER.USER_NAME, peer.userName())
                        .set(PEER.PASSWORD_HASH, peer.passwordHash())
                        .set(PEER.CREATED_AT, peer.createdAt())
                        .onConflictDoNothing()
                        .execute()
                == 1;
    }

    @Override
    public Optional<StoredPeer> find(String userName) {
        return db.selectFrom(PEER)
                .where(lower(PEER.USER_NAME).eq(userName.toLowerCase(Locale.ROOT)))
                .fetchOptional(row ->
                        new StoredPeer(row.getId(), row.getUserName(), row.getPasswordHash(), row.getCreatedAt()));
    }

    @Override
    public void changePasswordHash(UUID peerId, String passwordHash) {
        db.update(PEER)
                .set(PEER.PASSWORD_HASH, passwordHash)
                .where(PEER.ID.eq(peerId))
                .execute();
    }
}
