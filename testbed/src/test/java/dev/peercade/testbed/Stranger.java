package dev.peercade.testbed;

import dev.peercade.peer.wire.stun.StunAttribute;
import dev.peercade.peer.wire.stun.StunKey;
import dev.peercade.peer.wire.stun.StunMessage;
import dev.peercade.peer.wire.stun.StunWriter;
import dev.peercade.peer.wire.stun.TransactionId;
import dev.peercade.testbed.lab.Host;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// Somebody with a machine in the lab who sends what nobody has asked for, and sees what comes back.
final class Stranger implements AutoCloseable {

    /// A peer, as the mediator tells its address to those whom it concerns.
    record Peer(InetSocketAddress at, String userFragment, String password) {}

    private static final int BYTES_MAX = 1500;

    /// Longer than an answer takes to come back.
    private static final int SILENCE_MS = 400;

    /// The types of DTLS records: change_cipher_spec, alert, handshake, application_data.
    private static final byte[] RECORD_TYPES = {20, 21, 22, 23};

    private final Host host;
    private final DatagramSocket socket;

    private Stranger(Host host, DatagramSocket socket) {
        this.host = host;
        this.socket = socket;
    }

    static Stranger on(Host host) throws IOException {
        return new Stranger(host, host.socket());
    }

    /// With the very address of somebody else, as a provider lets it through that filters no sources; what is sent
    /// back goes to that one. Its address is not this machine's any more once this is closed.
    static Stranger as(InetSocketAddress other, Host host) throws IOException, InterruptedException {
        own(host, "add", other.getAddress());
        return new Stranger(host, host.socket(other.getAddress(), other.getPort()));
    }

    private static void own(Host host, String verb, InetAddress address) throws IOException, InterruptedException {
        Process ip = host.run("ip", "addr", verb, address.getHostAddress() + "/32", "dev", "wan");
        if (ip.waitFor() != 0) {
            throw new AssertionError(
                    "ip addr " + verb + ": " + new String(ip.getInputStream().readAllBytes()));
        }
    }

    void send(Peer to, byte[] datagram) throws IOException {
        socket.send(new DatagramPacket(datagram, datagram.length, to.at));
    }

    /// What has come to this socket, until nothing comes for a moment.
    List<byte[]> received() throws IOException {
        List<byte[]> all = new ArrayList<>();
        DatagramPacket packet = new DatagramPacket(new byte[BYTES_MAX], BYTES_MAX);
        socket.setSoTimeout(SILENCE_MS);
        try {
            while (true) {
                packet.setLength(BYTES_MAX);
                socket.receive(packet);
                all.add(Arrays.copyOf(packet.getData(), packet.getLength()));
            }
        } catch (SocketTimeoutException e) {
            return all;
        }
    }

    /// A check that says to come from a peer and names its fragment, signed by a password, as RFC 8445 has it.
    static StunWriter check(String userName, Random random) {
        return new StunWriter(
                        StunMessage.Kind.REQUEST,
                        StunMessage.BINDING,
                        new TransactionId(random.nextInt(), random.nextLong()))
                .text(StunAttribute.USERNAME, userName)
                .int32(StunAttribute.PRIORITY, 0x6e_ff_ff_ff)
                .int64(StunAttribute.ICE_CONTROLLING, random.nextLong())
                .flag(StunAttribute.USE_CANDIDATE);
    }

    /// By what it is: checks that a peer has no reason to believe.
    ///
    /// @param to whose address and fragments are known, and whose password is used where it cannot help
    /// @param from the peer with whom `to` is connected
    static Map<String, byte[]> unauthenticChecks(Peer to, Peer from, Random random) {
        String userName = to.userFragment + ":" + from.userFragment;
        StunKey right = StunKey.ofPassword(to.password);
        Map<String, byte[]> checks = new LinkedHashMap<>();
        checks.put("no integrity", check(userName, random).fingerprint().toBytes());
        checks.put("no integrity and no fingerprint", check(userName, random).toBytes());
        checks.put(
                "a guessed password",
                check(userName, random)
                        .integrity(StunKey.ofPassword("correcthorsebatterystaple"))
                        .fingerprint()
                        .toBytes());
        checks.put(
                "the other's password",
                check(userName, random)
                        .integrity(StunKey.ofPassword(from.password))
                        .fingerprint()
                        .toBytes());
        checks.put(
                "another user fragment",
                check("abcd:" + from.userFragment, random)
                        .integrity(right)
                        .fingerprint()
                        .toBytes());
        checks.put(
                "fragments the wrong way round",
                check(from.userFragment + ":" + to.userFragment, random)
                        .integrity(right)
                        .fingerprint()
                        .toBytes());
        checks.put(
                "a peer whom nobody knows",
                check(to.userFragment + ":abcd", random)
                        .integrity(right)
                        .fingerprint()
                        .toBytes());
        checks.put(
                "all that counts behind the integrity",
                new StunWriter(
                                StunMessage.Kind.REQUEST,
                                StunMessage.BINDING,
                                new TransactionId(random.nextInt(), random.nextLong()))
                        .integrity(right)
                        .text(StunAttribute.USERNAME, userName)
                        .int32(StunAttribute.PRIORITY, 1)
                        .flag(StunAttribute.USE_CANDIDATE)
                        .fingerprint()
                        .toBytes());
        byte[] changed = check(userName, random).integrity(right).fingerprint().toBytes();
        changed[changed.length - 20] ^= 1;
        checks.put("one bit of the integrity is another", changed);
        checks.put(
                "an answer to nothing",
                new StunWriter(StunMessage.Kind.SUCCESS, StunMessage.BINDING, new TransactionId(1, random.nextLong()))
                        .integrity(right)
                        .fingerprint()
                        .toBytes());
        return checks;
    }

    /// What looks like the next datagram of a stream, and is none: RTP or RTCP of these payload types, or a record of
    /// DTLS, with random content. Ends of associations in the clear are among them.
    static byte[] forgedMedia(Random random) {
        byte[] bytes = new byte[13 + random.nextInt(1200)];
        random.nextBytes(bytes);
        switch (random.nextInt(4)) {
            case 0 -> {
                bytes[0] = (byte) 0x80;
                bytes[1] = (byte) (96 + random.nextInt(32) | random.nextInt(2) << 7);
            }
            case 1 -> {
                bytes[0] = (byte) (0x80 | random.nextInt(32));
                bytes[1] = (byte) (200 + random.nextInt(7));
                ByteBuffer.wrap(bytes).putShort(2, (short) (bytes.length / 4 - 1));
            }
            case 2 -> record(bytes, RECORD_TYPES[random.nextInt(RECORD_TYPES.length)], random.nextInt(3));
            default -> {
                bytes = new byte[15];
                record(bytes, (byte) 21, 0);
                // fatal, or close_notify: RFC 5246, section 7.2.
                bytes[13] = (byte) (1 + random.nextInt(2));
            }
        }
        return bytes;
    }

    /// RFC 6347, section 4.1.
    private static void record(byte[] bytes, byte type, int epoch) {
        ByteBuffer.wrap(bytes)
                .put(0, type)
                .putShort(1, (short) 0xFEFD)
                .putShort(3, (short) epoch)
                .putShort(11, (short) (bytes.length - 13));
    }

    /// A datagram of random length with random bytes, of which some look like STUN, DTLS, RTP or the channels of
    /// TURN.
    static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(1200)];
        random.nextBytes(bytes);
        if (bytes.length >= 20) {
            switch (random.nextInt(5)) {
                case 0 ->
                    ByteBuffer.wrap(bytes)
                            .putShort(0, (short) (random.nextInt(2) << 8 | 1))
                            .putShort(2, (short) (bytes.length - 20))
                            .putInt(4, StunMessage.MAGIC_COOKIE);
                case 1 ->
                    ByteBuffer.wrap(bytes)
                            .putShort(0, (short) (0x4000 + random.nextInt(0x1000)))
                            .putShort(2, (short) (bytes.length - 4));
                case 2, 3 -> bytes = forgedMedia(random);
                default -> {}
            }
        }
        return bytes;
    }

    @Override
    public void close() throws IOException, InterruptedException {
        InetAddress address = socket.getLocalAddress();
        socket.close();
        if (!host.addresses().contains(address)) {
            own(host, "del", address);
        }
    }
}
