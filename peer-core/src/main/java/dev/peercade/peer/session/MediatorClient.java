package dev.peercade.peer.session;

import dev.peercade.model.MediatorInfo;
import dev.peercade.model.game.Game;
import dev.peercade.model.peer.IssuedToken;
import dev.peercade.model.peer.Peer;
import dev.peercade.model.session.StreamingSession;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

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

    /// One session, whatever its status.
    StreamingSession session(UUID session) throws MediatorException;

    /// Games of the catalogue whose names contain this text, in the mediator's order, at most 50; of all games where it
    /// is empty.
    ///
    /// @param query at most [Game#NAME_MAX] characters
    List<Game> games(String query) throws MediatorException;

    /// The session's thumbnail: a JPEG of the mediator's own making of at most
    /// [StreamingSession#THUMBNAIL_BYTES_MAX], or null where it has none.
    ///
    /// @throws MediatorException `malformed-answer` for anything else
    byte @Nullable [] thumbnail(UUID session) throws MediatorException;

    /// Replaces the thumbnail of a session of this account.
    ///
    /// @param jpeg at most [StreamingSession#THUMBNAIL_BYTES_MAX] and 1920x1080
    void putThumbnail(UUID session, byte[] jpeg) throws MediatorException;

    /// Follows the list of sessions until the watch is closed; closing this client does not matter to it. Returns at
    /// once. The channel is opened again by itself whenever it is lost, after waits that double from 0.5 s to 30 s.
    SessionListWatch watchSessions(Consumer<SessionListEvent> events);

    @Override
    void close();
}
