package dev.peercade.peer.edge.mediator;

import dev.peercade.model.relay.RelayAccess;
import dev.peercade.model.relay.RelayNode;
import dev.peercade.peer.secure.Fingerprint;
import org.jspecify.annotations.Nullable;

/// Which records of relay nodes can be worked with: JSON holds null and nonsense where a mediator is broken or lies.
final class SoundNodes {

    /// As TURN's requests have room for.
    private static final int TEXT_MAX = 256;

    private SoundNodes() {}

    static boolean isSound(RelayAccess access) {
        return access.node() != null
                && isSound(access.node())
                && isShort(access.userName())
                && isShort(access.credential());
    }

    static boolean isSound(RelayNode node) {
        return node.id() != null
                && isPort(node.port())
                && (node.tlsPort() == null || isPort(node.tlsPort()))
                && isPin(node.certificatePin());
    }

    private static boolean isPort(int port) {
        return port >= 1 && port <= 65_535;
    }

    private static boolean isShort(@Nullable String text) {
        return text != null && text.length() <= TEXT_MAX && text.chars().allMatch(c -> c >= 0x20 && c <= 0x7E);
    }

    private static boolean isPin(@Nullable String pin) {
        try {
            return pin != null && !Fingerprint.parse(pin).toString().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
