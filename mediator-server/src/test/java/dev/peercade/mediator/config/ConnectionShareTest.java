package dev.peercade.mediator.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.mediator.MediatorServer;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Many connections from this machine's own address that is not loopback.
class ConnectionShareTest {

    @TempDir
    Path data;

    @Test
    void oneAddressHoldsOnlyItsShareAndOthersAreAnswered() throws Exception {
        InetAddress own = ownAddress();
        Deque<Socket> held = new ArrayDeque<>();
        try (RunningMediator mediator = start("")) {
            hold(held, own, mediator);
            assertThat(answer(own, mediator)).isEmpty();
            assertThat(answer(InetAddress.getLoopbackAddress(), mediator)).startsWith("HTTP/1.1 200");
            held.pop().close();
            await().until(() -> answer(own, mediator).startsWith("HTTP/1.1 200"));
        } finally {
            close(held);
        }
    }

    @Test
    void aTrustedProxyIsManyPeersAndHoldsMore() throws Exception {
        InetAddress own = ownAddress();
        Deque<Socket> held = new ArrayDeque<>();
        try (RunningMediator mediator = start(own.getHostAddress())) {
            hold(held, own, mediator);
            assertThat(answer(own, mediator)).startsWith("HTTP/1.1 200");
        } finally {
            close(held);
        }
    }

    private RunningMediator start(String proxies) throws Exception {
        return MediatorServer.start(TestMediator.settings(
                        data,
                        Map.of(
                                "PEERCADE_BIND",
                                "0.0.0.0",
                                "PEERCADE_ALLOW_PLAIN_HTTP",
                                "true",
                                "PEERCADE_TRUSTED_PROXIES",
                                proxies))
                .withDatabase(TestMediator.bean(TestMediator.shared(), DatabaseAddress.class)));
    }

    private static void hold(Deque<Socket> held, InetAddress own, RunningMediator mediator) throws IOException {
        while (held.size() < ConnectionShare.PER_ADDRESS_MAX) {
            held.push(new Socket(own, mediator.uri().getPort()));
        }
    }

    private static void close(Deque<Socket> held) throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
    }

    /// What is answered there; empty where the connection is refused.
    private static String answer(InetAddress at, RunningMediator mediator) {
        try (Socket socket = new Socket(at, mediator.uri().getPort())) {
            socket.getOutputStream()
                    .write("GET /actuator/health HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            return "";
        }
    }

    private static InetAddress ownAddress() throws IOException {
        Optional<InetAddress> own = NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(address -> address instanceof Inet4Address && !address.isLoopbackAddress())
                .findFirst();
        assumeThat(own).as("an IPv4 address of this machine beside loopback").isPresent();
        return own.orElseThrow();
    }
}
