package dev.peercade.peer.punch;

import dev.peercade.peer.wire.TransportAddress;

/// What connectivity wants done.
public sealed interface PunchOutput {

    record Send(TransportAddress to, byte[] datagram) implements PunchOutput {}

    /// Media goes this way from now on.
    record PathChosen(Path path) implements PunchOutput {}

    /// Consent has run out everywhere (RFC 7675, section 5.1): nothing may be sent any more.
    record ConsentLost() implements PunchOutput {}
}
