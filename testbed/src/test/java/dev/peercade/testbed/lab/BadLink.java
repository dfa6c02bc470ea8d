package dev.peercade.testbed.lab;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.peercade.model.report.Percentiles;
import dev.peercade.peer.media.stats.StageDelay;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// A link between a machine and the router before it, of any quality: two TUN devices, and a thread for each
/// direction that carries packets from one to the other when they are due (the kernel's own `netem` is not in
/// every kernel). Any thread may change or close it.
///
/// The machine keeps its interface and its addresses; only its packets go another way.
public final class BadLink implements AutoCloseable {

    /// Packets on the way in one direction: half a second of 150 Mbit/s.
    private static final int SLOTS = 8192;
    private static final int PACKET_BYTES = 2048;
    /// Where the header of IPv6 names it.
    private static final int DESTINATION6 = 24;
    /// What is read before it is looked whether something is due.
    private static final int BATCH = 64;
    /// How soon the end is noticed.
    private static final long IDLE_NANOS = 50_000_000;

    private final int here;
    private final int there;
    private final Way out;
    private final Way back;
    private volatile LinkQuality quality;
    private volatile boolean closed;

    private BadLink(int here, int there, LinkQuality quality, long seed) {
        this.here = here;
        this.there = there;
        this.quality = quality;
        this.out = new Way("out", here, there, seed);
        this.back = new Way("back", there, here, seed + 1);
    }

    /// Packets of one direction so far.
    ///
    /// @param seen in all
    /// @param lost by chance
    /// @param overflowed lost since the queue was full
    /// @param bytes that were carried, with IP headers
    public record Counts(long seen, long lost, long overflowed, long bytes) {}

    /// Leads the way between a machine and its router over a link, until that is closed.
    static BadLink before(Host host, Namespace router, LinkQuality quality, long seed) throws IOException {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/dev/net/tun")), "this test needs TUN devices, which the system does not have");
        Namespace machine = host.namespace();
        String device = device(host);
        BadLink link = new BadLink(
                machine.call(() -> Kernel.openTun("link0")), router.call(() -> Kernel.openTun(device)), quality, seed);
        try {
            // Each route is more specific than the default one, and goes with its device. The queue is long, since
            // it is no part of the link: what waits there is only not yet read.
            machine.ip("""
                    link set link0 addrgenmode none txqueuelen 10000
                    link set link0 up
                    route add 0.0.0.0/1 dev link0
                    route add 128.0.0.0/1 dev link0
                    route add ::/1 dev link0
                    route add 8000::/1 dev link0
                    """);
            router.ip("link set %1$s addrgenmode none txqueuelen 10000\nlink set %1$s up\n".formatted(device)
                    + routes(host));
        } catch (IOException | RuntimeException | Error e) {
            link.close();
            throw e;
        }
        return link;
    }

    /// Commands for the router that lead to the machine over the link.
    static String routes(Host host) {
        String four = "route prepend %s/32 dev %s\n".formatted(host.address().getHostAddress(), device(host));
        return host.addresses().size() == 1
                ? four
                : four
                        + "route add %s/128 dev %s metric 1\n"
                                .formatted(host.address6().getHostAddress(), device(host));
    }

    /// Of the router.
    static String device(Host host) {
        return "link-" + host.name();
    }

    /// Is as good or bad as this from the next packet on.
    public void change(LinkQuality now) {
        quality = now;
    }

    /// How long packets to the machine have waited in the queue since the last call.
    public @Nullable Percentiles takeInwardQueue() {
        return back.takeQueue();
    }

    /// From the machine to the internet.
    public Counts outward() {
        return out.counts();
    }

    /// From the internet to the machine.
    public Counts inward() {
        return back.counts();
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            out.thread.join();
            back.thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Kernel.close(here);
        Kernel.close(there);
    }

    /// One direction, on its thread.
    private final class Way {

        private final AtomicLong seen = new AtomicLong();
        private final AtomicLong lost = new AtomicLong();
        private final AtomicLong overflowed = new AtomicLong();
        private final AtomicLong carried = new AtomicLong();
        private final StageDelay queue = new StageDelay();
        private final LinkDirection direction;
        private final long[] due = new long[SLOTS];
        private final int[] bytes = new int[SLOTS];
        private final Thread thread;
        private long head;
        private long tail;

        Way(String name, int from, int to, long seed) {
            this.direction = new LinkDirection(seed);
            this.thread = Thread.ofPlatform().daemon().name("bad link " + name).start(() -> carry(from, to));
        }

        Counts counts() {
            return new Counts(seen.get(), lost.get(), overflowed.get(), carried.get());
        }

        @Nullable
        Percentiles takeQueue() {
            synchronized (queue) {
                Percentiles percentiles = queue.percentiles();
                queue.reset();
                return percentiles;
            }
        }

        private void carry(int from, int to) {
            Kernel.hurry();
            try (Arena arena = Arena.ofConfined()) {
                Kernel.Tun in = new Kernel.Tun(from, arena);
                Kernel.Tun out = new Kernel.Tun(to, arena);
                MemorySegment packets = arena.allocate((long) SLOTS * PACKET_BYTES);
                while (!closed) {
                    long wait = head == tail ? IDLE_NANOS : due[slot(head)] - System.nanoTime();
                    in.await(Math.clamp(wait, 0, IDLE_NANOS));
                    take(in, packets);
                    for (long now = System.nanoTime(); head < tail && due[slot(head)] <= now; head++) {
                        out.write(packet(packets, head).asSlice(0, bytes[slot(head)]));
                    }
                }
            } catch (IOException e) {
                throw new AssertionError("the bad link broke", e);
            }
        }

        private void take(Kernel.Tun in, MemorySegment packets) throws IOException {
            for (int batch = 0; batch < BATCH && tail - head < SLOTS; batch++) {
                int length = in.read(packet(packets, tail));
                if (length == 0) {
                    return;
                }
                if (isOfTheDevice(packet(packets, tail))) {
                    continue;
                }
                seen.incrementAndGet();
                long now = System.nanoTime();
                long leaves = direction.departure(quality, now, length);
                if (leaves == LinkDirection.LOST) {
                    lost.incrementAndGet();
                } else if (leaves == LinkDirection.OVERFLOWED) {
                    overflowed.incrementAndGet();
                } else {
                    carried.addAndGet(length);
                    synchronized (queue) {
                        queue.record(direction.queuedNanos());
                    }
                    due[slot(tail)] = leaves;
                    bytes[slot(tail)] = length;
                    tail++;
                }
            }
        }

        /// IPv6 to a multicast group: a router says of itself which it has joined, which is no traffic of the
        /// test's.
        private static boolean isOfTheDevice(MemorySegment packet) {
            return (packet.get(JAVA_BYTE, 0) & 0xF0) == 0x60 && packet.get(JAVA_BYTE, DESTINATION6) == (byte) 0xFF;
        }

        private static int slot(long index) {
            return (int) (index % SLOTS);
        }

        private static MemorySegment packet(MemorySegment packets, long index) {
            return packets.asSlice((long) slot(index) * PACKET_BYTES, PACKET_BYTES);
        }
    }
}
