package dev.peercade.mediator.account;

import java.util.Optional;
import java.util.UUID;

/// Where accounts are kept.
public interface AccountDataService {

    /// Keeps a new account; false when the name is taken, regardless of case.
    boolean insert(StoredPeer peer);

    /// @param userName regardless of case
    Optional<StoredPeer> find(String userName);

    void changePasswordHash(UUID peerId, String passwordHash);
}
