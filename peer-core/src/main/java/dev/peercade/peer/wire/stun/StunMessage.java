package dev.peercade.peer.wire.stun;

import dev.peercade.peer.wire.TransportAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A received STUN message (RFC 8489, section 5). Holds only attributes that may be trusted as far as the message
/// may: those after MESSAGE-INTEGRITY are left out.
public final class StunMessage {

    public static final int HEADER_BYTES = 20;
    public static final int MAGIC_COOKIE = 0x2112_A442;
    public static final int BINDING = 0x001;

    // RFC 8656, section 17.
    public static final int ALLOCATE = 0x003;
    public static final int REFRESH = 0x004;
    public static final int SEND = 0x006;
    public static final int DATA = 0x007;
    public static final int CREATE_PERMISSION = 0x008;
    public static final int CHANNEL_BIND = 0x009;

    /// The class of RFC 8489, section 5; its two bits lie apart in the message type.
    public enum Kind {
        REQUEST,
        INDICATION,
        SUCCESS,
        ERROR
    }

    private final byte[] datagram;
    private final Kind kind;
    private final int method;
    private final TransactionId transaction;
    private final List<StunAttribute> attributes;
    private final int integrityAt;
    private final boolean fingerprinted;

    private StunMessage(byte[] datagram, Attributes read) {
        ByteBuffer header = ByteBuffer.wrap(datagram);
        int type = header.getShort(0) & 0x3FFF;
        this.datagram = datagram;
        this.kind = Kind.values()[(type >> 7 & 2) | (type >> 4 & 1)];
        this.method = (type & 0x000F) | (type >> 1 & 0x0070) | (type >> 2 & 0x0F80);
        this.transaction = new TransactionId(header.getInt(8), header.getLong(12));
        this.attributes = List.copyOf(read.trusted);
        this.integrityAt = read.integrityAt;
        this.fingerprinted = read.fingerprinted;
    }

    /// Null for anything that is not one whole well-formed message with the magic cookie, or whose FINGERPRINT is
    /// wrong.
    public static @Nullable StunMessage parse(byte[] datagram) {
        if (datagram.length < HEADER_BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(datagram);
        int length = buffer.getShort(2) & 0xFFFF;
        // RFC 8489, section 5: the first two bits are zero, all attributes are padded to 4 bytes.
        if ((datagram[0] & 0xC0) != 0
                || buffer.getInt(4) != MAGIC_COOKIE
                || length % 4 != 0
                || length != datagram.length - HEADER_BYTES) {
            return null;
        }
        Attributes read = new Attributes();
        return read.from(datagram) ? new StunMessage(datagram, read) : null;
    }

    public Kind kind() {
        return kind;
    }

    public int method() {
        return method;
    }

    public TransactionId transaction() {
        return transaction;
    }

    /// Whether the message carries a FINGERPRINT, which is right then.
    public boolean fingerprinted() {
        return fingerprinted;
    }

    /// The first attribute of this type before MESSAGE-INTEGRITY, or null.
    public byte @Nullable [] attribute(int type) {
        for (StunAttribute attribute : attributes) {
            if (attribute.type() == type) {
                return attribute.value();
            }
        }
        return null;
    }

    public boolean has(int type) {
        return attribute(type) != null;
    }

    /// Whether an attribute stands here that a receiver must understand and this codec does not know.
    public boolean demandsTheUnknown() {
        return attributes.stream()
                .mapToInt(StunAttribute::type)
                .anyMatch(type -> type < 0x8000
                        && type != StunAttribute.USERNAME
                        && type != StunAttribute.ERROR_CODE
                        && type != StunAttribute.UNKNOWN_ATTRIBUTES
                        && type != StunAttribute.XOR_MAPPED_ADDRESS
                        && type != StunAttribute.PRIORITY
                        && type != StunAttribute.USE_CANDIDATE);
    }

    /// USERNAME, or null.
    public @Nullable String userName() {
        return text(StunAttribute.USERNAME);
    }

    /// A text attribute, or null.
    public @Nullable String text(int type) {
        byte[] value = attribute(type);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /// An unsigned attribute of 4 bytes, or `absent`.
    public long number(int type, long absent) {
        byte[] value = attribute(type);
        return value == null || value.length != 4
                ? absent
                : ByteBuffer.wrap(value).getInt() & 0xFFFF_FFFFL;
    }

    /// The code of an ERROR-CODE attribute, or 0.
    public int errorCode() {
        byte[] value = attribute(StunAttribute.ERROR_CODE);
        return value == null || value.length < 4 ? 0 : (value[2] & 7) * 100 + (value[3] & 0xFF);
    }

    /// XOR-MAPPED-ADDRESS (RFC 8489, section 14.2), or null where it is absent or malformed.
    public @Nullable TransportAddress mappedAddress() {
        return address(StunAttribute.XOR_MAPPED_ADDRESS);
    }

    /// An attribute in the form of XOR-MAPPED-ADDRESS, or null where it is absent or malformed.
    public @Nullable TransportAddress address(int type) {
        byte[] value = attribute(type);
        return value == null ? null : XorAddress.decode(value, transaction);
    }

    /// An attribute that holds the id of another transaction, or null where it is absent or malformed.
    public @Nullable TransactionId transaction(int type) {
        byte[] value = attribute(type);
        if (value == null || value.length != TransactionId.BYTES) {
            return null;
        }
        ByteBuffer buffer = ByteBuffer.wrap(value);
        return new TransactionId(buffer.getInt(), buffer.getLong());
    }

    /// Whether MESSAGE-INTEGRITY stands here and is right under this key (RFC 8489, section 14.5).
    public boolean isAuthenticatedBy(StunKey key) {
        if (integrityAt < 0) {
            return false;
        }
        byte[] covered = Arrays.copyOf(datagram, integrityAt);
        // The length in the header counts up to the end of MESSAGE-INTEGRITY and leaves out what follows.
        ByteBuffer.wrap(covered).putShort(2, (short) (integrityAt - HEADER_BYTES + 4 + StunKey.HASH_BYTES));
        byte[] claimed = Arrays.copyOfRange(datagram, integrityAt + 4, integrityAt + 4 + StunKey.HASH_BYTES);
        return MessageDigest.isEqual(key.hash(covered), claimed);
    }

    @Override
    public String toString() {
        return "StunMessage[" + kind + ", method=" + method + ", attributes=" + attributes.size() + "]";
    }

    private static final class Attributes {

        /// More than any check has; what is longer is not for us.
        private static final int COUNT_MAX = 32;

        final List<StunAttribute> trusted = new ArrayList<>();
        int integrityAt = -1;
        boolean fingerprinted;

        boolean from(byte[] datagram) {
            ByteBuffer buffer = ByteBuffer.wrap(datagram);
            int at = HEADER_BYTES;
            for (int count = 0; at < datagram.length; count++) {
                int type = buffer.getShort(at) & 0xFFFF;
                int length = buffer.getShort(at + 2) & 0xFFFF;
                int end = at + 4 + (length + 3 & ~3);
                // FINGERPRINT is the last attribute (RFC 8489, section 14.7).
                if (count == COUNT_MAX || end > datagram.length || fingerprinted) {
                    return false;
                }
                if (!accept(datagram, at, type, length)) {
                    return false;
                }
                at = end;
            }
            return true;
        }

        private boolean accept(byte[] datagram, int at, int type, int length) {
            if (type == StunAttribute.FINGERPRINT) {
                fingerprinted = true;
                return length == 4 && ByteBuffer.wrap(datagram).getInt(at + 4) == StunWriter.fingerprint(datagram, at);
            }
            // RFC 8489, section 14.5: what follows MESSAGE-INTEGRITY, but for FINGERPRINT, is ignored.
            if (integrityAt >= 0) {
                return true;
            }
            if (type == StunAttribute.MESSAGE_INTEGRITY) {
                integrityAt = at;
                return length == StunKey.HASH_BYTES;
            }
            trusted.add(new StunAttribute(type, Arrays.copyOfRange(datagram, at + 4, at + 4 + length)));
            return true;
        }
    }
}
