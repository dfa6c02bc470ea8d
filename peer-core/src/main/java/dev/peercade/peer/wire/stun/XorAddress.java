package dev.peercade.peer.wire.stun;

import dev.peercade.peer.wire.TransportAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// The value of XOR-MAPPED-ADDRESS (RFC 8489, section 14.2).
final class XorAddress {

    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private XorAddress() {}

    static byte[] encode(TransportAddress address, TransactionId transaction) {
        byte[] ip = mask(address.ip(), transaction);
        return ByteBuffer.allocate(4 + ip.length)
                .put((byte) 0)
                .put((byte) (address.v6() ? IPV6 : IPV4))
                .putShort((short) (address.port() ^ StunMessage.MAGIC_COOKIE >>> 16))
                .put(ip)
                .array();
    }

    static @Nullable TransportAddress decode(byte[] value, TransactionId transaction) {
        if (value.length < 4) {
            return null;
        }
        int family = value[1];
        int bytes = family == IPV4 ? 4 : family == IPV6 ? 16 : -1;
        if (bytes != value.length - 4) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        int port = (buffer.getShort(2) ^ StunMessage.MAGIC_COOKIE >>> 16) & 0xFFFF;
        byte[] ip = new byte[bytes];
        buffer.get(4, ip);
        return TransportAddress.of(mask(ip, transaction), port);
    }

    private static byte[] mask(byte[] ip, TransactionId transaction) {
        byte[] mask = ByteBuffer.allocate(16)
                .putInt(StunMessage.MAGIC_COOKIE)
                .putInt(transaction.high())
                .putLong(transaction.low())
                .array();
        for (int i = 0; i < ip.length; i++) {
            ip[i] ^= mask[i];
        }
        return ip;
    }
}
