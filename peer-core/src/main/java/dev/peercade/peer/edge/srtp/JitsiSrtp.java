package dev.peercade.peer.edge.srtp;

import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.Map;
import java.util.logging.Level;
import org.jitsi.srtp.SrtcpCryptoContext;
import org.jitsi.srtp.SrtpContextFactory;
import org.jitsi.srtp.SrtpCryptoContext;
import org.jitsi.srtp.SrtpErrorStatus;
import org.jitsi.srtp.crypto.Aes;
import org.jitsi.srtp.crypto.JitsiOpenSslProvider;
import org.jitsi.utils.logging2.Logger;
import org.jitsi.utils.logging2.LoggerImpl;
import org.jspecify.annotations.Nullable;

/// SRTP and SRTCP with the keys of one DTLS association, each direction with its own, each source with its own
/// roll-over counter and replay window.
public final class JitsiSrtp implements SrtpTransform {

    /// Sources per direction. A streamer has one for video and soon one each for sound and repair.
    private static final int SOURCES_MAX = 16;

    private static final int RTP_HEADER = 12;

    static {
        // Left alone, the library times four implementations against each other on first use: three seconds, in the
        // middle
        // of a viewer's first connection. OpenSSL is as fast as Java's own and needs no just-in-time compiler to be so.
        Aes.setFactoryClassName(JitsiOpenSslProvider.isLoaded() ? "OpenSSL" : "SunJCE");
    }

    private static final int RTCP_HEADER = 8;

    private final SrtpContextFactory sending;
    private final SrtpContextFactory receiving;
    private final int tagBytes;
    private final Map<Integer, SrtpCryptoContext> sendingRtp = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> sendingRtcp = new HashMap<>();
    private final Map<Integer, SrtpCryptoContext> receivingRtp = new HashMap<>();
    private final Map<Integer, SrtcpCryptoContext> receivingRtcp = new HashMap<>();

    private JitsiSrtp(SrtpContextFactory sending, SrtpContextFactory receiving, int tagBytes) {
        this.sending = sending;
        this.receiving = receiving;
        this.tagBytes = tagBytes;
    }

    /// @param role of this side in the handshake
    /// @param keyingMaterial as exported: client's key, server's key, client's salt, server's salt (RFC 5764,
    ///     section 4.2)
    public static JitsiSrtp of(SrtpProfile profile, HandshakeRole role, byte[] keyingMaterial) {
        if (keyingMaterial.length != profile.keyingMaterialBytes()) {
            throw new IllegalArgumentException(
                    profile + " takes " + profile.keyingMaterialBytes() + " bytes of keying material");
        }
        ByteBuffer in = ByteBuffer.wrap(keyingMaterial);
        byte[] clientKey = take(in, SrtpProfile.KEY_BYTES);
        byte[] serverKey = take(in, SrtpProfile.KEY_BYTES);
        byte[] clientSalt = take(in, profile.saltBytes());
        byte[] serverSalt = take(in, profile.saltBytes());
        boolean client = role == HandshakeRole.CLIENT;
        return new JitsiSrtp(
                contexts(profile, true, client ? clientKey : serverKey, client ? clientSalt : serverSalt),
                contexts(profile, false, client ? serverKey : clientKey, client ? serverSalt : clientSalt),
                profile.tagBytes());
    }

    private static byte[] take(ByteBuffer in, int bytes) {
        byte[] part = new byte[bytes];
        in.get(part);
        return part;
    }

    private static SrtpContextFactory contexts(SrtpProfile profile, boolean sender, byte[] key, byte[] salt) {
        // It would log per packet what strangers send; failures are null here, and counted by the caller.
        Logger quiet = new LoggerImpl("dev.peercade.srtp", Level.OFF);
        return new SrtpContextFactory(sender, key, salt, profile.policy(), profile.policy(), quiet);
    }

    @Override
    public byte[] protectRtp(byte[] packet) {
        PacketBuffer buffer = new PacketBuffer(packet, tagBytes);
        try {
            int ssrc = ByteBuffer.wrap(packet).getInt(8);
            SrtpCryptoContext context = sendingRtp.get(ssrc);
            if (context == null) {
                context = sending.deriveContext(ssrc, 0);
                sendingRtp.put(ssrc, context);
            }
            require(context.transformPacket(buffer));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform cannot encrypt SRTP", e);
        }
        return buffer.toBytes();
    }

    @Override
    public byte[] protectRtcp(byte[] packet) {
        PacketBuffer buffer = new PacketBuffer(packet, tagBytes + 4);
        try {
            int ssrc = ByteBuffer.wrap(packet).getInt(4);
            SrtcpCryptoContext context = sendingRtcp.get(ssrc);
            if (context == null) {
                context = sending.deriveControlContext(ssrc);
                sendingRtcp.put(ssrc, context);
            }
            require(context.transformPacket(buffer));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform cannot encrypt SRTCP", e);
        }
        return buffer.toBytes();
    }

    private static void require(SrtpErrorStatus status) {
        if (status != SrtpErrorStatus.OK) {
            throw new IllegalStateException("the packet cannot be protected: " + status);
        }
    }

    @Override
    public byte @Nullable [] unprotectRtp(byte[] packet) {
        if (packet.length < RTP_HEADER + tagBytes) {
            return null;
        }
        int ssrc = ByteBuffer.wrap(packet).getInt(8);
        SrtpCryptoContext known = receivingRtp.get(ssrc);
        if (known == null && receivingRtp.size() >= SOURCES_MAX) {
            return null;
        }
        try {
            SrtpCryptoContext context = known == null ? receiving.deriveContext(ssrc, 0) : known;
            PacketBuffer buffer = new PacketBuffer(packet, 0);
            if (context.reverseTransformPacket(buffer, false) != SrtpErrorStatus.OK) {
                return null;
            }
            // A source exists from its first authentic packet on: strangers can neither fill the map nor shift a
            // counter.
            receivingRtp.put(ssrc, context);
            return buffer.toBytes();
        } catch (GeneralSecurityException | RuntimeException e) {
            return null;
        }
    }

    @Override
    public byte @Nullable [] unprotectRtcp(byte[] packet) {
        if (packet.length < RTCP_HEADER + tagBytes + 4) {
            return null;
        }
        int ssrc = ByteBuffer.wrap(packet).getInt(4);
        SrtcpCryptoContext known = receivingRtcp.get(ssrc);
        if (known == null && receivingRtcp.size() >= SOURCES_MAX) {
            return null;
        }
        try {
            SrtcpCryptoContext context = known == null ? receiving.deriveControlContext(ssrc) : known;
            PacketBuffer buffer = new PacketBuffer(packet, 0);
            if (context.reverseTransformPacket(buffer) != SrtpErrorStatus.OK) {
                return null;
            }
            receivingRtcp.put(ssrc, context);
            return buffer.toBytes();
        } catch (GeneralSecurityException | RuntimeException e) {
            return null;
        }
    }
}
