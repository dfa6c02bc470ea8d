package dev.peercade.node;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.peercade.peer.edge.nodes.NodeJson;
import dev.peercade.peer.nodes.NodeEntry;
import dev.peercade.peer.nodes.NodeList;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The agent's HTTPS rim: `/server_info`, `/ip-table` and the speed tests, for anyone, so everything is bounded:
/// by source, at once, in bytes and in time.
final class AgentServer implements AutoCloseable {

    static {
        // Read by the JDK's server when its first one is made.
        setUnlessSet("jdk.httpserver.maxConnections", "200");
        setUnlessSet("sun.net.httpserver.maxReqTime", "60");
        setUnlessSet("sun.net.httpserver.maxRspTime", "60");
        setUnlessSet("sun.net.httpserver.idleInterval", "15");
        setUnlessSet("sun.net.httpserver.maxReqHeaders", "50");
        setUnlessSet("jdk.httpserver.maxReqHeaderSize", "16384");
    }

    private static final Logger log = LoggerFactory.getLogger(AgentServer.class);

    /// A peer reads the table and measures a few times; a node comes every few minutes.
    static final int CALLS_PER_MINUTE = 60;

    static final int SPEEDTESTS_PER_MINUTE = 10;

    private final KnownNodes known;
    private final NodeJson json;
    private final Supplier<ServerInfo> info;
    private final SpeedTest speedTest;
    private final SourceLimits calls = new SourceLimits(CALLS_PER_MINUTE);
    private final SourceLimits tests = new SourceLimits(SPEEDTESTS_PER_MINUTE);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<HttpsServer> servers = new ArrayList<>();

    private AgentServer(KnownNodes known, NodeJson json, Supplier<ServerInfo> info, SpeedTest speedTest) {
        this.known = known;
        this.json = json;
        this.info = info;
        this.speedTest = speedTest;
    }

    /// Listens at each of the addresses.
    ///
    /// @throws NodeException when a port cannot be had
    static AgentServer start(
            List<InetAddress> addresses,
            int port,
            SSLContext tls,
            KnownNodes known,
            NodeJson json,
            SpeedTest speedTest,
            Supplier<ServerInfo> info)
            throws NodeException {
        AgentServer agent = new AgentServer(known, json, info, speedTest);
        try {
            for (InetAddress address : addresses) {
                HttpsServer server = HttpsServer.create(new InetSocketAddress(address, port), 0);
                server.setHttpsConfigurator(new HttpsConfigurator(tls));
                server.setExecutor(agent.threads);
                server.createContext("/", agent::handle);
                server.start();
                agent.servers.add(server);
            }
        } catch (IOException e) {
            agent.close();
            throw new NodeException(
                    "port-in-use",
                    "TCP port " + port + " cannot be used for the agent.",
                    "Stop what uses it, or choose another with --agent-port.",
                    e);
        }
        return agent;
    }

    private static void setUnlessSet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            InetAddress source = exchange.getRemoteAddress().getAddress();
            String path = exchange.getRequestURI().getPath();
            long wait = (path.startsWith("/speedtest/") ? tests : calls).take(source);
            if (wait > 0) {
                later(exchange, wait);
                return;
            }
            switch (exchange.getRequestMethod() + " " + path) {
                case "GET /server_info" -> answer(exchange, 200, info.get());
                case "GET /ip-table" -> answer(exchange, 200, known.list());
                case "POST /ip-table" -> merge(exchange);
                case "GET /speedtest/download" -> download(exchange);
                case "POST /speedtest/upload" -> upload(exchange);
                default -> answer(exchange, 404, problem("There is nothing here."));
            }
        } catch (IOException e) {
            log.debug("A call was cut off: {}", e.getClass().getSimpleName());
        } catch (RuntimeException e) {
            log.error("A call failed", e);
        }
    }

    private void merge(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(NodeJson.BYTES_MAX + 1);
        if (body.length > NodeJson.BYTES_MAX) {
            answer(exchange, 413, problem("A table has at most " + NodeJson.BYTES_MAX + " bytes."));
            return;
        }
        Optional<NodeList> told = json.nodes(body);
        if (told.isEmpty()) {
            answer(exchange, 400, problem("This is no table of relay nodes."));
            return;
        }
        int taken = known.merge(
                told.get().ip_address().stream().map(NodeEntry::node).toList());
        answer(exchange, 200, Map.of("taken", taken));
    }

    private void download(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getQuery();
        String wanted = query != null && query.startsWith("bytes=") ? query.substring("bytes=".length()) : "";
        if (!wanted.matches("\\d{1,9}") || Long.parseLong(wanted) > SpeedTest.BYTES_MAX) {
            answer(exchange, 400, problem("Ask for ?bytes=N, with N up to " + SpeedTest.BYTES_MAX + "."));
            return;
        }
        if (!speedTest.tryRun(() -> SpeedTest.download(exchange, Long.parseLong(wanted)))) {
            later(exchange, 1);
        }
    }

    private void upload(HttpExchange exchange) throws IOException {
        boolean room = speedTest.tryRun(() -> {
            long bytes = SpeedTest.upload(exchange.getRequestBody());
            if (bytes < 0) {
                answer(exchange, 413, problem("At most " + SpeedTest.BYTES_MAX + " bytes are counted."));
            } else {
                answer(exchange, 200, Map.of("bytes", bytes));
            }
        });
        if (!room) {
            later(exchange, 1);
        }
    }

    private void later(HttpExchange exchange, long seconds) throws IOException {
        exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
        answer(exchange, 429, problem("Too many calls; try again in " + seconds + " s."));
    }

    private static Map<String, String> problem(String detail) {
        return Map.of("detail", detail);
    }

    private void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = json.bytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
