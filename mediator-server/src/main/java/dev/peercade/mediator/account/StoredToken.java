package dev.peercade.mediator.account;

import dev.peercade.model.peer.TokenInfo;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A token as it is kept: without its secret.
///
/// @param secretHash SHA-256 of the secret, which has 256 random bits and needs no slower hash
/// @param parentId the device token that it was got with and with which it falls, or null where a password was used
public record StoredToken(
        TokenInfo info,
        UUID peerId,
        TokenHash secretHash,
        @Nullable UUID parentId) {}
