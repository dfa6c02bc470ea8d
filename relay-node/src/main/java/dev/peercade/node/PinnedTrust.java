package dev.peercade.node;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// Believes one certificate: the one with the pin that the mediator has signed. Its name says nothing; addresses
/// do.
final class PinnedTrust extends X509ExtendedTrustManager {

    private final String pin;

    private PinnedTrust(String pin) {
        this.pin = pin;
    }

    static SSLContext context(String pin) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new PinnedTrust(pin)}, null);
        return context;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        try {
            if (chain.length > 0 && NodeCertificate.pin(chain[0]).equals(pin)) {
                return;
            }
        } catch (GeneralSecurityException e) {
            throw new CertificateException("The certificate cannot be read.", e);
        }
        throw new CertificateException("The certificate is not the node's.");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("A node asks no client for a certificate.");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        checkClientTrusted(chain, type);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
