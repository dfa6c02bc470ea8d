package dev.peercade.peer.punch;

/// What connectivity wants done.
public sealed interface PunchOutput {

    record Send(FiveTuple over, byte[] datagram) implements PunchOutput {}

    /// The first authenticated check of the peer's has come while nothing was proven; our answer and our own check
    /// are on their way. Told once.
    record PeerHeard(FiveTuple over) implements PunchOutput {}

    /// Media goes this way from now on.
    record PathChosen(Path path, Move why) implements PunchOutput {}

    /// The path has gone quiet and does not answer checks, and no other works, or the peer sees us at another address:
    /// perhaps one of the two has another address now. Told every few seconds until something answers again.
    record PathQuiet() implements PunchOutput {}

    /// Consent has run out everywhere (RFC 7675, section 5.1): nothing may be sent any more.
    record ConsentLost() implements PunchOutput {}
}
