package dev.peercade.peer.edge.mediator;

import dev.peercade.peer.secure.Fingerprint;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;
import org.jspecify.annotations.Nullable;

/// Which certificate of a mediator is believed: the one that the user has accepted, or what the platform's
/// authorities vouch for.
final class ServerTrust implements X509TrustManager {

    private final @Nullable Fingerprint pin;
    private final X509TrustManager platform;
    private volatile @Nullable Fingerprint refused;

    /// @throws IllegalArgumentException when the pin has another form than `sha-256 AB:..`
    ServerTrust(@Nullable String pin) {
        this.pin = pin == null ? null : Fingerprint.parse(pin);
        this.platform = platformTrust();
    }

    OkHttpClient.Builder applyTo(OkHttpClient.Builder client) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {this}, null);
            client.connectionSpecs(List.of(ConnectionSpec.MODERN_TLS))
                    .sslSocketFactory(context.getSocketFactory(), this);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has TLS", e);
        }
        // A pinned certificate is that server's, whatever name it bears.
        return pin == null ? client : client.hostnameVerifier((_, _) -> true);
    }

    /// Whether a handshake failed because this trust did not believe the certificate.
    static boolean isDisbelief(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return true;
            }
        }
        return false;
    }

    /// Of the latest certificate that was not believed; null where none was since the latest that was.
    @Nullable
    Fingerprint refused() {
        return refused;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        Fingerprint presented = Fingerprint.ofCertificate(chain[0].getEncoded());
        if (pin != null) {
            if (!pin.equals(presented)) {
                refused = presented;
                throw new CertificateException("the certificate is not the pinned one");
            }
            refused = null;
            return;
        }
        try {
            platform.checkServerTrusted(chain, authType);
            refused = null;
        } catch (CertificateException e) {
            refused = presented;
            throw e;
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        throw new CertificateException("this side is the client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return pin == null ? platform.getAcceptedIssuers() : new X509Certificate[0];
    }

    private static X509TrustManager platformTrust() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .map(X509TrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the platform's authorities cannot be read", e);
        }
    }
}
