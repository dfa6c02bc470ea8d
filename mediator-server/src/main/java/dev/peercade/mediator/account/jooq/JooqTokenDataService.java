package dev.peercade.mediator.account.jooq;

import static dev.peercade.mediator.jooq.Tables.PEER;
import static dev.peercade.mediator.jooq.Tables.TOKEN;

import dev.peercade.mediator.account.StoredToken;
import dev.peercade.mediator.account.TokenDataService;
import dev.peercade.mediator.account.TokenHash;
import dev.peercade.mediator.account.TokenOwner;
import dev.peercade.model.peer.TokenInfo;
import dev.peercade.model.peer.TokenKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/// Tokens in PostgreSQL.
public final class JooqTokenDataService implements TokenDataService {

    private final DSLContext db;

    public JooqTokenDataService(DSLContext db) {
        this.db = db;
    }

    @Override
    public void insert(StoredToken token) {
        TokenInfo info = token.info();
        db.insertInto(TOKEN)
                .set(TOKEN.ID, info.id())
                .set(TOKEN.PEER_ID, token.peerId())
                .set(TOKEN.PARENT_ID, token.parentId())
                .set(TOKEN.KIND, info.kind().name())
                .set(TOKEN.LABEL, info.label())
                .set(TOKEN.SECRET_HASH, token.secretHash().bytes())
                .set(TOKEN.CREATED_AT, info.createdAt())
                .set(TOKEN.EXPIRES_AT, info.expiresAt())
                .execute();
    }

    @Override
    public Optional<TokenOwner> find(TokenHash hash, TokenKind kind, Instant now) {
        return db.select(TOKEN.ID, PEER.ID, PEER.USER_NAME, TOKEN.EXPIRES_AT)
                .from(TOKEN)
                .join(PEER)
                .on(PEER.ID.eq(TOKEN.PEER_ID))
                .where(TOKEN.SECRET_HASH.eq(hash.bytes()))
                .and(TOKEN.KIND.eq(kind.name()))
                .and(TOKEN.EXPIRES_AT.gt(now))
                .fetchOptional(row -> new TokenOwner(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    @Override
    public List<TokenInfo> list(UUID peerId, Instant now) {
        return db.selectFrom(TOKEN)
                .where(TOKEN.PEER_ID.eq(peerId))
                .and(TOKEN.EXPIRES_AT.gt(now))
                .orderBy(TOKEN.CREATED_AT.desc(), TOKEN.ID.desc())
                .fetch(row -> new TokenInfo(
                        row.getId(),
                        TokenKind.valueOf(row.getKind()),
                        row.getLabel(),
                        row.getCreatedAt(),
                        row.getExpiresAt()));
    }

    @Override
    public Set<UUID> remove(UUID peerId, UUID tokenId) {
        return removeWithDescendants(TOKEN.PEER_ID.eq(peerId).and(TOKEN.ID.eq(tokenId)));
    }

    @Override
    public Set<UUID> trim(UUID peerId, TokenKind kind, int keep) {
        return removeWithDescendants(TOKEN.ID.in(DSL.select(TOKEN.ID)
                .from(TOKEN)
                .where(TOKEN.PEER_ID.eq(peerId))
                .and(TOKEN.KIND.eq(kind.name()))
                .orderBy(TOKEN.CREATED_AT.desc(), TOKEN.ID.desc())
                .offset(keep)));
    }

    /// One statement, so that nothing is got with a token while it is being removed that outlives it.
    private Set<UUID> removeWithDescendants(org.jooq.Condition roots) {
        var doomed = DSL.name("doomed")
                .fields("id")
                .as(DSL.select(TOKEN.ID)
                        .from(TOKEN)
                        .where(roots)
                        .union(DSL.select(TOKEN.ID)
                                .from(TOKEN)
                                .join(DSL.table(DSL.name("doomed")))
                                .on(TOKEN.PARENT_ID.eq(DSL.field(DSL.name("doomed", "id"), UUID.class)))));
        return db.withRecursive(doomed)
                .delete(TOKEN)
                .where(TOKEN.ID.in(DSL.select(doomed.field("id", UUID.class)).from(doomed)))
                .returning(TOKEN.ID)
                .fetchSet(TOKEN.ID);
    }

    @Override
    public void removeExpired(Instant now) {
        db.deleteFrom(TOKEN).where(TOKEN.EXPIRES_AT.le(now)).execute();
    }
}
