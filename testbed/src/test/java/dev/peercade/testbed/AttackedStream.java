package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.event;
import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.PacketCapture.Packet;
import dev.peercade.testbed.lab.Host;
import dev.peercade.testbed.lab.NatKind;
import dev.peercade.testbed.lab.NetworkLab;
import dev.peercade.testbed.load.JvmMemory;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import tools.jackson.databind.JsonNode;

/// Anna streams and ben watches, both with public addresses and without a firewall, so that whoever wants to can send
/// to them; and a lab around them with a machine for an attacker and one for a victim.
final class AttackedStream implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /// Of the picture, as the viewer counts it: one that came late for want of a processor is none.
    private static final int GAP_MAX_MS = 300;

    /// A second, as the stream has it.
    private static final int FRAMES = 30;

    final NetworkLab lab;
    final LabPeers peers;
    final PeercadeProcess anna;
    private final PeercadeProcess ben;
    final String session;

    /// As the mediator tells them.
    final Stranger.Peer streamer;

    final Stranger.Peer viewer;

    /// Everything between the two from their first datagram on, as somebody in the middle records it.
    final List<Packet> recorded;

    private AttackedStream(NetworkLab lab, Path folder) throws Exception {
        this.lab = lab;
        this.peers = LabPeers.start(lab, folder);
        this.anna = peers.stream();
        anna.await(step("3"), PATIENCE);
        try (PacketCapture capture = PacketCapture.of(annasHost(), "eth0", folder)) {
            this.ben = peers.watch();
            // Longer than the checks of consent are apart (RFC 7675, section 5.1: up to 6 s).
            frames(7 * FRAMES);
            Host there = annasHost();
            this.session = peers.call(there, "anna", "GET", "/streaming-sessions", null)
                    .body()
                    .path("items")
                    .path(0)
                    .path("id")
                    .asString();
            String path = "/streaming-sessions/" + session;
            this.streamer = peer(peers.call(lab.homeB().host(), "ben", "GET", path + "/endpoint", null)
                    .body());
            this.viewer = peer(peers.call(there, "anna", "GET", path + "/view-requests?statuses=PROCESSED", null)
                    .body()
                    .path("items")
                    .path(0)
                    .path("endpoint"));
            this.recorded = capture.packets().stream()
                    .filter(packet -> isBetween(packet, streamer.at(), viewer.at()))
                    .toList();
        }
    }

    static AttackedStream start(Path folder) throws Exception {
        NetworkLab lab = NetworkLab.create(NatKind.PUBLIC, NatKind.PUBLIC);
        try {
            return new AttackedStream(lab, folder);
        } catch (Exception | Error e) {
            lab.close();
            throw e;
        }
    }

    private static boolean isBetween(Packet packet, InetSocketAddress one, InetSocketAddress other) {
        return packet.udp()
                && (packet.from().equals(one) && packet.to().equals(other)
                        || packet.from().equals(other) && packet.to().equals(one));
    }

    private static Stranger.Peer peer(JsonNode endpoint) {
        InetAddress host = InetAddress.ofLiteral(endpoint.path("host").asString());
        return new Stranger.Peer(
                new InetSocketAddress(host, endpoint.path("port").asInt()),
                endpoint.path("userFragment").asString(),
                endpoint.path("password").asString());
    }

    private Host annasHost() {
        return lab.homeA().host();
    }

    /// What was recorded on its way to that peer.
    List<byte[]> recordedTo(Stranger.Peer peer) {
        return recorded.stream()
                .filter(packet -> packet.to().equals(peer.at()))
                .map(Packet::payload)
                .toList();
    }

    /// Something that somebody does to the two.
    interface Attack {
        void happen() throws Exception;
    }

    /// Ben's picture goes on while that happens, and a second longer, by the way that it came.
    void unharmed(Attack attack) throws Exception {
        JsonNode before = frames(1);
        int seen = ben.events().size();
        attack.happen();
        JsonNode after = frames(FRAMES);
        assertThat(after.path("freezeMs").asLong() - before.path("freezeMs").asLong())
                .as("ms without a new picture")
                .isLessThan(GAP_MAX_MS);
        assertThat(after.path("path").asString()).isEqualTo("host");
        assertThat(ben.events().subList(seen, ben.events().size()))
                .as("what ben is told")
                .allMatch(event("figures"));
        assertThat(anna.events().reversed().stream()
                        .filter(event("figures"))
                        .findFirst()
                        .orElseThrow()
                        .path("viewers")
                        .asInt())
                .as("whom anna serves")
                .isPositive();
    }

    /// Waits for so many more pictures.
    JsonNode frames(int more) throws InterruptedException {
        int seen = ben.events().size();
        JsonNode now = ben.awaitAfter(seen, event("figures"), PATIENCE);
        long wanted = now.path("frames").asLong() + more;
        return ben.awaitAfter(
                seen, event("figures").and(line -> line.path("frames").asLong() >= wanted), PATIENCE);
    }

    /// Sends noise to both, from one machine.
    ///
    /// @param each datagrams to each of both
    /// @param perSecond likewise
    void flood(int each, int perSecond) throws IOException, InterruptedException {
        Random random = new Random(each);
        long start = System.nanoTime();
        try (Stranger stranger = Stranger.on(lab.attacker())) {
            for (int sent = 0; sent < each; sent++) {
                stranger.send(streamer, Stranger.noise(random));
                stranger.send(viewer, Stranger.noise(random));
                long ahead = start + sent * 1_000_000_000L / perSecond - System.nanoTime();
                if (ahead > 2_000_000) {
                    LockSupport.parkNanos(ahead);
                }
            }
            assertThat(stranger.received()).as("what comes back").isEmpty();
        }
        System.out.printf("%d datagrams to each of both in %d ms%n", each, (System.nanoTime() - start) / 1_000_000);
    }

    /// Live objects and resident memory of both.
    Map<String, JvmMemory> memory() throws IOException, InterruptedException {
        return Map.of(
                "streamer",
                JvmMemory.live(anna.handle().pid()),
                "viewer",
                JvmMemory.live(ben.handle().pid()));
    }

    @Override
    public void close() throws IOException, InterruptedException {
        ben.close();
        anna.close();
        peers.close();
        lab.close();
    }
}
