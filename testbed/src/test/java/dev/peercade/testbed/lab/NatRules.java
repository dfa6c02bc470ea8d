package dev.peercade.testbed.lab;

import java.time.Duration;

/// How nftables makes a NAT of each kind, on a router whose outside is the interface `wan`.
///
/// Linux's own NAT tracks connections: each pair of inner and outer address and port is an entry of its own. It
/// keeps the inner port where that is free, and that is all that makes its mapping look endpoint-independent; a
/// port from a range is another one for each connection. So the tables here keep the mappings themselves, as RFC
/// 4787 describes a NAT, and tell the tracker which port to take:
///
/// - `mapped`, inner address and port to outer port, gets a random port of 32768 to 65535 at the first datagram,
///   and keeps it while the inner port sends (REQ-1, REQ-3, REQ-6);
/// - `inside`, outer port to inner address and port, is the way back for datagrams that answer nothing;
/// - `spoken`, outer port and remote address, is what address-dependent filtering remembers.
///
/// The tracker by itself lets in the answers of those to whom something was sent, which is address and
/// port-dependent filtering. Whatever else arrives is dropped before it is tracked: its entry would take its port
/// from the mapping.
final class NatRules {

    /// RFC 4787, REQ-5: "A NAT UDP mapping timer MUST NOT expire in less than two minutes".
    private static final Duration MEMORY = Duration.ofMinutes(2);

    private static final Duration SHORT_MEMORY = Duration.ofSeconds(2);

    private static final String ASSIGN =
            // The random number meets the port with its bytes swapped, so that this bit is the port's highest.
            "oifname wan meta l4proto udp update @mapped { ip saddr . udp sport : numgen random mod 65536 | 0x80 }";
    private static final String AS_ASSIGNED =
            "oifname wan meta l4proto udp masquerade to : ip saddr . udp sport map @mapped";
    private static final String ANOTHER_FOR_EACH = "oifname wan meta l4proto udp masquerade fully-random";
    private static final String REMEMBER_INSIDE =
            "oifname wan meta l4proto udp update @inside { udp sport : ct original ip saddr . ct original proto-src }";
    private static final String REMEMBER_ADDRESS =
            "oifname wan meta l4proto udp update @spoken { udp sport . ip daddr }";
    private static final String ADMIT_ALL = "iifname wan meta l4proto udp dnat ip to udp dport map @inside";
    private static final String ADMIT_ADDRESSES =
            "iifname wan udp dport . ip saddr @spoken dnat ip to udp dport map @inside";

    private static final String BLOCK_UDP = """
            table inet blocked {
                chain forward {
                    type filter hook forward priority filter
                    meta l4proto udp drop
                }
            }
            """;
    private static final String FIREWALL_V6 = """
            table ip6 firewall {
                chain forward {
                    type filter hook forward priority filter
                    iifname wan ct state { new, invalid } drop
                }
            }
            """;

    /// Commands that forget all mappings; the tracked connections have to be forgotten afterwards.
    static final String FORGET = """
            flush map ip nat mapped
            flush map ip nat inside
            flush set ip nat spoken
            """;

    private NatRules() {}

    /// How long a mapping lives without traffic.
    static Duration memory(NatKind kind) {
        return kind == NatKind.SHORT_MEMORY ? SHORT_MEMORY : MEMORY;
    }

    /// Commands for `nft -f` on a router that has no rules yet; none where it only routes.
    static String of(NatKind kind) {
        String portRestricted = nat(memory(kind), ASSIGN, AS_ASSIGNED, "", "");
        return switch (kind) {
            case PUBLIC -> "";
            case FULL_CONE -> nat(memory(kind), ASSIGN, AS_ASSIGNED, REMEMBER_INSIDE, ADMIT_ALL);
            case RESTRICTED ->
                nat(memory(kind), ASSIGN, AS_ASSIGNED, REMEMBER_INSIDE + "\n" + REMEMBER_ADDRESS, ADMIT_ADDRESSES);
            case PORT_RESTRICTED, DOUBLE, SHORT_MEMORY -> portRestricted;
            case SYMMETRIC -> nat(memory(kind), "", ANOTHER_FOR_EACH, "", "");
            case UDP_BLOCKED -> portRestricted + BLOCK_UDP;
            case V6 -> portRestricted + FIREWALL_V6;
        };
    }

    /// The life of an outgoing datagram from top to bottom, then that of an incoming one. TCP is translated as
    /// Linux does it.
    private static String nat(Duration memory, String assign, String translate, String remember, String admit) {
        return """
        table ip nat {
            map mapped {
                type ipv4_addr . inet_service : inet_service
                size 65536
                flags dynamic,timeout
                timeout %1$ds
            }
            map inside {
                type inet_service : ipv4_addr . inet_service
                size 65536
                flags dynamic,timeout
                timeout %1$ds
            }
            set spoken {
                type inet_service . ipv4_addr
                size 65536
                flags dynamic,timeout
                timeout %1$ds
            }
            chain assign {
                type filter hook postrouting priority srcnat - 10
                %2$s
            }
            chain translate {
                type nat hook postrouting priority srcnat
                %3$s
                oifname wan masquerade
            }
            chain remember {
                type filter hook postrouting priority srcnat + 10
                %4$s
            }
            chain admit {
                type nat hook prerouting priority dstnat
                %5$s
            }
            chain to_router {
                type filter hook input priority filter
                iifname wan meta l4proto { udp, tcp } drop
            }
            chain to_home {
                type filter hook forward priority filter
                iifname wan ct state new ct status & dnat == 0 drop
            }
        }
        """.formatted(memory.toSeconds(), assign, translate, remember, admit);
    }
}
