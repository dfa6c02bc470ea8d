package dev.peercade.node;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// A peer at a TURN server, written by hand from RFC 8656 and RFC 8489, so that it shares no mistake with
/// anything it tests. UDP only.
public final class TurnClient implements AutoCloseable {

    static final int BINDING = 0x001;
    private static final int ALLOCATE = 0x003;
    private static final int CREATE_PERMISSION = 0x008;
    private static final int SEND_INDICATION = 0x016;
    private static final int DATA_INDICATION = 0x017;

    private static final int USERNAME = 0x0006;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int ERROR_CODE = 0x0009;
    private static final int XOR_PEER_ADDRESS = 0x0012;
    private static final int DATA = 0x0013;
    private static final int REALM = 0x0014;
    private static final int NONCE = 0x0015;
    private static final int XOR_RELAYED_ADDRESS = 0x0016;
    private static final int REQUESTED_ADDRESS_FAMILY = 0x0017;
    private static final int REQUESTED_TRANSPORT = 0x0019;

    private static final int COOKIE = 0x2112A442;
    private static final int HEADER = 20;
    private static final int TIMEOUT_MS = 2_000;
    private static final int TRIES = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    /// Local ports that some client of this process has had.
    private static final Set<Integer> USED = ConcurrentHashMap.newKeySet();

    private final DatagramSocket socket = fresh();
    private final String userName;
    private final String password;
    private byte[] realm = {};
    private byte[] nonce = {};
    private @Nullable InetSocketAddress relayed;

    /// @param type method and class
    @SuppressWarnings("ArrayRecordComponent")
    record Message(int type, byte[] transaction, Map<Integer, byte[]> attributes) {

        /// 0 for success.
        int error() {
            byte[] error = attributes.get(ERROR_CODE);
            return error == null ? 0 : error[2] * 100 + error[3];
        }
    }

    public TurnClient(InetSocketAddress server, String userName, String password) throws IOException {
        socket.connect(server);
        socket.setSoTimeout(TIMEOUT_MS);
        this.userName = userName;
        this.password = password;
    }

    /// A socket with a port that no client before it has had: a server remembers a 5-tuple and its user name longer
    /// than the client lives, and answers another one there with 437.
    private static DatagramSocket fresh() throws SocketException {
        while (true) {
            DatagramSocket socket = new DatagramSocket();
            if (USED.add(socket.getLocalPort())) {
                return socket;
            }
            socket.close();
        }
    }

    /// TURN REST: what the mediator mints (draft-uberti-behave-turn-rest-00, section 2.2).
    static TurnClient minted(InetSocketAddress server, String secret, long expiry, String holder) throws Exception {
        String name = expiry + ":" + holder;
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        byte[] digest = mac.doFinal(name.getBytes(StandardCharsets.UTF_8));
        return new TurnClient(server, name, Base64.getEncoder().encodeToString(digest));
    }

    /// Allocates and gives the error, 0 for none.
    public int allocate(boolean v6) throws Exception {
        Map<Integer, byte[]> wanted = new LinkedHashMap<>();
        wanted.put(REQUESTED_TRANSPORT, new byte[] {17, 0, 0, 0});
        if (v6) {
            wanted.put(REQUESTED_ADDRESS_FAMILY, new byte[] {2, 0, 0, 0});
        }
        Message challenge = ask(ALLOCATE, wanted, false);
        if (challenge.error() != 401) {
            return challenge.error();
        }
        realm = attribute(challenge, REALM);
        nonce = attribute(challenge, NONCE);
        Message answer = ask(ALLOCATE, wanted, true);
        if (answer.error() == 0) {
            relayed = address(attribute(answer, XOR_RELAYED_ADDRESS), answer.transaction);
        }
        return answer.error();
    }

    public InetSocketAddress relayed() {
        if (relayed == null) {
            throw new IllegalStateException("nothing is allocated");
        }
        return relayed;
    }

    /// Asks for leave to exchange datagrams with a peer; gives the error, 0 for none.
    public int permit(InetSocketAddress peer) throws Exception {
        byte[] transaction = transaction();
        Map<Integer, byte[]> wanted = Map.of(XOR_PEER_ADDRESS, xored(peer, transaction));
        return exchange(transaction, CREATE_PERMISSION, wanted, true).error();
    }

    /// Sends without asking whether that is permitted.
    public void send(InetSocketAddress peer, String text) throws Exception {
        byte[] transaction = transaction();
        Map<Integer, byte[]> attributes = new LinkedHashMap<>();
        attributes.put(XOR_PEER_ADDRESS, xored(peer, transaction));
        attributes.put(DATA, text.getBytes(StandardCharsets.UTF_8));
        write(bytes(SEND_INDICATION, transaction, attributes, false));
    }

    /// The next datagram that a peer has sent here.
    public String receive() throws Exception {
        while (true) {
            Message message = read();
            if (message.type == DATA_INDICATION) {
                return new String(attribute(message, DATA), StandardCharsets.UTF_8);
            }
        }
    }

    private Message ask(int method, Map<Integer, byte[]> attributes, boolean signed) throws Exception {
        return exchange(transaction(), method, attributes, signed);
    }

    private Message exchange(byte[] transaction, int method, Map<Integer, byte[]> attributes, boolean signed)
            throws Exception {
        for (int attempt = 1; ; attempt++) {
            write(bytes(method, transaction, attributes, signed));
            try {
                for (Message answer = read(); ; answer = read()) {
                    if (Arrays.equals(answer.transaction, transaction)) {
                        return answer;
                    }
                }
            } catch (SocketTimeoutException e) {
                if (attempt == TRIES) {
                    throw e;
                }
            }
        }
    }

    private void write(byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length));
    }

    private Message read() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2_048], 2_048);
        socket.receive(packet);
        ByteBuffer in = ByteBuffer.wrap(packet.getData(), 0, packet.getLength());
        int type = in.getShort();
        int end = (in.getShort() & 0xffff) + HEADER;
        in.getInt();
        byte[] transaction = new byte[12];
        in.get(transaction);
        Map<Integer, byte[]> attributes = new LinkedHashMap<>();
        while (in.position() < end) {
            int attribute = in.getShort() & 0xffff;
            byte[] value = new byte[in.getShort() & 0xffff];
            in.get(value);
            in.position(Math.min(end, in.position() + (-value.length & 3)));
            attributes.putIfAbsent(attribute, value);
        }
        return new Message(type, transaction, attributes);
    }

    private byte[] bytes(int method, byte[] transaction, Map<Integer, byte[]> attributes, boolean signed)
            throws GeneralSecurityException {
        ByteBuffer out = ByteBuffer.allocate(1_500);
        out.putShort((short) method).putShort((short) 0).putInt(COOKIE).put(transaction);
        attributes.forEach((type, value) -> put(out, type, value));
        if (signed) {
            put(out, USERNAME, userName.getBytes(StandardCharsets.UTF_8));
            put(out, REALM, realm);
            put(out, NONCE, nonce);
            out.putShort(2, (short) (out.position() - HEADER + 24));
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(key(), "HmacSHA1"));
            mac.update(out.array(), 0, out.position());
            put(out, MESSAGE_INTEGRITY, mac.doFinal());
        }
        out.putShort(2, (short) (out.position() - HEADER));
        return Arrays.copyOf(out.array(), out.position());
    }

    private static void put(ByteBuffer out, int type, byte[] value) {
        out.putShort((short) type).putShort((short) value.length).put(value);
        out.put(new byte[-value.length & 3]);
    }

    /// RFC 8489, section 9.2.2.
    private byte[] key() throws GeneralSecurityException {
        String text = userName + ":" + new String(realm, StandardCharsets.UTF_8) + ":" + password;
        return MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] attribute(Message message, int type) {
        byte[] value = message.attributes.get(type);
        if (value == null) {
            throw new AssertionError("attribute " + Integer.toHexString(type) + " is missing");
        }
        return value;
    }

    private static byte[] transaction() {
        byte[] transaction = new byte[12];
        RANDOM.nextBytes(transaction);
        return transaction;
    }

    /// RFC 8489, section 14.2. The bytes go out as they are, also those that Java would take for IPv4.
    private static byte[] xored(InetSocketAddress peer, byte[] transaction) {
        return xored(peer.getAddress().getAddress(), peer.getPort(), transaction);
    }

    /// Asks for leave by the bytes of an address, whatever Java makes of them.
    int permit(byte[] address, int port) throws Exception {
        byte[] transaction = transaction();
        Map<Integer, byte[]> wanted = Map.of(XOR_PEER_ADDRESS, xored(address, port, transaction));
        return exchange(transaction, CREATE_PERMISSION, wanted, true).error();
    }

    private static byte[] xored(byte[] address, int port, byte[] transaction) {
        ByteBuffer mask = ByteBuffer.allocate(16).putInt(COOKIE).put(transaction);
        ByteBuffer out = ByteBuffer.allocate(4 + address.length);
        out.put((byte) 0).put((byte) (address.length == 4 ? 1 : 2)).putShort((short) (port ^ (COOKIE >>> 16)));
        for (int i = 0; i < address.length; i++) {
            out.put((byte) (address[i] ^ mask.get(i)));
        }
        return out.array();
    }

    private static InetSocketAddress address(byte[] value, byte[] transaction) throws UnknownHostException {
        ByteBuffer mask = ByteBuffer.allocate(16).putInt(COOKIE).put(transaction);
        byte[] address = Arrays.copyOfRange(value, 4, value.length);
        for (int i = 0; i < address.length; i++) {
            address[i] ^= mask.get(i);
        }
        int port = (((value[2] & 0xff) << 8) | (value[3] & 0xff)) ^ (COOKIE >>> 16);
        return new InetSocketAddress(InetAddress.getByAddress(address), port);
    }

    @Override
    public void close() {
        socket.close();
    }
}
