package dev.peercade.peer.edge.dtls;

import java.io.IOException;
import java.util.Hashtable;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.NullUnmarked;

/// The streamer's side. The library's own types say nothing about null, hence unmarked.
@NullUnmarked
final class DtlsServer extends DefaultTlsServer {

    private final BcTlsCrypto bcCrypto;
    private final DtlsIdentity identity;
    private final DtlsAgreement agreement;
    private final AlertListener alerts;

    DtlsServer(BcTlsCrypto crypto, DtlsIdentity identity, DtlsAgreement agreement, AlertListener alerts) {
        super(crypto);
        this.bcCrypto = crypto;
        this.identity = identity;
        this.agreement = agreement;
        this.alerts = alerts;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(getCrypto(), DtlsAgreement.CIPHER_SUITES);
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return DtlsAgreement.HANDSHAKE_TIMEOUT_MS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return DtlsAgreement.RESEND_MS;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable extensions) throws IOException {
        super.processClientExtensions(extensions);
        agreement.agreeOnProfile(extensions);
    }

    @Override
    @SuppressWarnings("unchecked")
    public Hashtable<?, ?> getServerExtensions() throws IOException {
        Hashtable<Object, Object> extensions = super.getServerExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, agreement.choice());
        return extensions;
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(
                new short[] {ClientCertificateType.ecdsa_sign}, DtlsAgreement.signatureAlgorithms(), null);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
        agreement.checkPeer(chain);
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
        return identity.signer(context, bcCrypto);
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        agreement.complete(context);
    }

    @Override
    public void notifyAlertReceived(short level, short description) {
        alerts.onAlert(level, description);
    }
}
