package dev.peercade.peer.edge.planted;

import dev.peercade.peer.media.planted.Violation;

/// Closes a cycle of packages with [Violation].
public final class Accomplice {

    Violation other;
}
