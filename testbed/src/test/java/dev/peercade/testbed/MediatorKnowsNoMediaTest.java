package dev.peercade.testbed;

import static dev.peercade.testbed.PeercadeProcess.step;
import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.testbed.PacketCapture.Packet;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/// Promise N6, the peers' half: on the wire of a real session media is encrypted and goes from peer to peer only, and
/// what the mediator is told and keeps opens none of it.
class MediatorKnowsNoMediaTest {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    /// PROTOCOL.md's endpoint: an identity (the fingerprint), and what connectivity checks need.
    private static final Set<String> ENDPOINT = Set.of(
            "host",
            "port",
            "candidates",
            "userFragment",
            "password",
            "fingerprint",
            "media",
            "relayLatencies",
            "identity",
            "generation");

    /// As SDP, PEM and key logs write keys.
    private static final List<String> KEYS =
            List.of("inline:", "PRIVATE KEY-----", "CLIENT_RANDOM ", "masterKey", "master_key", "privateKey");

    @TempDir
    Path folder;

    /// Both endpoints as the mediator has given them out.
    private record Endpoints(JsonNode streamers, JsonNode viewers) {

        List<String> icePasswords() {
            return List.of(
                    streamers.path("password").asString(),
                    viewers.path("password").asString());
        }
    }

    @Test
    void mediaIsEncryptedFromPeerToPeerAndTheMediatorHasNoKey() throws Exception {
        Path recording = folder.resolve("seen.mkv");
        Path mediatorsFiles = folder.resolve("mediator");
        Endpoints endpoints;
        List<Packet> packets;
        int restPort;
        int stunPort;
        try (TestMediator running = TestMediator.start(folder)) {
            Rest mediator = running.rest();
            restPort = running.running().uri().getPort();
            stunPort = running.running().stunPort();
            mediator.register("anna", "ben");
            Rest.Signed signed = new Rest.Signed(mediator, mediator.token("anna"), mediator.token("ben"));
            try (PacketCapture capture = PacketCapture.ofLoopback(folder);
                    PeercadeProcess anna = PeercadeProcess.start(
                            folder, mediator.as("anna", "stream", "--game", "Freedoom", "--source", "scene"))) {
                anna.await(step("3"), PATIENCE);
                String[] watch = mediator.as(
                        "ben", "watch", "--streamer", "anna", "--seconds", "4", "--record", recording.toString());
                try (PeercadeProcess ben = PeercadeProcess.start(folder, watch)) {
                    anna.await(step("10"), PATIENCE);
                    endpoints = endpoints(signed);
                    assertThat(dump(mediatorsFiles))
                            .as("the rows of a running session")
                            .contains(endpoints.icePasswords());
                    assertThat(ben.exitCode(PATIENCE)).as(ben.text()).isZero();
                    assertThat(ben.events() + ben.text()).doesNotContain(endpoints.icePasswords());
                }
                anna.interrupt();
                assertThat(anna.exitCode(PATIENCE)).isEqualTo(130);
                assertThat(anna.events() + anna.text()).doesNotContain(endpoints.icePasswords());
                packets = capture.packets();
            }
            String ended = dump(mediatorsFiles);
            assertThat(ended).contains("Freedoom").doesNotContain(endpoints.icePasswords());
            assertThat(found(ended, KEYS)).isEmpty();
        }
        filesHoldNoKey(mediatorsFiles, endpoints.icePasswords());
        assertThat(endpoints.streamers().propertyNames()).isSubsetOf(ENDPOINT);
        assertThat(endpoints.viewers().propertyNames()).isSubsetOf(ENDPOINT);

        Windows clear = new Windows(elementaryStream(recording));
        Set<Integer> streamers = ports(endpoints.streamers());
        Set<Integer> viewers = ports(endpoints.viewers());
        List<byte[]> media = peerToPeer(packets, streamers, viewers, payloadTypes(endpoints.viewers()));
        encrypted(media, clear);

        long mediaBytes = media.stream().mapToLong(bytes -> bytes.length).sum();
        assertThat(clear.bytes.length)
                .as("bytes recorded: what was sent, so that a search for it means something")
                .isBetween((int) (mediaBytes * 0.6), (int) mediaBytes);
        nothingElsewhere(packets, streamers, viewers, stunPort);
        mediatorSeesCallsOnly(packets, restPort, mediaBytes, clear);
    }

    /// Every datagram between the peers is STUN, DTLS without application data, or SRTP and SRTCP.
    ///
    /// @return the payloads of SRTP, without the header that stays in the clear
    private static List<byte[]> peerToPeer(
            List<Packet> packets, Set<Integer> streamers, Set<Integer> viewers, Set<Integer> payloadTypes) {
        List<byte[]> media = new ArrayList<>();
        int stun = 0;
        int handshake = 0;
        for (Packet packet : packets) {
            boolean toViewer = streamers.contains(packet.fromPort()) && viewers.contains(packet.toPort());
            boolean toStreamer = viewers.contains(packet.fromPort()) && streamers.contains(packet.toPort());
            if (!packet.udp() || !(toViewer || toStreamer)) {
                continue;
            }
            byte[] bytes = packet.payload();
            int second = bytes[1] & 0xFF;
            if (isStun(bytes)) {
                stun++;
            } else if (bytes[0] >= 20 && bytes[0] <= 63) {
                // RFC 6347, section 4.1: content types 20 to 22; 23 would be application data.
                assertThat(bytes[0]).as("DTLS content type").isBetween((byte) 20, (byte) 22);
                assertThat(second).as("DTLS version").isEqualTo(0xFE);
                handshake += bytes[0] == 22 ? 1 : 0;
            } else {
                assertThat(bytes[0] & 0xC0).as("RTP version 2").isEqualTo(0x80);
                boolean rtcp = second >= 192 && second <= 223;
                if (!rtcp) {
                    assertThat(payloadTypes).as("negotiated payload types").contains(second & 0x7F);
                    assertThat(toViewer).as("only the streamer sends media").isTrue();
                    media.add(Arrays.copyOfRange(bytes, headerBytes(bytes), bytes.length));
                }
            }
        }
        assertThat(stun).as("connectivity checks").isGreaterThan(1);
        assertThat(handshake).as("DTLS handshake datagrams").isGreaterThan(1);
        assertThat(media).as("SRTP datagrams").hasSizeGreaterThan(300);
        return media;
    }

    /// No eight bytes of the stream as it was recorded stand in a payload, and the byte where H.264 has the type of
    /// its unit (RFC 6184, section 5.3; a handful of values in the clear) takes all values alike.
    private static void encrypted(List<byte[]> media, Windows clear) {
        assertThat(clear.in(Arrays.copyOfRange(clear.bytes, 5_000, 6_000)))
                .as("a search finds what is in the clear")
                .isEqualTo(1_000 - Windows.BYTES + 1);
        boolean[] firsts = new boolean[256];
        long[] values = new long[256];
        for (byte[] payload : media) {
            assertThat(payload.length).as("at least the tag of AES-GCM").isGreaterThan(16);
            assertThat(clear.in(payload)).as("pieces of the recording").isZero();
            firsts[payload[0] & 0xFF] = true;
            for (byte value : payload) {
                values[value & 0xFF]++;
            }
        }
        int different = 0;
        for (boolean seen : firsts) {
            different += seen ? 1 : 0;
        }
        assertThat(different).as("different first bytes").isGreaterThan(120);
        assertThat(entropy(values)).as("bits of entropy in a byte").isGreaterThan(7.99);
    }

    /// From the peers' ports to others goes nothing but STUN.
    private static void nothingElsewhere(
            List<Packet> packets, Set<Integer> streamers, Set<Integer> viewers, int stunPort) {
        Set<Integer> peers = new HashSet<>(streamers);
        peers.addAll(viewers);
        int asked = 0;
        for (Packet packet : packets) {
            boolean between = peers.contains(packet.fromPort()) && peers.contains(packet.toPort());
            if (packet.udp() && !between && peers.contains(packet.fromPort())) {
                assertThat(isStun(packet.payload())).as("to another: STUN").isTrue();
            }
            if (packet.udp() && packet.touches(stunPort)) {
                asked++;
                assertThat(isStun(packet.payload())).as("at the STUN server").isTrue();
                assertThat(packet.payload().length).isLessThanOrEqualTo(120);
            }
        }
        assertThat(asked).as("questions to the STUN server and its answers").isPositive();
    }

    /// What passes the mediator's REST port is small, little in all, and no piece of the stream.
    private static void mediatorSeesCallsOnly(List<Packet> packets, int restPort, long mediaBytes, Windows clear) {
        long all = 0;
        int largest = 0;
        for (Packet packet : packets) {
            if (!packet.udp() && packet.touches(restPort)) {
                all += packet.payload().length;
                largest = Math.max(largest, packet.payload().length);
                assertThat(clear.in(packet.payload()))
                        .as("pieces of the recording")
                        .isZero();
            }
        }
        assertThat(all).as("bytes to and from the mediator").isPositive().isLessThan(mediaBytes / 10);
        assertThat(largest).as("largest segment").isLessThan(8_192);
    }

    private static void filesHoldNoKey(Path mediatorsFiles, List<String> icePasswords) throws IOException {
        int files = 0;
        try (var paths = Files.walk(mediatorsFiles)) {
            for (Path file : paths.filter(Files::isRegularFile).toList()) {
                files++;
                String raw = Files.readString(file, StandardCharsets.ISO_8859_1);
                String name = mediatorsFiles.relativize(file).toString();
                // With that one it signs the records of relay nodes, and nothing else.
                if (!name.equals("relay-key.pem")) {
                    assertThat(found(raw, KEYS)).as(name).isEmpty();
                }
                // PostgreSQL's own files keep overwritten rows for a while.
                if (!name.startsWith("postgres/")) {
                    assertThat(found(raw, icePasswords)).as(name).isEmpty();
                }
            }
        }
        assertThat(files).isGreaterThan(100);
    }

    private static Endpoints endpoints(Rest.Signed signed) throws IOException, InterruptedException {
        Rest mediator = signed.rest();
        String session =
                "/streaming-sessions/" + mediator.onlySession("ben").path("id").asString();
        JsonNode requests = mediator.bearer(signed.owner(), "GET", session + "/view-requests?statuses=PROCESSED", null)
                .body()
                .path("items");
        assertThat(requests.size()).isEqualTo(1);
        return new Endpoints(
                mediator.bearer(signed.guest(), "GET", session + "/endpoint", null)
                        .body(),
                requests.path(0).path("endpoint"));
    }

    private static Set<Integer> ports(JsonNode endpoint) {
        Set<Integer> ports = new HashSet<>();
        if (endpoint.has("port")) {
            ports.add(endpoint.path("port").asInt());
        }
        endpoint.path("candidates")
                .forEach(candidate -> ports.add(candidate.path("port").asInt()));
        ports.remove(0);
        assertThat(ports).isNotEmpty();
        return ports;
    }

    private static Set<Integer> payloadTypes(JsonNode endpoint) {
        Set<Integer> types = new HashSet<>();
        endpoint.path("media").path("codecs").forEach(codec -> {
            types.add(codec.path("payloadType").asInt());
            types.add(codec.path("retransmissionPayloadType").asInt(-1));
        });
        return types;
    }

    /// RFC 8489, section 5: two zero bits, the length of what follows, and the magic cookie.
    private static boolean isStun(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return bytes.length >= 20
                && bytes[0] >= 0
                && bytes[0] <= 3
                && in.getShort(2) == bytes.length - 20
                && in.getInt(4) == 0x2112A442;
    }

    /// RFC 3550, section 5.1: fixed part, contributors, extension.
    private static int headerBytes(byte[] rtp) {
        int fixed = 12 + (rtp[0] & 0x0F) * 4;
        boolean extended = (rtp[0] & 0x10) != 0;
        return extended ? fixed + 4 + (ByteBuffer.wrap(rtp).getShort(fixed + 2) & 0xFFFF) * 4 : fixed;
    }

    /// H.264 with start codes, as the streamer's encoder made it: the recording copies it. The encoder's note at its
    /// head (SEI, type 6) is left out: it is text, and shares words with HTTP.
    private byte[] elementaryStream(Path recording) throws IOException, InterruptedException {
        Path stream = folder.resolve("seen.h264");
        Tools.run(
                Tools.require("ffmpeg"),
                "-v",
                "error",
                "-i",
                recording.toString(),
                "-c:v",
                "copy",
                "-bsf:v",
                "h264_mp4toannexb,filter_units=remove_types=6",
                "-f",
                "h264",
                stream.toString());
        return Files.readAllBytes(stream);
    }

    /// Every row of every table as text.
    private static String dump(Path mediatorsFiles) throws IOException, SQLException {
        String port = Files.readAllLines(mediatorsFiles.resolve("postgres/postmaster.pid"))
                .get(3);
        String password =
                Files.readString(mediatorsFiles.resolve("peercade-password")).strip();
        StringBuilder rows = new StringBuilder();
        try (Connection database = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/peercade", "peercade", password);
                Statement statement = database.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet found = statement.executeQuery("SELECT quote_ident(table_name) FROM"
                    + " information_schema.tables WHERE table_schema = 'public'")) {
                while (found.next()) {
                    tables.add(found.getString(1));
                }
            }
            assertThat(tables).hasSizeGreaterThan(6);
            for (String table : tables) {
                try (ResultSet found = statement.executeQuery("SELECT t::text FROM " + table + " t")) {
                    while (found.next()) {
                        rows.append(found.getString(1)).append('\n');
                    }
                }
            }
        }
        return rows.toString();
    }

    private static List<String> found(String text, List<String> needles) {
        return needles.stream().filter(text::contains).toList();
    }

    /// Of these counts of values, in bits.
    private static double entropy(long[] counts) {
        double all = Arrays.stream(counts).sum();
        return -Arrays.stream(counts)
                .filter(count -> count > 0)
                .mapToDouble(count -> count / all * Math.log(count / all) / Math.log(2))
                .sum();
    }

    /// All pieces of eight bytes of a stream, to search for in others; two random streams of 3 MB have one in common
    /// once in two million runs.
    private static final class Windows {

        static final int BYTES = 8;

        private final byte[] bytes;
        private final long[] sorted;

        Windows(byte[] bytes) {
            this.bytes = bytes;
            this.sorted = of(bytes);
            Arrays.sort(sorted);
        }

        /// How many of these pieces the other bytes hold.
        int in(byte[] others) {
            int found = 0;
            for (long window : of(others)) {
                found += Arrays.binarySearch(sorted, window) >= 0 ? 1 : 0;
            }
            return found;
        }

        private static long[] of(byte[] bytes) {
            long[] windows = new long[Math.max(0, bytes.length - BYTES + 1)];
            ByteBuffer in = ByteBuffer.wrap(bytes);
            for (int i = 0; i < windows.length; i++) {
                windows[i] = in.getLong(i);
            }
            return windows;
        }
    }
}
