package dev.peercade.mediator.account;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Who asks.
///
/// @param tokenId the token that the call carries, or null where it carries the password
public record PeerPrincipal(
        UUID id,
        String userName,
        boolean operator,
        @Nullable UUID tokenId) {}
