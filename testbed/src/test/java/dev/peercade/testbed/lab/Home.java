package dev.peercade.testbed.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One machine, its router, and the line to the internet:
///
/// ```
/// host eth0 --- lan router wan ---------------------- internet      of each kind but DOUBLE
/// host eth0 --- lan router wan --- lan carrier wan --- internet
/// ```
///
/// One thread.
public final class Home {

    private static final Pattern DROPPED = Pattern.compile("packets (\\d+)");
    /// Of a number from 0 to this less one, those below the probability are lost.
    private static final int LOSS_STEPS = 100_000;

    private static final String WEATHER = """
            table inet weather {
                counter dropped {
                }
                chain forward {
                    type filter hook forward priority filter - 10
                }
            }
            """;

    private static final String DROP_UDP =
            "add rule inet weather forward meta l4proto udp %s counter name dropped drop\n";

    private final HomeAddresses plan;
    private final Host host;
    private final Namespace internet;
    private final Namespace router;
    private final Namespace carrier;
    private @Nullable NatKind nat;
    private boolean udpBlocked;
    private double loss;
    private int moves;

    Home(HomeAddresses plan, int lab, Namespace internet) {
        this.plan = plan;
        this.internet = internet;
        this.host = new Host(plan.name(), Namespace.named(lab, plan.name()), plan.host(NatKind.PUBLIC, 0), null);
        this.router = Namespace.named(lab, plan.name() + "-router");
        this.carrier = Namespace.named(lab, plan.name() + "-carrier");
    }

    /// The machine in it.
    public Host host() {
        return host;
    }

    /// What its router does.
    public NatKind nat() {
        return Objects.requireNonNull(nat);
    }

    /// The IPv4 address that the internet sees.
    public InetAddress outsideAddress() {
        return nat == NatKind.PUBLIC ? host.address() : plan.outside();
    }

    /// Replaces the router by one of this kind, with fresh memory and good weather, and gives the host an
    /// interface and addresses anew; programs on the host go on and find the old ones gone.
    public void become(NatKind kind) throws IOException {
        if (host.hasBadLink()) {
            throw new IllegalStateException("the bad link of " + host + " has to be closed first");
        }
        if (nat == NatKind.DOUBLE) {
            carrier.ip("link del wan");
        }
        if (nat != null) {
            // The other end goes with each.
            router.ip("link del lan\nlink del wan");
        }
        nat = kind;
        moves = 0;
        udpBlocked = false;
        loss = 0;
        for (Namespace each : routers()) {
            route(each, kind);
        }
        String toHost = link("lan", host.namespace(), "eth0");
        if (kind == NatKind.DOUBLE) {
            router.ip(toHost + link("wan", carrier, "lan") + plan.routerSide(kind));
            carrier.ip(link("wan", internet, plan.name()) + plan.carrierSide());
        } else {
            router.ip(toHost + link("wan", internet, plan.name()) + plan.routerSide(kind));
        }
        internet.ip(plan.internetSide());
        host.namespace().ip(plan.hostSide(kind));
        host.setAddresses(plan.host(kind, 0), kind == NatKind.V6 ? plan.host6(0) : null);
        awaitLine();
    }

    private void awaitLine() throws IOException {
        host.namespace().awaitReach(InetAddress.ofLiteral(NetworkLab.INTERNET));
        if (nat == NatKind.V6) {
            host.namespace().awaitReach(InetAddress.ofLiteral(NetworkLab.INTERNET6));
        }
    }

    /// Before it has any interface, so that nothing gets past.
    private static void route(Namespace router, NatKind kind) throws IOException {
        router.nft("flush ruleset\n" + NatRules.of(kind) + WEATHER);
        router.call(() -> {
            Namespace.set("ipv4/ip_forward", 1);
            Namespace.set("ipv6/conf/all/forwarding", 1);
            if (kind != NatKind.PUBLIC) {
                Kernel.forgetConnections();
                Namespace.set(
                        "netfilter/nf_conntrack_udp_timeout",
                        NatRules.memory(kind).toSeconds());
                Namespace.set(
                        "netfilter/nf_conntrack_udp_timeout_stream",
                        NatRules.memory(kind).toSeconds());
            }
            return true;
        });
    }

    /// A line of `ip` that joins a new interface to another namespace's new one.
    static String link(String device, Namespace other, String otherDevice) {
        return "link add name %s type veth peer name %s netns %s\n".formatted(device, otherDevice, other.name());
    }

    /// Makes each NAT of the home forget its mappings, as one that was restarted does: the next datagram gets
    /// another outer port, and none of those to the old one comes in. Where there is no NAT, nothing happens.
    public void rebind() throws IOException {
        if (nat == NatKind.PUBLIC) {
            return;
        }
        for (Namespace each : routers()) {
            each.nft(NatRules.FORGET);
            each.call(() -> {
                Kernel.forgetConnections();
                return true;
            });
        }
    }

    /// Drops all UDP that passes the router, from now on or no longer.
    public void blockUdp(boolean block) throws IOException {
        udpBlocked = block;
        changeWeather();
    }

    /// Drops UDP that passes the router at random, in both directions; not seeded, unlike [BadLink].
    ///
    /// @param probability 0 to 1
    public void dropLoss(double probability) throws IOException {
        loss = probability;
        changeWeather();
    }

    /// How many datagrams [#blockUdp] and [#dropLoss] have dropped so far.
    public long dropped() throws IOException {
        String counter = router.nft("list counter inet weather dropped");
        Matcher packets = DROPPED.matcher(counter);
        if (!packets.find()) {
            throw new AssertionError("no counter: " + counter);
        }
        return Long.parseLong(packets.group(1));
    }

    private void changeWeather() throws IOException {
        StringBuilder rules = new StringBuilder("flush chain inet weather forward\n");
        if (udpBlocked) {
            rules.append(DROP_UDP.formatted(""));
        }
        if (loss > 0) {
            rules.append(DROP_UDP.formatted(
                    "numgen random mod %d < %d".formatted(LOSS_STEPS, Math.round(loss * LOSS_STEPS))));
        }
        router.nft(rules.toString());
    }

    /// Moves the host to another address of its network, as one that roams: the old address is gone.
    public void newAddress() throws IOException {
        moves++;
        host.namespace().ip(plan.leave(nat(), moves - 1) + plan.arrive(nat(), moves));
        host.setAddresses(plan.host(nat(), moves), nat == NatKind.V6 ? plan.host6(moves) : null);
        if (host.hasBadLink()) {
            router.ip(BadLink.routes(host));
        }
        awaitLine();
    }

    /// Puts a bad link between the host and its router, until it is closed; before the home becomes another one it
    /// has to be.
    ///
    /// @param seed of its chances
    public BadLink badLink(LinkQuality quality, long seed) throws IOException {
        return host.badLink(router, quality, seed);
    }

    private List<Namespace> routers() {
        return nat == NatKind.DOUBLE ? List.of(router, carrier) : List.of(router);
    }

    /// All namespaces of the home; the carrier's is idle but for [NatKind#DOUBLE].
    List<Namespace> namespaces() {
        return List.of(host.namespace(), router, carrier);
    }
}
