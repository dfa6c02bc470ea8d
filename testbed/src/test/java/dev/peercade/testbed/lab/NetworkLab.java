package dev.peercade.testbed.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;

/// Two homes, five machines with public addresses, and an internet that routes between them:
///
/// ```
///  homeA -- router --+                     +-- server   198.51.100.10  2001:db8:1::10
///                    |                     +-- relay1   198.51.100.11  2001:db8:1::11
///                    +----- internet ------+-- relay2   198.51.100.12  ...
///                    |                     +-- victim   198.51.100.13
///  homeB -- router --+                     +-- attacker 198.51.100.14
/// ```
///
/// Nothing filters source addresses, so that an attacker can send what a careless provider lets through. Each
/// machine is a network namespace of Linux; nothing outside of them is touched. One thread.
public final class NetworkLab implements AutoCloseable {

    /// The internet's own address on each of its lines.
    static final String INTERNET = "198.51.100.1";

    static final String INTERNET6 = "2001:db8::1";

    private static final AtomicInteger LABS = new AtomicInteger();

    private static final List<String> PUBLIC_HOSTS = List.of("server", "relay1", "relay2", "victim", "attacker");

    private static final Pattern COUNTED = Pattern.compile("([0-9a-f.:]+) counter packets (\\d+) bytes (\\d+)");

    private static final String RULES = """
            table inet internet {
                set cut {
                    type ifname
                }
                set arrived {
                    type ipv4_addr
                    size 65536
                    flags dynamic
                    counter
                }
                set arrived6 {
                    type ipv6_addr
                    size 65536
                    flags dynamic
                    counter
                }
                chain forward {
                    type filter hook forward priority filter
                    iifname @cut drop
                    oifname @cut drop
                    meta l4proto udp update @arrived { ip daddr }
                    meta l4proto udp update @arrived6 { ip6 daddr }
                }
            }
            """;

    private final Namespace internet;
    private final List<Host> hosts = new ArrayList<>();
    private final Home homeA;
    private final Home homeB;

    private NetworkLab(int lab) {
        this.internet = Namespace.named(lab, "internet");
        for (int index = 0; index < PUBLIC_HOSTS.size(); index++) {
            String name = PUBLIC_HOSTS.get(index);
            hosts.add(new Host(
                    name,
                    Namespace.named(lab, name),
                    InetAddress.ofLiteral("198.51.100.1" + index),
                    InetAddress.ofLiteral("2001:db8:1::1" + index)));
        }
        this.homeA = new Home(new HomeAddresses("homeA", 0, "2001:db8:a"), lab, internet);
        this.homeB = new Home(new HomeAddresses("homeB", 16, "2001:db8:b"), lab, internet);
    }

    /// Makes a lab; skips the test, with a sentence that names what is missing, where that cannot be.
    public static NetworkLab create(NatKind homeA, NatKind homeB) throws IOException {
        require();
        List<Namespace> abandoned = Namespace.abandoned();
        Namespace.killPrograms(abandoned);
        Namespace.delete(abandoned);
        NetworkLab lab = new NetworkLab(LABS.incrementAndGet());
        try {
            lab.build();
            lab.homeA.become(homeA);
            lab.homeB.become(homeB);
            return lab;
        } catch (IOException | RuntimeException | Error e) {
            lab.close();
            throw e;
        }
    }

    private static void require() throws IOException {
        String needs = "this test needs ";
        Assumptions.assumeTrue(System.getProperty("os.name").equals("Linux"), needs + "network namespaces of Linux");
        for (String program : List.of("ip", "nft")) {
            Assumptions.assumeTrue(
                    Command.find(program).isPresent(), needs + "the program " + program + ", which is not installed");
        }
        Assumptions.assumeTrue(Files.exists(Path.of("/proc/sys/net/ipv6")), needs + "IPv6, which is switched off");
        Object user = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        Assumptions.assumeTrue(user.equals(0), needs + "to be root, who may make network namespaces");
    }

    private void build() throws IOException {
        Optional<String> refusal = Namespace.create(namespaces());
        Assumptions.assumeTrue(
                refusal.isEmpty(), () -> "this test needs the right to make network namespaces: " + refusal.get());
        internet.nft(RULES);
        internet.call(() -> {
            Namespace.set("ipv4/ip_forward", 1);
            Namespace.set("ipv6/conf/all/forwarding", 1);
            return true;
        });
        StringBuilder lines = new StringBuilder();
        for (Host host : hosts) {
            lines.append(Home.link(host.name(), host.namespace(), "wan"))
                    .append("""
                            addr add %1$s peer %2$s dev %4$s
                            link set %4$s up
                            addr add fe80::3/64 dev %4$s
                            route add %3$s/128 dev %4$s
                            """.formatted(INTERNET, text(host.address()), text(host.address6()), host.name()));
        }
        internet.ip(lines + "link set lo up\naddr add " + INTERNET6 + "/128 dev lo");
        for (Host host : hosts) {
            host.namespace().ip("""
                            link set lo up
                            addr add %1$s peer %2$s dev wan
                            link set wan up
                            route add default via %2$s
                            addr add %3$s/128 dev wan
                            route add default via fe80::3 dev wan
                            """.formatted(text(host.address()), INTERNET, text(host.address6())));
        }
        for (Host host : hosts) {
            for (InetAddress address : host.addresses()) {
                internet.awaitReach(address);
            }
        }
    }

    private List<Namespace> namespaces() {
        List<Namespace> all = new ArrayList<>(List.of(internet));
        hosts.forEach(host -> all.add(host.namespace()));
        all.addAll(homeA.namespaces());
        all.addAll(homeB.namespaces());
        return all;
    }

    /// With which the names of its namespaces begin.
    String name() {
        return internet.name().replace("internet", "");
    }

    /// Where the mediator and its STUN responder run.
    public Host server() {
        return hosts.get(0);
    }

    public Host relay1() {
        return hosts.get(1);
    }

    public Host relay2() {
        return hosts.get(2);
    }

    /// Of whom nobody wants anything: whatever arrives there is an attack.
    public Host victim() {
        return hosts.get(3);
    }

    public Host attacker() {
        return hosts.get(4);
    }

    public Home homeA() {
        return homeA;
    }

    public Home homeB() {
        return homeB;
    }

    /// Gives a machine with a public address another one, of IPv4.
    public InetAddress addAddress(Host host) throws IOException {
        InetAddress added = InetAddress.ofLiteral("198.51.100.2" + hosts.indexOf(host));
        internet.ip("route add %s/32 dev %s%n".formatted(text(added), host.name()));
        host.namespace().ip("addr add %s/32 dev wan%n".formatted(text(added)));
        internet.awaitReach(added);
        return added;
    }

    /// Cuts the line between a machine, or the router before it, and the internet; or mends it. Nobody is told:
    /// packets vanish.
    public void partition(Host host, boolean cut) throws IOException {
        internet.nft("%s element inet internet cut { %s }"
                .formatted(cut ? "add" : "delete", host.name() + ", " + BadLink.device(host)));
    }

    /// Puts a bad link between a machine with a public address and the internet, until it is closed.
    ///
    /// @param seed of its chances
    public BadLink badLink(Host host, LinkQuality quality, long seed) throws IOException {
        return host.badLink(internet, quality, seed);
    }

    /// UDP that the internet has carried.
    ///
    /// @param bytes with IP and UDP headers
    public record Traffic(long packets, long bytes) {}

    /// The UDP that the internet has carried to a public address so far, answered or not. What was lost on the
    /// other side is in it; what a partition swallowed is not.
    public Traffic datagramsTo(InetAddress address) throws IOException {
        String set = address.getAddress().length == 4 ? "arrived" : "arrived6";
        Matcher counted = COUNTED.matcher(internet.nft("list set inet internet " + set));
        while (counted.find()) {
            if (InetAddress.ofLiteral(counted.group(1)).equals(address)) {
                return new Traffic(Long.parseLong(counted.group(2)), Long.parseLong(counted.group(3)));
            }
        }
        return new Traffic(0, 0);
    }

    private static String text(InetAddress address) {
        return address.getHostAddress();
    }

    /// Kills the programs of all machines, and removes everything.
    @Override
    public void close() throws IOException {
        hosts.forEach(Host::close);
        homeA.host().close();
        homeB.host().close();
        // And those that were started by the prefix.
        Namespace.killPrograms(namespaces());
        Namespace.delete(namespaces());
    }
}
