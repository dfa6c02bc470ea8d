package dev.peercade.mediator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.peercade.mediator.config.DatabaseAddress;
import dev.peercade.mediator.config.ServerSettings;
import dev.peercade.mediator.config.StartException;
import java.lang.reflect.Proxy;
import java.net.DatagramSocket;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What an operator can get wrong is told in a sentence with a remedy, quickly; and HTTPS as PROTOCOL rule 5 has it.
class StartTest {

    @TempDir
    Path folder;

    @Test
    void aPortInUseIsNamed() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            refused(settings().withPort(taken.getLocalPort()), "TCP port " + taken.getLocalPort(), "--port");
        }
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
            refused(
                    settings().withStunPort(OptionalInt.of(taken.getLocalPort())),
                    "UDP port " + taken.getLocalPort(),
                    "--stun-port");
        }
    }

    /// 192.0.2.0/24 is for documentation: nobody's.
    @Test
    void anAddressOfAnotherMachineIsNamed() throws Exception {
        refused(settings().withBind("192.0.2.1"), "192.0.2.1", "--bind");
        refused(settings().withBind("no such host"), "no such host", "--bind");
    }

    @Test
    void unusableCertificatesAreNamed() throws Exception {
        Path certificate = folder.resolve("cert.pem");
        Path key = Files.writeString(folder.resolve("key.pem"), "not a key");
        refused(settings().withTls(tls(certificate, null)), "only one of them", "--tls-key");
        refused(settings().withTls(tls(certificate, key)), "cert.pem", "--tls-cert");

        Files.writeString(certificate, "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
        refused(settings().withTls(tls(certificate, key)), "cert.pem", "--tls-cert");
    }

    @Test
    void anExternalDatabaseThatIsNotThereIsNamedWithoutItsPassword() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        StartException e = refused(
                settings()
                        .withDatabase(new DatabaseAddress("jdbc:postgresql://127.0.0.1:" + port + "/x", "u", "hidden")),
                "cannot be reached",
                "PEERCADE_DB_URL");
        assertThat(e.getMessage()).doesNotContain("hidden");
    }

    /// Instead of a start that never ends.
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anErrorWhileTheDatabaseStartsEndsTheStart() throws Exception {
        Error error = new NoClassDefFoundError("a broken installation");
        Path broken = (Path) Proxy.newProxyInstance(
                Path.class.getClassLoader(), new Class<?>[] {Path.class}, (proxy, method, arguments) -> {
                    throw error;
                });
        ServerSettings plain = settings();
        ServerSettings settings = new ServerSettings(
                plain.listen(),
                new ServerSettings.Folders(plain.folders().data(), broken),
                plain.tls(),
                plain.database(),
                plain.access(),
                plain.bounds());
        assertThatThrownBy(() -> MediatorServer.start(settings).close())
                .isInstanceOf(StartException.class)
                .hasRootCause(error);
    }

    @Test
    void onLoopbackItSpeaksPlainHttp() {
        assertThat(TestMediator.shared().uri().getScheme()).isEqualTo("http");
        assertThat(TestMediator.shared().pin()).isEmpty();
    }

    @Test
    void beyondLoopbackItMakesACertificateKeepsItAndNamesItsPin() throws Exception {
        Path own = folder.resolve("data/tls.pem");
        String pin;
        try (RunningMediator running = MediatorServer.start(settings().withBind("0.0.0.0"))) {
            assertThat(running.uri().getScheme()).isEqualTo("https");
            pin = running.pin().orElseThrow();
            assertThat(pinSeenBy(running.uri())).isEqualTo(pin).matches("sha-256 ([0-9A-F]{2}:){31}[0-9A-F]{2}");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(own)))
                    .isEqualTo("rw-------");
            refused(settings(), "Another mediator", "--data-dir");
            ask(
                    running.uri(),
                    "GET /api/v1/games%0d%0aFAKE%1b[31m?password=hidden HTTP/1.1\r\nUser-Agent: \u001b[31mred");
        }
        assertThat(accessLog())
                .as("one line a request; no address, no query, no control character")
                .contains("GET /actuator/health 200")
                .contains("GET /api/v1/games%0d%0aFAKE%1b")
                .doesNotContain("127.0.0.1", "hidden")
                .doesNotContainPattern("[\\p{Cntrl}&&[^\\n]]|(?m)^FAKE");
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        Path other = Files.writeString(
                folder.resolve("other.pem"), pem(generator.generateKeyPair().getPrivate()));
        refused(settings().withTls(tls(own, other)), "does not belong", "--tls-key");

        try (RunningMediator given = MediatorServer.start(settings().withTls(tls(own, own)))) {
            assertThat(given.uri().getScheme()).isEqualTo("https");
            assertThat(given.pin()).as("an operator's certificate needs none").isEmpty();
            assertThat(pinSeenBy(given.uri())).as("it was kept").isEqualTo(pin);
        }
    }

    private StartException refused(ServerSettings settings, String message, String remedy) {
        StartException e = catchThrowableOfType(
                StartException.class, () -> MediatorServer.start(settings).close());
        assertThat(e).isNotNull();
        assertThat(e.getMessage()).contains(message).endsWith(".").doesNotContain("\n", "Exception");
        assertThat(e.remedy()).contains(remedy).endsWith(".");
        return e;
    }

    private ServerSettings settings() throws StartException {
        return TestMediator.settings(folder.resolve("data"));
    }

    private static ServerSettings.Tls tls(Path certificate, @Nullable Path key) {
        return new ServerSettings.Tls(certificate, key, false);
    }

    private static String pem(PrivateKey key) {
        return "-----BEGIN PRIVATE KEY-----\n" + Base64.getMimeEncoder().encodeToString(key.getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    private String accessLog() throws Exception {
        StringBuilder log = new StringBuilder();
        try (var files = Files.list(folder.resolve("data/logs"))) {
            for (Path file : files.toList()) {
                log.append(Files.readString(file));
            }
        }
        return log.toString();
    }

    /// Sends that request as it stands, and waits for the end of the answer.
    private static void ask(URI uri, String request) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Remembering(new AtomicReference<>())}, new SecureRandom());
        try (var socket = context.getSocketFactory().createSocket(uri.getHost(), uri.getPort())) {
            socket.getOutputStream()
                    .write((request + "\r\nHost: x\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.UTF_8));
            assertThat(socket.getInputStream().readAllBytes()).isNotEmpty();
        }
    }

    /// The pin of the certificate that a client really meets there.
    private static String pinSeenBy(URI uri) throws Exception {
        AtomicReference<byte[]> seen = new AtomicReference<>();
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Remembering(seen)}, new SecureRandom());
        HttpsURLConnection connection =
                (HttpsURLConnection) uri.resolve("/actuator/health").toURL().openConnection();
        connection.setSSLSocketFactory(context.getSocketFactory());
        connection.setHostnameVerifier((host, session) -> true);
        assertThat(connection.getResponseCode()).isIn(HttpURLConnection.HTTP_OK, HttpURLConnection.HTTP_UNAUTHORIZED);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(seen.get());
        return "sha-256 " + HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
    }

    private record Remembering(AtomicReference<byte[]> seen) implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            try {
                seen.set(chain[0].getEncoded());
            } catch (java.security.cert.CertificateException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
