package dev.peercade.peer.punch.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.edge.stream.SocketStreams;
import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import dev.peercade.peer.wire.stun.StreamFraming;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The client against coturn, an implementation of others.
@NullUnmarked
class CoturnTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TurnCredentials GOOD = new TurnCredentials("ann", "secret");

    /// How the client reaches the relay.
    private enum Way {
        UDP,
        TCP,
        TLS
    }

    @TempDir
    static Path certificates;

    private static String pin;

    @TempDir
    Path folder;

    private final DatagramSocket peer = socket();
    private Process coturn;
    private int port;
    private int tlsPort;

    private static DatagramSocket socket() {
        try {
            DatagramSocket made = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            made.setSoTimeout(100);
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeAll
    static void makeCertificate() throws Exception {
        Path store = certificates.resolve("relay.p12");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of("-genkeypair", "-alias", "relay", "-keyalg", "EC", "-dname", "CN=relay"));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", "changeit", "-keystore", store.toString()));
        assertThat(new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start()
                        .waitFor())
                .isZero();
        char[] password = "changeit".toCharArray();
        KeyStore keys = KeyStore.getInstance(store.toFile(), password);
        byte[] certificate = keys.getCertificate("relay").getEncoded();
        pin = Fingerprint.ofCertificate(certificate).toString();
        Files.writeString(
                certificates.resolve("relay.pem"),
                pem("PRIVATE KEY", keys.getKey("relay", password).getEncoded()) + pem("CERTIFICATE", certificate));
    }

    private static String pem(String kind, byte[] der) {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n";
    }

    @BeforeEach
    void startCoturn() throws Exception {
        Path program = Path.of("/usr/bin/turnserver");
        Assumptions.assumeTrue(Files.isExecutable(program), "this test needs the program turnserver (coturn)");
        port = freePort();
        tlsPort = freePort();
        Path configuration = folder.resolve("turn.conf");
        Files.writeString(
                configuration, """
                listening-ip=127.0.0.1
                relay-ip=127.0.0.1
                listening-port=%1$d
                allow-loopback-peers
                denied-peer-ip=10.0.0.0-10.255.255.255
                tls-listening-port=%2$d
                cert=%3$s
                pkey=%3$s
                no-dtls
                no-cli
                fingerprint
                lt-cred-mech
                realm=test
                user=ann:secret
                user-quota=2
                log-file=stdout
                pidfile=%4$s
                """.formatted(port, tlsPort, certificates.resolve("relay.pem"), folder.resolve("pid")));
        coturn = new ProcessBuilder(program.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitListening();
    }

    /// For UDP and TCP. Below those that the system hands out, which anybody may get before coturn binds it.
    private static int freePort() throws IOException {
        while (true) {
            int tried = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (DatagramSocket udp = new DatagramSocket(tried, InetAddress.getLoopbackAddress());
                    ServerSocket tcp = new ServerSocket(udp.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
                return tcp.getLocalPort();
            } catch (BindException e) {
                // One of the two was not free: another.
            }
        }
    }

    /// Over UDP too: they begin one after the other.
    private void awaitListening() throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        byte[] question = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                .fingerprint()
                .toBytes();
        while (System.nanoTime() < until && coturn.isAlive()) {
            try (Socket knock = new Socket();
                    Socket knockSecured = new Socket()) {
                knock.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                knockSecured.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), tlsPort), 1000);
                peer.send(new DatagramPacket(question, question.length, InetAddress.getLoopbackAddress(), port));
                if (receive(peer, _ -> {}) != null) {
                    return;
                }
            } catch (ConnectException e) {
                Thread.onSpinWait();
            }
        }
        throw new AssertionError(Files.readString(folder.resolve("log")));
    }

    @AfterEach
    void stop() throws Exception {
        peer.close();
        if (coturn != null) {
            coturn.destroyForcibly().waitFor();
        }
    }

    /// Drives one allocation over a real socket or stream.
    private final class Client implements AutoCloseable {

        final TurnAllocation turn;
        final List<TurnOutput> outputs = new ArrayList<>();
        private final SystemClock clock = new SystemClock();
        private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
        private final DatagramSocket udp = socket();
        private final StreamFraming framing = new StreamFraming();
        private final StreamPort.Connection stream;

        Client(TurnCredentials credentials, Way way) throws Exception {
            turn = new TurnAllocation(credentials, way != Way.UDP, new SecureRandom()::nextLong);
            if (way != Way.UDP) {
                BlockingQueue<Boolean> opened = new LinkedBlockingQueue<>();
                boolean secured = way == Way.TLS;
                stream = new SocketStreams().open(address(secured ? tlsPort : port), secured ? pin : null, event -> {
                    switch (event) {
                        case StreamPort.Event.Opened _ -> opened.add(true);
                        case StreamPort.Event.Received received -> {
                            framing.feed(received.bytes()).forEach(arrived::add);
                            received.taken().run();
                        }
                        case StreamPort.Event.Closed _ -> opened.add(false);
                    }
                });
                assertThat(opened.poll(10, TimeUnit.SECONDS)).isTrue();
            } else {
                stream = null;
            }
            turn.start(false, clock.now());
        }

        MonoTime now() {
            return clock.now();
        }

        /// Lets messages pass until such an output is there.
        <T extends TurnOutput> T await(Class<T> wanted) throws Exception {
            MonoTime until = now().plus(PATIENCE);
            while (now().isBefore(until)) {
                for (TurnOutput output = turn.poll(now()); output != null; output = turn.poll(now())) {
                    if (output instanceof TurnOutput.ToServer message) {
                        send(message.message());
                    } else {
                        outputs.add(output);
                    }
                }
                for (TurnOutput output : outputs) {
                    if (wanted.isInstance(output)) {
                        outputs.remove(output);
                        return wanted.cast(output);
                    }
                }
                byte[] message = receive();
                if (message != null) {
                    turn.onMessage(message, now());
                }
            }
            throw new AssertionError("no " + wanted.getSimpleName() + " but " + outputs);
        }

        private void send(byte[] message) throws IOException {
            if (stream != null) {
                stream.send(message);
            } else {
                udp.send(new DatagramPacket(message, message.length, InetAddress.getLoopbackAddress(), port));
            }
        }

        private byte[] receive() throws Exception {
            if (stream != null) {
                return arrived.poll(100, TimeUnit.MILLISECONDS);
            }
            return CoturnTest.receive(udp, _ -> {});
        }

        @Override
        public void close() {
            udp.close();
            if (stream != null) {
                stream.close();
            }
        }
    }

    private static byte[] receive(DatagramSocket socket, Consumer<DatagramPacket> seen) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
        try {
            socket.receive(packet);
            seen.accept(packet);
            return Arrays.copyOf(packet.getData(), packet.getLength());
        } catch (SocketTimeoutException e) {
            return null;
        }
    }

    private static TransportAddress address(int port) {
        return TransportAddress.of(new byte[] {127, 0, 0, 1}, port);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// What reaches the peer, through the relay's address.
    private byte[] atPeer(Client client, TransportAddress relayed, TransportAddress to, byte[] load) throws Exception {
        List<Integer> ports = new ArrayList<>();
        MonoTime until = client.now().plus(PATIENCE);
        byte[] arrived = null;
        while (arrived == null && client.now().isBefore(until)) {
            client.turn.send(to, load, client.now());
            for (TurnOutput out = client.turn.poll(client.now()); out != null; out = client.turn.poll(client.now())) {
                if (out instanceof TurnOutput.ToServer message) {
                    client.send(message.message());
                }
            }
            arrived = receive(peer, packet -> ports.add(packet.getPort()));
            byte[] answer = client.receive();
            if (answer != null) {
                client.turn.onMessage(answer, client.now());
            }
        }
        assertThat(ports).containsOnly(relayed.port());
        return arrived;
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void whatIsSentReachesThePeerAndComesBack(Way way) throws Exception {
        try (Client client = new Client(GOOD, way)) {
            TurnOutput.Allocated allocated = client.await(TurnOutput.Allocated.class);
            TransportAddress to = address(peer.getLocalPort());
            assertThat(atPeer(client, allocated.relayed(), to, text("there"))).isEqualTo(text("there"));
            byte[] back = text("back");
            peer.send(new DatagramPacket(
                    back,
                    back.length,
                    InetAddress.getLoopbackAddress(),
                    allocated.relayed().port()));
            TurnOutput.FromPeer from = client.await(TurnOutput.FromPeer.class);
            assertThat(from.peer()).isEqualTo(to);
            assertThat(from.load()).isEqualTo(back);

            client.turn.bind(to, client.now());
            // Odd lengths need padding over a stream.
            byte[] odd = new byte[1201];
            odd[1200] = 7;
            assertThat(atPeer(client, allocated.relayed(), to, odd)).isEqualTo(odd);
            peer.send(new DatagramPacket(
                    odd,
                    odd.length,
                    InetAddress.getLoopbackAddress(),
                    allocated.relayed().port()));
            assertThat(client.await(TurnOutput.FromPeer.class).load()).isEqualTo(odd);
        }
    }

    @Test
    void aRelayWithAnotherCertificateIsNotSpokenTo() throws Exception {
        BlockingQueue<StreamPort.Event> events = new LinkedBlockingQueue<>();
        String other = Fingerprint.ofCertificate(new byte[] {1}).toString();
        try (StreamPort.Connection stream = new SocketStreams().open(address(tlsPort), other, events::add)) {
            stream.send(
                    new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2)).toBytes());
            StreamPort.Event event = events.poll(10, TimeUnit.SECONDS);
            while (event instanceof StreamPort.Event.Opened) {
                event = events.poll(10, TimeUnit.SECONDS);
            }
            assertThat(event).isInstanceOf(StreamPort.Event.Closed.class);
        }
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        try (Client client = new Client(new TurnCredentials("ann", "wrong"), Way.UDP)) {
            assertThat(client.await(TurnOutput.Lost.class).why()).isEqualTo(TurnLoss.UNAUTHENTICATED);
        }
    }

    @Test
    void whoHasHadHisShareIsToldSo() throws Exception {
        try (Client first = new Client(GOOD, Way.UDP);
                Client second = new Client(GOOD, Way.UDP);
                Client third = new Client(GOOD, Way.UDP)) {
            first.await(TurnOutput.Allocated.class);
            second.await(TurnOutput.Allocated.class);
            assertThat(third.await(TurnOutput.Lost.class).why()).isEqualTo(TurnLoss.FULL);
        }
    }

    @Test
    void anAddressGivenBackIsFreeForAnother() throws Exception {
        try (Client first = new Client(GOOD, Way.UDP);
                Client second = new Client(GOOD, Way.UDP)) {
            first.await(TurnOutput.Allocated.class);
            second.await(TurnOutput.Allocated.class);
            first.turn.release(first.now());
            if (first.turn.poll(first.now()) instanceof TurnOutput.ToServer farewell) {
                first.send(farewell.message());
            }
            assertThat(first.receive()).isNotNull();
            // It is let go of at once, and counted out a moment later.
            MonoTime until = first.now().plus(PATIENCE);
            boolean allocated = false;
            while (!allocated && first.now().isBefore(until)) {
                try (Client third = new Client(GOOD, Way.UDP)) {
                    allocated = third.await(TurnOutput.class) instanceof TurnOutput.Allocated;
                }
            }
            assertThat(allocated).isTrue();
        }
    }

    @Test
    void anAddressThatTheRelayRefusesGetsNothingAndHarmsNothing() throws Exception {
        try (Client client = new Client(GOOD, Way.UDP)) {
            TurnOutput.Allocated allocated = client.await(TurnOutput.Allocated.class);
            TransportAddress refused = TransportAddress.of(new byte[] {10, 0, 0, 1}, 9);
            client.turn.send(refused, text("no"), client.now());
            TransportAddress to = address(peer.getLocalPort());
            assertThat(atPeer(client, allocated.relayed(), to, text("still"))).isEqualTo(text("still"));
            assertThat(client.outputs).isEmpty();
        }
    }
}
