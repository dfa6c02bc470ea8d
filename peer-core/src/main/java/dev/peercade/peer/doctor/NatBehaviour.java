package dev.peercade.peer.doctor;

/// What stands between this machine and the world, as far as UDP over IPv4 or whatever the STUN server was asked
/// over goes.
public record NatBehaviour(Mapping mapping, Filtering filtering, Hairpin hairpin) {

    /// Before anybody was asked.
    public static final NatBehaviour UNKNOWN = new NatBehaviour(Mapping.UNKNOWN, Filtering.UNKNOWN, Hairpin.UNKNOWN);
}
