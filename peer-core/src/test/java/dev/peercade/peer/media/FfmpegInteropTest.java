package dev.peercade.peer.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peercade.peer.media.frame.AccessUnit;
import dev.peercade.peer.media.packetize.H264Packetizer;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.Ssrc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// FFmpeg as an independent implementation of RFC 6184, in both directions.
class FfmpegInteropTest {

    private static final int PAYLOAD_TYPE = 96;
    private static final int FRAMES = 60;

    /// FFmpeg holds the last ones back for pictures that might be shown before them.
    private static final int SHOWN = 50;

    @TempDir
    Path folder;

    @BeforeAll
    static void ffmpegIsThere() {
        try {
            Process ffmpeg = new ProcessBuilder("ffmpeg", "-hide_banner", "-encoders")
                    .redirectErrorStream(true)
                    .start();
            String encoders = new String(ffmpeg.getInputStream().readAllBytes());
            assumeTrue(encoders.contains("libx264"), "this ffmpeg has no libx264 encoder");
        } catch (IOException e) {
            assumeTrue(false, "there is no ffmpeg command on this machine");
        }
    }

    @Test
    void ffmpegDecodesEveryPictureThatWeSend() throws Exception {
        List<AccessUnit> pictures = encode();
        int port = freePort();
        Path sdp = folder.resolve("stream.sdp");
        Files.writeString(sdp, sdp(port));
        Path hashes = folder.resolve("received.framemd5");
        Process player = start(
                "ffmpeg",
                "-hide_banner",
                "-loglevel",
                "verbose",
                "-analyzeduration",
                "300000",
                "-protocol_whitelist",
                "file,udp,rtp",
                "-i",
                sdp.toString(),
                "-an",
                "-vsync",
                "passthrough",
                "-frames:v",
                "" + SHOWN,
                "-f",
                "framemd5",
                "-y",
                hashes.toString());
        try (DatagramChannel socket = DatagramChannel.open()) {
            SendPath path = new SendPath(new SendSettings(new Ssrc(77), PAYLOAD_TYPE, 65_530, 4_294_967_000L, "test"));
            InetSocketAddress player4 = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
            // Until somebody listens on the port, what is sent is lost: the stream is sent once it does.
            Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> isTaken(port));
            H264Packetizer packetizer = new H264Packetizer();
            long start = System.nanoTime();
            for (AccessUnit picture : pictures) {
                MonoTime due = picture.capturedAt();
                Awaitility.await()
                        .pollDelay(0, TimeUnit.MILLISECONDS)
                        .pollInterval(1, TimeUnit.MILLISECONDS)
                        .until(() -> System.nanoTime() - start >= due.nanos());
                path.onFrame(packetizer.packetize(picture), due);
                for (SendPath.Output output = path.poll(due); output != null; output = path.poll(due)) {
                    if (output instanceof SendPath.Output.Rtp(byte[] packet)) {
                        socket.send(ByteBuffer.wrap(packet), player4);
                    }
                }
            }
            assertThat(player.waitFor(20, TimeUnit.SECONDS))
                    .as(() -> logOf(folder))
                    .isTrue();
        } finally {
            quit(player);
        }
        List<String> expected = reference();
        List<String> received = hashesOf(hashes);
        assertThat(received).isEqualTo(expected.subList(0, SHOWN));
    }

    @Test
    void wePutTogetherEveryPictureThatFfmpegSends() throws Exception {
        encode();
        ReceivePath path = new ReceivePath(new ReceiveSettings(PAYLOAD_TYPE, new Ssrc(1), "viewer"));
        List<AccessUnit> received = new ArrayList<>();
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = ((InetSocketAddress) socket.getLocalAddress()).getPort();
            socket.configureBlocking(false);
            Process sender = start(
                    "ffmpeg",
                    "-hide_banner",
                    "-loglevel",
                    "error",
                    "-re",
                    "-i",
                    stream().toString(),
                    "-c",
                    "copy",
                    "-f",
                    "rtp",
                    "-payload_type",
                    "" + PAYLOAD_TYPE,
                    "rtp://127.0.0.1:" + port + "?pkt_size=1200");
            try {
                ByteBuffer buffer = ByteBuffer.allocate(2000);
                Awaitility.await()
                        .pollDelay(0, TimeUnit.MILLISECONDS)
                        .pollInterval(1, TimeUnit.MILLISECONDS)
                        .atMost(30, TimeUnit.SECONDS)
                        .until(() -> {
                            MonoTime now = new MonoTime(System.nanoTime());
                            while (socket.receive(buffer.clear()) != null) {
                                path.onRtp(Arrays.copyOf(buffer.array(), buffer.position()), now);
                            }
                            for (var output = path.poll(now); output != null; output = path.poll(now)) {
                                if (output instanceof ReceivePath.Output.Picture(AccessUnit unit)) {
                                    received.add(unit);
                                }
                            }
                            return received.size() >= FRAMES || (!sender.isAlive() && received.size() >= FRAMES - 1);
                        });
            } finally {
                quit(sender);
            }
        }
        assertThat(path.figures().lost()).isZero();
        assertThat(received.getFirst().keyframe()).isTrue();
        Path copy = folder.resolve("received.h264");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        received.forEach(unit -> bytes.writeBytes(unit.annexB()));
        Files.write(copy, bytes.toByteArray());
        assertThat(decode(copy)).isEqualTo(reference().subList(0, received.size()));
    }

    private Path stream() {
        return folder.resolve("made.h264");
    }

    /// Sixty pictures of a test card with two keyframes, cut at the delimiters that the encoder was told to write.
    private List<AccessUnit> encode() throws Exception {
        run(
                "ffmpeg",
                "-hide_banner",
                "-loglevel",
                "error",
                "-f",
                "lavfi",
                "-i",
                "testsrc2=size=640x360:rate=60",
                "-frames:v",
                "" + FRAMES,
                "-c:v",
                "libx264",
                "-preset",
                "ultrafast",
                "-tune",
                "zerolatency",
                "-pix_fmt",
                "yuv420p",
                "-g",
                "30",
                "-x264-params",
                "aud=1",
                "-f",
                "h264",
                stream().toString());
        byte[] bytes = Files.readAllBytes(stream());
        List<Integer> starts = new ArrayList<>();
        for (int i = 0; i + 4 < bytes.length; i++) {
            if (bytes[i] == 0 && bytes[i + 1] == 0 && bytes[i + 2] == 0 && bytes[i + 3] == 1 && bytes[i + 4] == 9) {
                starts.add(i);
            }
        }
        starts.add(bytes.length);
        List<AccessUnit> pictures = new ArrayList<>();
        for (int i = 0; i + 1 < starts.size(); i++) {
            byte[] unit = Arrays.copyOfRange(bytes, starts.get(i), starts.get(i + 1));
            pictures.add(new AccessUnit(unit, i % 30 == 0, new MonoTime(i * 1_000_000_000L / 60)));
        }
        assertThat(pictures).hasSize(FRAMES);
        return pictures;
    }

    private List<String> reference() throws Exception {
        return decode(stream());
    }

    private List<String> decode(Path video) throws Exception {
        Path hashes = folder.resolve("reference.framemd5");
        run(
                "ffmpeg",
                "-hide_banner",
                "-loglevel",
                "error",
                "-i",
                video.toString(),
                "-vsync",
                "passthrough",
                "-f",
                "framemd5",
                "-y",
                hashes.toString());
        return hashesOf(hashes);
    }

    private static List<String> hashesOf(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private static String sdp(int port) {
        return String.join(
                "\r\n",
                "v=0",
                "o=- 0 0 IN IP4 127.0.0.1",
                "s=test",
                "c=IN IP4 127.0.0.1",
                "t=0 0",
                "m=video " + port + " RTP/AVP " + PAYLOAD_TYPE,
                "a=rtpmap:" + PAYLOAD_TYPE + " H264/90000",
                "a=fmtp:" + PAYLOAD_TYPE + " packetization-mode=1",
                "");
    }

    private static String logOf(Path folder) {
        try {
            return Files.readString(folder.resolve("ffmpeg.log"));
        } catch (IOException e) {
            return "no log: " + e.getMessage();
        }
    }

    private static int freePort() throws IOException {
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            // FFmpeg wants an even one, with the odd one above it for RTCP.
            return ((InetSocketAddress) socket.getLocalAddress()).getPort() & ~1;
        }
    }

    private static boolean isTaken(int port) {
        try (DatagramChannel socket = DatagramChannel.open()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    private Process start(String... command) throws IOException {
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("ffmpeg.log").toFile())
                .start();
    }

    /// Its own way to end, so that it writes what it has.
    private static void quit(Process process) throws Exception {
        if (process.isAlive()) {
            process.destroy();
        }
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    }

    private void run(String... command) throws Exception {
        Process process = start(command);
        process.getOutputStream().close();
        assertThat(process.waitFor()).as(() -> Arrays.toString(command)).isZero();
    }
}
