package dev.peercade.node;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// What the node proves itself with, over HTTPS and TURN over TLS: self-made, known by its pin, which the
/// mediator signs.
///
/// @param pem file with key and certificate
record NodeCertificate(Path pem, PrivateKey key, X509Certificate certificate) {

    private static final String FILE = "tls.pem";

    /// As long as the mediator's own; a new one is made known by the next registration.
    private static final Duration VALID = Duration.ofDays(3_650);

    /// Made at the first call and kept.
    static NodeCertificate own(NodeFolder folder) throws NodeException {
        try {
            String kept = folder.read(FILE);
            String text = kept == null ? make() : kept;
            Path file = kept == null ? folder.write(FILE, text) : folder.root().resolve(FILE);
            return read(file, text);
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new NodeException(
                    "failed",
                    "The node's certificate in " + folder.root().resolve(FILE) + " cannot be used.",
                    "Delete the file; the node makes a new one.",
                    e);
        }
    }

    /// `sha-256 ` and the SHA-256 of the DER certificate, upper-case hexadecimal bytes with colons.
    static String pin(Certificate certificate) throws GeneralSecurityException {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
        return "sha-256 " + HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
    }

    String pin() throws NodeException {
        try {
            return pin(certificate);
        } catch (GeneralSecurityException e) {
            throw new NodeException("failed", "The node's certificate cannot be read.", "Delete it.", e);
        }
    }

    /// For the server's side of TLS.
    SSLContext context() throws NodeException {
        try {
            char[] none = new char[0];
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, none);
            store.setKeyEntry("node", key, none, new Certificate[] {certificate});
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(store, none);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), null, null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new NodeException("failed", "The node's certificate cannot be used.", "Delete it.", e);
        }
    }

    private static String make() throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Peercade relay node");
        // An hour back, for clients whose clock is behind.
        Instant from = Instant.now().minus(Duration.ofHours(1));
        X509CertificateHolder holder = new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(120, new SecureRandom()),
                        Date.from(from),
                        Date.from(from.plus(VALID)),
                        name,
                        pair.getPublic())
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS8Generator(pair.getPrivate(), null));
            pem.writeObject(holder);
        }
        return text.toString();
    }

    private static NodeCertificate read(Path file, String text) throws IOException, GeneralSecurityException {
        try (PEMParser pem = new PEMParser(new StringReader(text))) {
            if (pem.readObject() instanceof PrivateKeyInfo key
                    && pem.readObject() instanceof X509CertificateHolder holder) {
                return new NodeCertificate(
                        file,
                        new JcaPEMKeyConverter().getPrivateKey(key),
                        new JcaX509CertificateConverter().getCertificate(holder));
            }
        }
        throw new GeneralSecurityException("A key and then a certificate were expected.");
    }

    /// The key stays out of every log.
    @Override
    public String toString() {
        return "NodeCertificate[" + pem + "]";
    }
}
