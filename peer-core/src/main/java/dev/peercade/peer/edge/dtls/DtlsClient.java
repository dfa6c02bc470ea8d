package dev.peercade.peer.edge.dtls;

import java.io.IOException;
import java.util.Hashtable;
import java.util.Vector;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.NullUnmarked;

/// The viewer's side. The library's own types say nothing about null, hence unmarked.
@NullUnmarked
final class DtlsClient extends DefaultTlsClient {

    private final BcTlsCrypto bcCrypto;
    private final DtlsIdentity identity;
    private final DtlsAgreement agreement;
    private final AlertListener alerts;

    DtlsClient(BcTlsCrypto crypto, DtlsIdentity identity, DtlsAgreement agreement, AlertListener alerts) {
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
    protected Vector<?> getSupportedSignatureAlgorithms() {
        return DtlsAgreement.signatureAlgorithms();
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
    @SuppressWarnings("unchecked")
    public Hashtable<?, ?> getClientExtensions() throws IOException {
        Hashtable<Object, Object> extensions = super.getClientExtensions();
        TlsSRTPUtils.addUseSRTPExtension(extensions, DtlsAgreement.offer());
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        agreement.agreeOnProfile(extensions);
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
                agreement.checkPeer(certificate.getCertificate());
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) {
                return identity.signer(context, bcCrypto);
            }
        };
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
