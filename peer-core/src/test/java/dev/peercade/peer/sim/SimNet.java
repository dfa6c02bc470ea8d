package dev.peercade.peer.sim;

import dev.peercade.peer.port.Entropy;
import dev.peercade.peer.port.UdpPort;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/// A network in virtual time that repeats to the byte from its seed: loss, jitter (and so reordering), duplicates,
/// NATs, and a log of what went where.
public final class SimNet {

    /// What a datagram may meet on its way.
    ///
    /// @param loss 0 to 1
    /// @param delay one way, at least
    /// @param jitter added, evenly distributed
    /// @param duplicates 0 to 1
    public record Weather(double loss, Duration delay, Duration jitter, double duplicates) {
        public static final Weather CLEAR = new Weather(0, Duration.ofMillis(10), Duration.ZERO, 0);
    }

    /// One datagram as it arrived in the world.
    public record Passed(TransportAddress from, TransportAddress to, byte[] bytes, long atNanos) {}

    /// One of a machine's addresses, behind that NAT or, where it is null, in the open.
    public record Line(TransportAddress address, SimNat nat) {}

    private record Host(Line line, Consumer<List<UdpPort.Datagram>> batches) {}

    private final VirtualClock clock;
    private final Random random;
    private final Map<TransportAddress, Host> hosts = new HashMap<>();
    private final List<SimNat> nats = new ArrayList<>();
    private final List<Passed> log = new ArrayList<>();
    private final Map<TransportAddress, SimRelay> relays = new HashMap<>();
    private final Map<TransportAddress, Duration> far = new HashMap<>();
    private final Map<SimNat, Double> lossBehind = new IdentityHashMap<>();
    private Weather weather = Weather.CLEAR;

    public SimNet(VirtualClock clock, long seed) {
        this.clock = clock;
        this.random = new Random(seed);
    }

    public void setWeather(Weather weather) {
        this.weather = weather;
    }

    /// Behind this NAT so much is lost, both ways: also what would have made a mapping.
    public void setLossBehind(SimNat nat, double loss) {
        lossBehind.put(nat, loss);
    }

    private boolean isLostBehind(SimNat nat) {
        Double loss = lossBehind.get(nat);
        return loss != null && random.nextDouble() < loss;
    }

    /// All ports of this host are so much farther away, for everybody.
    public void setFar(TransportAddress host, Duration oneWay) {
        far.put(portless(host), oneWay);
    }

    private Duration detour(TransportAddress from, TransportAddress to) {
        return far.getOrDefault(portless(from), Duration.ZERO).plus(far.getOrDefault(portless(to), Duration.ZERO));
    }

    private static TransportAddress portless(TransportAddress address) {
        return new TransportAddress(address.high(), address.low(), address.v6(), 0);
    }

    /// What was sent into the world so far, whether or not it arrived.
    public List<Passed> log() {
        return List.copyOf(log);
    }

    /// Randomness that belongs to this network's seed.
    public Entropy entropy() {
        return random::nextLong;
    }

    public static TransportAddress address(int a, int b, int c, int d, int port) {
        return TransportAddress.of(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}, port);
    }

    /// A socket at this address, behind that NAT or, where it is null, in the open.
    public UdpPort open(TransportAddress address, SimNat nat, Consumer<List<UdpPort.Datagram>> batches) {
        return open(List.of(new Line(address, nat)), batches);
    }

    /// One socket at several addresses, of which the first of a family is that family's.
    public UdpPort open(List<Line> lines, Consumer<List<UdpPort.Datagram>> batches) {
        List<Host> opened = new ArrayList<>();
        for (Line line : lines) {
            if (line.nat != null && !nats.contains(line.nat)) {
                nats.add(line.nat);
            }
            Host host = new Host(line, batches);
            hosts.put(line.address, host);
            opened.add(host);
        }
        return new UdpPort() {
            @Override
            public void send(TransportAddress to, byte[] datagram) {
                lines.stream()
                        .filter(line -> line.address.v6() == to.v6())
                        .filter(line -> line.nat == null || !line.nat.isBlocked())
                        .findFirst()
                        .filter(line -> line.nat == null || !isLostBehind(line.nat))
                        .ifPresent(line -> inject(source(line, to), to, datagram));
            }

            @Override
            public List<TransportAddress> localAddresses() {
                return lines.stream().map(Line::address).toList();
            }

            @Override
            public long unsent() {
                return 0;
            }

            @Override
            public void close() {
                opened.forEach(host -> hosts.remove(host.line.address, host));
            }
        };
    }

    private TransportAddress source(Line line, TransportAddress to) {
        return line.nat == null ? line.address : line.nat.outbound(line.address, to, clock.now());
    }

    /// Streams to this address reach that relay.
    void listen(TransportAddress address, SimRelay relay) {
        relays.put(address, relay);
    }

    SimRelay listener(TransportAddress address) {
        return relays.get(address);
    }

    /// Does something in a while; at once where that is no time at all.
    void later(Duration wait, Runnable work) {
        if (wait.isZero()) {
            work.run();
        } else {
            clock.in(wait, work);
        }
    }

    /// Sends with any source, as an attacker does.
    public void inject(TransportAddress from, TransportAddress to, byte[] datagram) {
        byte[] bytes = datagram.clone();
        log.add(new Passed(from, to, bytes, clock.now().nanos()));
        int copies = (random.nextDouble() < weather.loss ? 0 : 1) + (random.nextDouble() < weather.duplicates ? 1 : 0);
        for (int i = 0; i < copies; i++) {
            Duration late = Duration.ofNanos((long) (random.nextDouble() * weather.jitter.toNanos()));
            clock.in(weather.delay.plus(detour(from, to)).plus(late), () -> arrive(from, to, bytes));
        }
    }

    private void arrive(TransportAddress from, TransportAddress to, byte[] bytes) {
        TransportAddress inside = to;
        boolean letIn = false;
        for (SimNat nat : nats) {
            if (nat.isAt(to)) {
                inside = isLostBehind(nat) ? null : nat.inbound(from, to, clock.now());
                letIn = true;
            }
        }
        Host host = inside == null ? null : hosts.get(inside);
        // Nobody in the world reaches a private address.
        if (host != null && (host.line.nat == null || letIn)) {
            host.batches.accept(List.of(new UdpPort.Datagram(from, bytes.clone())));
        }
    }
}
