package dev.peercade.mediator.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.peercade.mediator.Caller;
import dev.peercade.mediator.RunningMediator;
import dev.peercade.mediator.TestMediator;
import dev.peercade.mediator.account.TokenOwner;
import dev.peercade.mediator.account.TokenService;
import dev.peercade.model.MediatorApi;
import dev.peercade.model.peer.TokenKind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// A client that says who it is and then never reads.
class SlowReaderTest {

    private static final int BURST = 200;
    private static final int ROUNDS = 6;

    private final RunningMediator mediator = TestMediator.shared();
    private final SignalChannels channels = TestMediator.bean(mediator, SignalChannels.class);

    @Test
    void aSlowReaderIsCutWhileAFastOneGetsEverythingAndNobodyWaits() throws IOException {
        Caller fast = Caller.registered(mediator, "fast");
        Caller slow = Caller.registered(mediator, "slow");
        UUID fastId = owner(fast).peerId();
        UUID slowId = owner(slow).peerId();
        String filler = "{\"type\":\"filler\",\"data\":\"" + "x".repeat(16_000) + "\"}";
        try (PushListener reader = PushListener.authenticated(mediator, token(fast));
                Socket deaf = deaf(token(slow))) {
            await().until(() -> open(slowId));

            long longestNanos = 0;
            for (int round = 0; round < ROUNDS; round++) {
                for (int i = 0; i < BURST; i++) {
                    long start = System.nanoTime();
                    channels.send(Set.of(fastId, slowId), false, filler);
                    longestNanos = Math.max(longestNanos, System.nanoTime() - start);
                }
                for (int i = 0; i < BURST; i++) {
                    reader.next();
                }
            }

            await().atMost(Duration.ofSeconds(15)).until(() -> !open(slowId));
            assertThat(open(fastId)).isTrue();
            assertThat(longestNanos / 1e6).as("ms that a sender waited").isLessThan(1_000);
            assertThat(deaf.isConnected()).isTrue();
        }
    }

    private boolean open(UUID peer) {
        return channels.all().stream().anyMatch(channel -> {
            TokenOwner owner = channel.owner();
            return owner != null && owner.peerId().equals(peer);
        });
    }

    private TokenOwner owner(Caller caller) {
        return TestMediator.bean(mediator, TokenService.class)
                .authenticate(token(caller), TokenKind.ACCESS)
                .orElseThrow();
    }

    private static String token(Caller caller) {
        return String.valueOf(caller.authorization()).substring("Bearer ".length());
    }

    /// A WebSocket by hand (RFC 6455), since libraries read on their own.
    private Socket deaf(String token) throws IOException {
        URI uri = mediator.uri();
        Socket socket = new Socket();
        socket.setReceiveBufferSize(4_096);
        socket.connect(new InetSocketAddress(uri.getHost(), uri.getPort()));
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + MediatorApi.SIGNAL + " HTTP/1.1\r\nHost: " + uri.getAuthority()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] payload = ("{\"v\":1,\"type\":\"authenticate\",\"data\":{\"token\":\"" + token + "\"}}")
                .getBytes(StandardCharsets.US_ASCII);
        // Final text frame, masked with zeros; the length fits one byte.
        assertThat(payload.length).isLessThan(126);
        out.write(new byte[] {(byte) 0x81, (byte) (0x80 | payload.length), 0, 0, 0, 0});
        out.write(payload);
        out.flush();
        return socket;
    }
}
