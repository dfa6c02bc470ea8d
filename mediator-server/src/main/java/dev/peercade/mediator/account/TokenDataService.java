package dev.peercade.mediator.account;

import dev.peercade.model.peer.TokenInfo;
import dev.peercade.model.peer.TokenKind;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Where tokens are kept.
public interface TokenDataService {

    void insert(StoredToken token);

    /// The owner of an unexpired token of this kind; one indexed query, since each poll asks it.
    Optional<TokenOwner> find(TokenHash hash, TokenKind kind, Instant now);

    /// The peer's unexpired tokens, newest first.
    List<TokenInfo> list(UUID peerId, Instant now);

    /// Removes a token of this peer and those that were got with it; says which these were.
    Set<UUID> remove(UUID peerId, UUID tokenId);

    /// Removes the peer's oldest tokens of a kind beyond the newest `keep`; says which these were.
    Set<UUID> trim(UUID peerId, TokenKind kind, int keep);

    void removeExpired(Instant now);
}
