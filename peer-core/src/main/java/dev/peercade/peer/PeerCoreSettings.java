package dev.peercade.peer;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How this process reaches the world.
///
/// @param stunServer where step 1 asks for the public address, or null for the responder that the mediator names
/// @param bind the only local address that carries media, or null for all
/// @param loopbackCandidates whether loopback addresses are offered as host candidates; a mediator accepts them only
///     where it listens on loopback itself, so they are offered to such a mediator only
/// @param plainHttpAllowed whether `http:` is accepted for a mediator that is not on loopback
/// @param memory what is kept for the next time
public record PeerCoreSettings(
        @Nullable InetSocketAddress stunServer,
        @Nullable InetAddress bind,
        boolean loopbackCandidates,
        boolean plainHttpAllowed,
        Memory memory) {

    /// @param folder of the user's own, or null to forget all at the end
    /// @param newIdentities users whose next identity key is taken for their own, whatever was remembered
    public record Memory(@Nullable Path folder, Set<String> newIdentities) {

        public static final Memory NONE = new Memory(null, Set.of());
    }

    /// The mediator's own STUN responder, all addresses, loopback where the mediator is there, HTTPS elsewhere; nothing
    /// is kept.
    public static PeerCoreSettings defaults() {
        return new PeerCoreSettings(null, null, true, false, Memory.NONE);
    }

    /// Addresses are personal.
    @Override
    public String toString() {
        return "PeerCoreSettings[loopbackCandidates=" + loopbackCandidates + ", plainHttpAllowed=" + plainHttpAllowed
                + "]";
    }
}
