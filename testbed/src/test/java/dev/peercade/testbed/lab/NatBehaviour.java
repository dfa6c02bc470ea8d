package dev.peercade.testbed.lab;

/// What a NAT does with UDP, in the words of RFC 4787, sections 4.1 and 5.
///
/// @param mapping by what the outside port is chosen
/// @param filtering who may answer it
public record NatBehaviour(Mapping mapping, Filtering filtering) {

    /// Whether one inner address and port has the same outer one towards everybody.
    public enum Mapping {
        /// The inner address and port are the outer ones.
        UNTRANSLATED,
        /// The same towards everybody.
        ENDPOINT_INDEPENDENT,
        /// Another one towards each address.
        ADDRESS_DEPENDENT,
        /// Another one towards each address and port.
        ADDRESS_AND_PORT_DEPENDENT,
        /// Nothing gets out.
        NONE
    }

    /// Whose datagrams to an outer address and port come in.
    public enum Filtering {
        /// Everybody's.
        ENDPOINT_INDEPENDENT,
        /// Those of addresses to which something was sent before.
        ADDRESS_DEPENDENT,
        /// Those of the very addresses and ports to which something was sent before.
        ADDRESS_AND_PORT_DEPENDENT,
        /// Nobody's.
        ALL
    }

    /// What is left of UDP where a firewall drops it.
    static final NatBehaviour BLOCKED = new NatBehaviour(Mapping.NONE, Filtering.ALL);
}
