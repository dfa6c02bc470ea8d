package dev.peercade.peer.edge.dtls;

import dev.peercade.peer.edge.srtp.JitsiSrtp;
import dev.peercade.peer.edge.srtp.SrtpProfile;
import dev.peercade.peer.secure.Fingerprint;
import dev.peercade.peer.secure.HandshakeRole;
import dev.peercade.peer.secure.SrtpTransform;
import java.io.IOException;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.jspecify.annotations.Nullable;

/// What both roles demand of a handshake, and what came of it. Belongs to the association's thread.
final class DtlsAgreement {

    /// Only suites whose protected records carry 24 bytes at least, as the guard supposes.
    static final int[] CIPHER_SUITES = {
        CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
    };

    /// For the whole handshake: at 50 % loss it still comes about.
    static final int HANDSHAKE_TIMEOUT_MS = 30_000;

    /// The library's default of 1 s would cost a viewer a second of waiting per lost flight. Paths that one can
    /// play on have round trips below 100 ms, and a flight that is repeated in vain is 1 kB.
    static final int RESEND_MS = 100;

    private static final byte[] NO_MKI = {};

    private final Fingerprint expectedPeer;
    private final HandshakeRole role;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpTransform transform;
    private boolean peerTrusted;
    private boolean fingerprintWrong;

    DtlsAgreement(HandshakeRole role, Fingerprint expectedPeer) {
        this.role = role;
        this.expectedPeer = expectedPeer;
    }

    static Vector<SignatureAndHashAlgorithm> signatureAlgorithms() {
        Vector<SignatureAndHashAlgorithm> algorithms = new Vector<>();
        algorithms.add(DtlsIdentity.ECDSA_SHA256);
        return algorithms;
    }

    static UseSRTPData offer() {
        return new UseSRTPData(
                Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::code).toArray(), NO_MKI);
    }

    /// Takes the best that the other side's extensions name; a server does so with the client's offer, a client
    /// with the server's choice (RFC 5764, section 4.1.1).
    void agreeOnProfile(@Nullable Hashtable<?, ?> extensions) throws IOException {
        UseSRTPData data = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
        if (data == null) {
            throw new TlsFatalAlert(AlertDescription.illegal_parameter, "no use_srtp extension");
        }
        for (SrtpProfile candidate : SrtpProfile.values()) {
            if (Arrays.stream(data.getProtectionProfiles()).anyMatch(code -> code == candidate.code())) {
                profile = candidate;
                return;
            }
        }
        throw new TlsFatalAlert(AlertDescription.illegal_parameter, "no common SRTP profile");
    }

    UseSRTPData choice() {
        if (profile == null) {
            throw new IllegalStateException("no profile agreed upon yet");
        }
        return new UseSRTPData(new int[] {profile.code()}, NO_MKI);
    }

    /// RFC 8122, section 5: the certificate that is presented has to be the one that signalling has named.
    void checkPeer(@Nullable Certificate chain) throws IOException {
        if (chain == null || chain.isEmpty()) {
            throw new TlsFatalAlert(AlertDescription.certificate_unknown, "no certificate");
        }
        if (!Fingerprint.ofCertificate(chain.getCertificateAt(0).getEncoded()).equals(expectedPeer)) {
            fingerprintWrong = true;
            throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the expected fingerprint");
        }
        peerTrusted = true;
    }

    /// Exports the keys (RFC 5764, section 4.2). Called by the library once the handshake is complete.
    void complete(TlsContext context) throws IOException {
        if (!peerTrusted || profile == null) {
            throw new TlsFatalAlert(AlertDescription.certificate_required);
        }
        byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, profile.keyingMaterialBytes());
        transform = JitsiSrtp.of(profile, role, material);
        Arrays.fill(material, (byte) 0);
    }

    /// Null until the handshake is complete.
    @Nullable
    SrtpTransform transform() {
        return transform;
    }

    boolean isFingerprintWrong() {
        return fingerprintWrong;
    }
}
