package dev.peercade.model.peer;

/// A transport address at which a peer may be reached by UDP (RFC 8445, section 5.1).
///
/// @param priority 1 to 2^31-1; higher is better
/// @param foundation equal for candidates of one kind, base and server; 1 to 32 of `a-z A-Z 0-9 + /`
/// @param address an IP literal
public record Candidate(CandidateKind kind, long priority, String foundation, String address, int port) {

    /// Addresses are personal.
    @Override
    public String toString() {
        return "Candidate[" + kind + ", priority=" + priority + ", redacted]";
    }
}
