package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.session.StreamingSession;
import java.util.List;
import java.util.UUID;

/// What apps ask of a mediator outside a session. Calls block until the answer is here or a time-out has passed.
public interface MediatorClient extends AutoCloseable {

    /// What the mediator tells everybody; needs no account.
    MediatorInfo info() throws MediatorException;

    /// Whether the mediator knows this account and its secret.
    ///
    /// @throws MediatorException with the code `unauthenticated` when it does not
    void authenticate() throws MediatorException;

    /// Makes the account that this client was opened with.
    ///
    /// @throws MediatorException when it exists or registration is closed
    Peer register() throws MediatorException;

    /// Makes a device token, which a machine keeps instead of the password: it opens sessions until it is revoked.
    ///
    /// @param label by which the owner knows the machine in a list, at most 80 characters
    IssuedToken issueDeviceToken(String label) throws MediatorException;

    /// Revokes a token of this account; whoever uses it is signed out.
    void revokeToken(UUID token) throws MediatorException;

    /// The sessions that are READY or ACTIVE, at most 1,000, newest first.
    List<StreamingSession> sessions() throws MediatorException;

    @Override
    void close();
}
