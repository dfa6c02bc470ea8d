package dev.peercade.model.peer;

/// Candidate types of RFC 8445, section 5.1.1, in the spelling of RFC 8839.
public enum CandidateKind {
    HOST("host"),
    SERVER_REFLEXIVE("srflx"),
    PEER_REFLEXIVE("prflx"),
    RELAYED("relay");

    private final String wireName;

    CandidateKind(String wireName) {
        this.wireName = wireName;
    }

    /// The name as it goes over the wire.
    @Override
    public String toString() {
        return wireName;
    }
}
