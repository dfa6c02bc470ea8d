package dev.peercade.peer.punch.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peercade.peer.edge.clock.SystemClock;
import dev.peercade.peer.edge.stream.SocketStreams;
import dev.peercade.peer.port.StreamPort;
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
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The client against coturn, an implementation of others.
@NullUnmarked
class CoturnTest {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TurnCredentials GOOD = new TurnCredentials("ann", "secret");

    @TempDir
    Path folder;

    private final DatagramSocket peer = socket();
    private Process coturn;
    private int port;

    private static DatagramSocket socket() {
        try {
            DatagramSocket made = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            made.setSoTimeout(100);
            return made;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @BeforeEach
    void startCoturn() throws Exception {
        Path program = Path.of("/usr/bin/turnserver");
        Assumptions.assumeTrue(Files.isExecutable(program), "this test needs the program turnserver (coturn)");
        port = freePort();
        Path configuration = folder.resolve("turn.conf");
        Files.writeString(configuration, """
                listening-ip=127.0.0.1
                relay-ip=127.0.0.1
                listening-port=%d
                allow-loopback-peers
                denied-peer-ip=10.0.0.0-10.255.255.255
                no-tls
                no-dtls
                no-cli
                fingerprint
                lt-cred-mech
                realm=test
                user=ann:secret
                user-quota=2
                log-file=stdout
                pidfile=%s
                """.formatted(port, folder.resolve("pid")));
        coturn = new ProcessBuilder(program.toString(), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitListening();
    }

    /// For UDP and TCP.
    private static int freePort() throws IOException {
        while (true) {
            try (DatagramSocket udp = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                    ServerSocket tcp = new ServerSocket(udp.getLocalPort(), 1, InetAddress.getLoopbackAddress())) {
                return tcp.getLocalPort();
            } catch (BindException e) {
                // Only one of the two was free: the next.
            }
        }
    }

    /// Over UDP too: the two begin one after the other.
    private void awaitListening() throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        byte[] question = new StunWriter(StunMessage.Kind.REQUEST, StunMessage.BINDING, new TransactionId(1, 2))
                .fingerprint()
                .toBytes();
        while (System.nanoTime() < until && coturn.isAlive()) {
            try (Socket knock = new Socket()) {
                knock.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
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

        Client(TurnCredentials credentials, boolean overStream) throws Exception {
            turn = new TurnAllocation(credentials, overStream, new SecureRandom()::nextLong);
            if (overStream) {
                BlockingQueue<Boolean> opened = new LinkedBlockingQueue<>();
                stream = new SocketStreams().open(address(port), null, event -> {
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
    @ValueSource(booleans = {false, true})
    void whatIsSentReachesThePeerAndComesBack(boolean overStream) throws Exception {
        try (Client client = new Client(GOOD, overStream)) {
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
    void aWrongPasswordIsRefused() throws Exception {
        try (Client client = new Client(new TurnCredentials("ann", "wrong"), false)) {
            assertThat(client.await(TurnOutput.Lost.class).why()).isEqualTo(TurnLoss.UNAUTHENTICATED);
        }
    }

    @Test
    void whoHasHadHisShareIsToldSo() throws Exception {
        try (Client first = new Client(GOOD, false);
                Client second = new Client(GOOD, false);
                Client third = new Client(GOOD, false)) {
            first.await(TurnOutput.Allocated.class);
            second.await(TurnOutput.Allocated.class);
            assertThat(third.await(TurnOutput.Lost.class).why()).isEqualTo(TurnLoss.FULL);
        }
    }

    @Test
    void anAddressGivenBackIsFreeForAnother() throws Exception {
        try (Client first = new Client(GOOD, false);
                Client second = new Client(GOOD, false)) {
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
                try (Client third = new Client(GOOD, false)) {
                    allocated = third.await(TurnOutput.class) instanceof TurnOutput.Allocated;
                }
            }
            assertThat(allocated).isTrue();
        }
    }

    @Test
    void anAddressThatTheRelayRefusesGetsNothingAndHarmsNothing() throws Exception {
        try (Client client = new Client(GOOD, false)) {
            TurnOutput.Allocated allocated = client.await(TurnOutput.Allocated.class);
            TransportAddress refused = TransportAddress.of(new byte[] {10, 0, 0, 1}, 9);
            client.turn.send(refused, text("no"), client.now());
            TransportAddress to = address(peer.getLocalPort());
            assertThat(atPeer(client, allocated.relayed(), to, text("still"))).isEqualTo(text("still"));
            assertThat(client.outputs).isEmpty();
        }
    }
}
