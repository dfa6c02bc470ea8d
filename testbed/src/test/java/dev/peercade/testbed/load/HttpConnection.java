package dev.peercade.testbed.load;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One peer's HTTP/1.1 connection (RFC 9112), kept open between calls, as peers keep theirs. Bare, because driver and
/// mediator share the processors: what a full client spends would be missing on the other side. One thread at a time.
final class HttpConnection implements AutoCloseable {

    private static final int TIMEOUT_MS = 30_000;

    private final InetAddress from;
    private final int port;
    private final String authorization;
    private final boolean reset;
    private @Nullable Socket socket;
    private @Nullable InputStream in;

    record Answer(int status, String body) {}

    /// @param from a source address of loopback: all of 127.0.0.0/8 is this machine's
    /// @param port of a mediator on 127.0.0.1
    /// @param authorization value of that header field
    HttpConnection(InetAddress from, int port, String authorization) {
        this(from, port, authorization, false);
    }

    private HttpConnection(InetAddress from, int port, String authorization, boolean reset) {
        this.from = from;
        this.port = port;
        this.authorization = authorization;
        this.reset = reset;
    }

    static HttpConnection bearer(int port, String token) {
        return new HttpConnection(InetAddress.getLoopbackAddress(), port, "Bearer " + token);
    }

    /// For one of very many calls: it ends with a reset, since each that ends in order holds its port for a minute
    /// (RFC 9293, section 3.6.1), and one address has ports for less than a minute of 500 a second.
    static HttpConnection resetting(InetAddress from, int port, String authorization) {
        return new HttpConnection(from, port, authorization, true);
    }

    /// @param body JSON, or null for none
    Answer call(String method, String path, @Nullable String body) throws IOException {
        byte[] request = request(method, path, body);
        boolean reused = socket != null;
        try {
            return exchange(request);
        } catch (ClosedBeforeAnswer e) {
            // A server may close an idle connection at any time (RFC 9112, section 9.5).
            if (!reused) {
                throw e;
            }
            return exchange(request);
        }
    }

    private byte[] request(String method, String path, @Nullable String body) {
        StringBuilder text = new StringBuilder(256)
                .append(method)
                .append(" /api/v1")
                .append(path)
                .append(" HTTP/1.1\r\nHost: 127.0.0.1:")
                .append(port)
                .append("\r\nAuthorization: ")
                .append(authorization)
                .append("\r\n");
        if (body != null) {
            text.append("Content-Type: application/json\r\nContent-Length: ")
                    .append(body.getBytes(StandardCharsets.UTF_8).length)
                    .append("\r\n");
        }
        text.append("\r\n").append(body == null ? "" : body);
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private Answer exchange(byte[] request) throws IOException {
        try {
            Socket open = socket == null ? connect() : socket;
            try {
                open.getOutputStream().write(request);
            } catch (IOException e) {
                throw new ClosedBeforeAnswer(e);
            }
            return read(java.util.Objects.requireNonNull(in));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    private Socket connect() throws IOException {
        Socket made = new Socket();
        made.setTcpNoDelay(true);
        if (reset) {
            made.setSoLinger(true, 0);
        }
        made.setSoTimeout(TIMEOUT_MS);
        made.bind(new InetSocketAddress(from, 0));
        made.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
        socket = made;
        in = new BufferedInputStream(made.getInputStream());
        return made;
    }

    private Answer read(InputStream from) throws IOException {
        String statusLine = line(from, true);
        int status = Integer.parseInt(statusLine.substring(9, 12));
        int length = -1;
        boolean chunked = false;
        boolean last = false;
        for (String field = line(from, false); !field.isEmpty(); field = line(from, false)) {
            String lower = field.toLowerCase(Locale.ROOT);
            if (lower.startsWith("content-length:")) {
                length = Integer.parseInt(lower.substring(15).strip());
            } else if (lower.startsWith("transfer-encoding:")) {
                chunked = lower.endsWith("chunked");
            } else if (lower.startsWith("connection:")) {
                last = lower.endsWith("close");
            }
        }
        String body = chunked ? chunks(from) : exactly(from, Math.max(0, length));
        if (last) {
            close();
        }
        return new Answer(status, body);
    }

    private static String chunks(InputStream from) throws IOException {
        StringBuilder all = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(line(from, false).strip(), 16);
            all.append(exactly(from, size));
            line(from, false);
            if (size == 0) {
                return all.toString();
            }
        }
    }

    private static String exactly(InputStream from, int length) throws IOException {
        byte[] bytes = from.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("closed within a body");
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private static String line(InputStream from, boolean first) throws IOException {
        StringBuilder line = new StringBuilder(64);
        while (true) {
            int next = readOne(from, first && line.isEmpty());
            if (next == '\n') {
                return line.toString();
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
    }

    private static int readOne(InputStream from, boolean first) throws IOException {
        int next;
        try {
            next = from.read();
        } catch (java.net.SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            throw first ? new ClosedBeforeAnswer(e) : e;
        }
        if (next < 0) {
            throw first ? new ClosedBeforeAnswer(null) : new EOFException("closed within an answer");
        }
        return next;
    }

    private static final class ClosedBeforeAnswer extends IOException {
        private static final long serialVersionUID = 1;

        ClosedBeforeAnswer(@Nullable IOException cause) {
            super("closed before an answer", cause);
        }
    }

    @Override
    public void close() {
        Socket open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // It is gone either way.
                return;
            }
        }
    }
}
