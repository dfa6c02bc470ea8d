package dev.peercade.peer.punch;

/// Why media takes another path now.
public enum Move {
    /// It is the first that works.
    FIRST,
    /// A better one works.
    BETTER,
    /// The former one no longer answers.
    FORMER_LOST,
    /// The other side has chosen it.
    CHOSEN_BY_PEER
}
