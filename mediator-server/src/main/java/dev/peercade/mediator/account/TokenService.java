package dev.peercade.mediator.account;

import dev.peercade.mediator.web.AccessSettings;
import dev.peercade.mediator.web.ProblemException;
import dev.peercade.model.ProblemCode;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.NewToken;
import dev.peercade.model.peer.TokenInfo;
import dev.peercade.model.peer.TokenKind;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/// Issues, checks and revokes tokens. A device token's revocation takes along all that was got with it.
@Service
public class TokenService {

    /// A person's machines.
    private static final int DEVICE_TOKENS_MAX = 50;

    /// More than clients of one account need within one token's life; the oldest makes room.
    private static final int ACCESS_TOKENS_MAX = 100;

    private static final int SECRET_BYTES = 32;
    private static final int SECRET_CHARS_MAX = 100;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final TokenDataService tokens;
    private final AccountFieldAccessValidator validator;
    private final AccessSettings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TokenService(
            TokenDataService tokens,
            AccountFieldAccessValidator validator,
            AccessSettings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.tokens = tokens;
        this.validator = validator;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    /// @param peer whose `tokenId` is the device token that was used, if one was
    @Transactional
    public IssuedToken issue(PeerPrincipal peer, NewToken wish) {
        validator.check(wish);
        String secret = secret(wish.kind());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        Duration life = switch (wish.kind()) {
            case ACCESS -> settings.life().access();
            case DEVICE -> settings.life().device();
        };
        TokenInfo info = new TokenInfo(UUID.randomUUID(), wish.kind(), wish.label(), now, now.plus(life));
        try {
            tokens.insert(new StoredToken(info, peer.id(), TokenHash.of(secret), peer.tokenId()));
        } catch (DataIntegrityViolationException e) {
            // The device token was revoked after it had been checked.
            throw new ProblemException(ProblemCode.UNAUTHENTICATED, "The token has been revoked.");
        }
        int keep = wish.kind() == TokenKind.ACCESS ? ACCESS_TOKENS_MAX : DEVICE_TOKENS_MAX;
        tell(tokens.trim(peer.id(), wish.kind(), keep));
        return new IssuedToken(info.id(), info.kind(), secret, info.expiresAt());
    }

    /// The owner of an unexpired token of this kind.
    public Optional<TokenOwner> authenticate(String secret, TokenKind kind) {
        if (secret.isEmpty() || secret.length() > SECRET_CHARS_MAX) {
            return Optional.empty();
        }
        return tokens.find(TokenHash.of(secret), kind, clock.instant());
    }

    public PeerPrincipal principal(TokenOwner owner) {
        return new PeerPrincipal(
                owner.peerId(), owner.userName(), settings.isOperator(owner.userName()), owner.tokenId());
    }

    public List<TokenInfo> list(PeerPrincipal peer) {
        return tokens.list(peer.id(), clock.instant());
    }

    /// @throws ProblemException NOT_FOUND for a token that is not this peer's
    @Transactional
    public void revoke(PeerPrincipal peer, UUID tokenId) {
        Set<UUID> removed = tokens.remove(peer.id(), tokenId);
        if (removed.isEmpty()) {
            throw new ProblemException(ProblemCode.NOT_FOUND, "You have no token with this id.");
        }
        tell(removed);
    }

    /// Expired tokens are refused at once; the rows may wait for an hour.
    @Scheduled(initialDelayString = "PT5M", fixedDelayString = "PT1H")
    @Transactional
    public void removeExpired() {
        tokens.removeExpired(clock.instant());
    }

    private void tell(Set<UUID> removed) {
        if (!removed.isEmpty()) {
            events.publishEvent(new TokensRevoked(removed));
        }
    }

    /// The prefix lets people and scanners of leaked secrets tell what they have found.
    private static String secret(TokenKind kind) {
        byte[] bytes = new byte[SECRET_BYTES];
        RANDOM.nextBytes(bytes);
        String prefix = kind == TokenKind.ACCESS ? "pca_" : "pcd_";
        return prefix + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
