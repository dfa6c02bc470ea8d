package dev.peercade.peer.checkup;

import dev.peercade.peer.session.ConnectOptions;
import dev.peercade.peer.session.MediatorAccount;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What is to be looked at.
///
/// @param signedIn whether the account's name and secret count; without them only what the mediator tells
///     everybody is known, which leaves relay nodes and the visit out
/// @param session that is visited as a viewer for a few seconds, or null for none
/// @param connect how the visit connects
/// @param patience after which whatever is not known stays unknown; the visit comes after it and has its own
public record CheckupSettings(
        MediatorAccount account, boolean signedIn, @Nullable UUID session, ConnectOptions connect, Duration patience) {

    /// All that there is to ask takes about seven seconds, and a mediator that is silent has ten.
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    /// Without a visit.
    public static CheckupSettings of(MediatorAccount account) {
        return new CheckupSettings(account, true, null, ConnectOptions.NORMAL, PATIENCE);
    }
}
