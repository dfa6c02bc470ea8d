package dev.peercade.peer.sim;

import dev.peercade.peer.sim.SimNat.Behaviour;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.List;

/// What stands between a peer and the world: the kinds of the network lab, by the same names, in virtual time.
public enum SimNatKind {

    /// Nothing.
    PUBLIC,
    FULL_CONE,
    RESTRICTED,
    /// What most homes have.
    PORT_RESTRICTED,
    SYMMETRIC,
    /// Two [#PORT_RESTRICTED] ones in a row.
    DOUBLE,
    /// [#PORT_RESTRICTED], and no UDP gets through.
    UDP_BLOCKED,
    /// A public IPv6 address behind a firewall beside an IPv4 one behind [#PORT_RESTRICTED].
    V6,
    /// [#PORT_RESTRICTED], forgets after 2 s.
    SHORT_MEMORY;

    private static final int PORT = 5000;

    private static final Duration SHORTLY = Duration.ofSeconds(2);

    /// The lines of a host behind a new one of this kind.
    ///
    /// @param home a number of its own for each home of a network, 1 to 250
    public List<SimNet.Line> home(int home) {
        byte[] publicIp = {(byte) 198, 51, 100, (byte) home};
        SimNet.Line inside = new SimNet.Line(SimNet.address(10, home, 0, 2, PORT), nat(publicIp));
        return switch (this) {
            case PUBLIC -> List.of(new SimNet.Line(SimNet.address(198, 51, 100, home, PORT), null));
            case V6 -> {
                byte[] host6 = {0x20, 0x01, 0x0d, (byte) 0xb8, 0, (byte) home, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2};
                yield List.of(new SimNet.Line(TransportAddress.of(host6, PORT), SimNat.firewall(host6)), inside);
            }
            default -> List.of(inside);
        };
    }

    private SimNat nat(byte[] publicIp) {
        SimNat portRestricted =
                new SimNat(publicIp, Behaviour.ENDPOINT_INDEPENDENT, Behaviour.ADDRESS_AND_PORT_DEPENDENT);
        return switch (this) {
            case PUBLIC, PORT_RESTRICTED, V6 -> portRestricted;
            case FULL_CONE -> new SimNat(publicIp, Behaviour.ENDPOINT_INDEPENDENT, Behaviour.ENDPOINT_INDEPENDENT);
            case RESTRICTED -> new SimNat(publicIp, Behaviour.ENDPOINT_INDEPENDENT, Behaviour.ADDRESS_DEPENDENT);
            case SYMMETRIC ->
                new SimNat(publicIp, Behaviour.ADDRESS_AND_PORT_DEPENDENT, Behaviour.ADDRESS_AND_PORT_DEPENDENT);
            case DOUBLE ->
                new SimNat(
                                new byte[] {100, 64, 0, publicIp[3]},
                                Behaviour.ENDPOINT_INDEPENDENT,
                                Behaviour.ADDRESS_AND_PORT_DEPENDENT)
                        .behind(portRestricted);
            case UDP_BLOCKED -> {
                portRestricted.block(true);
                yield portRestricted;
            }
            case SHORT_MEMORY -> portRestricted.remembering(SHORTLY);
        };
    }
}
