package dev.peercade.peer.punch.turn;

/// Why there is no allocation, or no more.
public enum TurnLoss {
    /// The server does not answer.
    SILENT,
    /// It does not take our credentials: they have expired, or its secret is another.
    UNAUTHENTICATED,
    /// It knows nothing of us: it has started anew, or a NAT has given us another address (437).
    FORGOTTEN,
    /// It still holds an allocation of ours from before, which is given back now.
    HELD,
    /// We or all together have had our share (486, 508).
    FULL,
    /// Anything else.
    REFUSED;

    static TurnLoss of(int code) {
        return switch (code) {
            case 401, 438, 441 -> UNAUTHENTICATED;
            case 437 -> FORGOTTEN;
            case 486, 508 -> FULL;
            default -> REFUSED;
        };
    }
}
