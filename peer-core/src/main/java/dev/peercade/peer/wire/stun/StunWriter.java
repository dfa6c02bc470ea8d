package dev.peercade.peer.wire.stun;

import dev.peercade.peer.wire.TransportAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/// Writes one STUN message, attributes in the order of the calls. [#integrity] comes after all that it shall cover,
/// [#fingerprint()] last.
public final class StunWriter {

    /// Whatever is no load stays far below any path's MTU: the longest user name and nonce fit in.
    private static final int BYTES_MAX = 1024;

    private static final int FINGERPRINT_MASK = 0x5354_554E;

    private final ByteBuffer buffer;
    private final TransactionId transaction;

    public StunWriter(StunMessage.Kind kind, int method, TransactionId transaction) {
        this(kind, method, transaction, 0);
    }

    /// @param load bytes of a DATA attribute for which there must be room too
    public StunWriter(StunMessage.Kind kind, int method, TransactionId transaction, int load) {
        buffer = ByteBuffer.allocate(BYTES_MAX + load);
        int type = (method & 0x000F)
                | (method & 0x0070) << 1
                | (method & 0x0F80) << 2
                | (kind.ordinal() & 1) << 4
                | (kind.ordinal() & 2) << 7;
        this.transaction = transaction;
        buffer.putShort((short) type)
                .putShort((short) 0)
                .putInt(StunMessage.MAGIC_COOKIE)
                .putInt(transaction.high())
                .putLong(transaction.low());
    }

    public StunWriter bytes(int type, byte[] value) {
        buffer.putShort((short) type).putShort((short) value.length).put(value);
        while (buffer.position() % 4 != 0) {
            buffer.put((byte) 0);
        }
        return this;
    }

    public StunWriter text(int type, String value) {
        return bytes(type, value.getBytes(StandardCharsets.UTF_8));
    }

    public StunWriter flag(int type) {
        return bytes(type, new byte[0]);
    }

    public StunWriter int32(int type, long value) {
        return bytes(type, ByteBuffer.allocate(4).putInt((int) value).array());
    }

    public StunWriter int64(int type, long value) {
        return bytes(type, ByteBuffer.allocate(8).putLong(value).array());
    }

    public StunWriter transaction(int type, TransactionId other) {
        byte[] value = ByteBuffer.allocate(TransactionId.BYTES)
                .putInt(other.high())
                .putLong(other.low())
                .array();
        return bytes(type, value);
    }

    public StunWriter mappedAddress(TransportAddress address) {
        return address(StunAttribute.XOR_MAPPED_ADDRESS, address);
    }

    /// In the form of XOR-MAPPED-ADDRESS.
    public StunWriter address(int type, TransportAddress address) {
        return bytes(type, XorAddress.encode(address, transaction));
    }

    public StunWriter error(int code, String reason) {
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        return bytes(
                StunAttribute.ERROR_CODE,
                ByteBuffer.allocate(4 + text.length)
                        .putShort((short) 0)
                        .put((byte) (code / 100))
                        .put((byte) (code % 100))
                        .put(text)
                        .array());
    }

    public StunWriter integrity(StunKey key) {
        length(buffer.position() - StunMessage.HEADER_BYTES + 4 + StunKey.HASH_BYTES);
        return bytes(StunAttribute.MESSAGE_INTEGRITY, key.hash(Arrays.copyOf(buffer.array(), buffer.position())));
    }

    public StunWriter fingerprint() {
        int at = buffer.position();
        length(at - StunMessage.HEADER_BYTES + 8);
        return int32(StunAttribute.FINGERPRINT, fingerprint(buffer.array(), at));
    }

    public byte[] toBytes() {
        length(buffer.position() - StunMessage.HEADER_BYTES);
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /// CRC-32 of what stands before the attribute, XOR "STUN" (RFC 8489, section 14.7).
    static int fingerprint(byte[] message, int attributeAt) {
        CRC32 crc = new CRC32();
        crc.update(message, 0, attributeAt);
        return (int) crc.getValue() ^ FINGERPRINT_MASK;
    }

    private void length(int bytes) {
        buffer.putShort(2, (short) bytes);
    }
}
