package dev.peercade.peer.session;

import dev.peercade.model.peer.Endpoint;
import dev.peercade.peer.protocol.Failure;
import dev.peercade.peer.time.MonoTime;

/// Whom a socket tells where it can be reached.
interface LocalAddresses {

    /// Step 1 is done: told once.
    void learnt(Endpoint endpoint, MonoTime now);

    /// There are other candidates now; user fragment and password stay.
    void changed(Endpoint endpoint, MonoTime now);

    /// This machine has other addresses now; comes before [#changed].
    void moved(MonoTime now);

    /// UDP does not get out of this network, as far as can be told: only a relay can be reached, by TCP or TLS.
    void relayNeeded(MonoTime now);

    /// With the leave that we have no relay can be used now: another may help.
    void relaysExhausted(MonoTime now);

    /// Step 1 has failed: told instead of [#learnt].
    void failed(Failure failure, MonoTime now);

    /// Comes before [#learnt] where only peers of this machine or network can be met, unless a relay helps.
    ///
    /// @param asked whether a STUN server was asked and kept silent
    void publicAddressUnknown(boolean asked);
}
