package dev.peercade.mediator.config;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HexFormat;
import java.util.Locale;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// What the mediator proves itself with over HTTPS.
///
/// @param certificate PEM file
/// @param key PEM file; the same one where the mediator made it
/// @param selfSigned whether the mediator made it, so that clients have only the pin to go by
/// @param pin `sha-256 ` and the SHA-256 of the DER certificate, upper-case hexadecimal bytes with colons (as RFC
///     8122 writes fingerprints)
public record ServerCertificate(Path certificate, Path key, boolean selfSigned, String pin) {

    private static final String MADE = "tls.pem";

    /// Clients remember the pin, so a new certificate costs every one of them a question; hence this long.
    private static final Duration VALID = Duration.ofDays(3650);

    /// @throws StartException when a file is missing or unreadable, or the key is another certificate's
    static ServerCertificate given(Path certificateFile, Path keyFile) throws StartException {
        X509Certificate certificate = parse(certificateFile, Setting.TLS_CERT, X509Certificate.class);
        PrivateKey key = parse(keyFile, Setting.TLS_KEY, PrivateKey.class);
        if (!belongTogether(certificate.getPublicKey(), key)) {
            throw new SettingException(
                    "The key in " + keyFile + " does not belong to the certificate in " + certificateFile + ".",
                    "Give the key that the certificate was made with, by " + Setting.TLS_KEY.named() + ".");
        }
        return new ServerCertificate(certificateFile, keyFile, false, pin(certificate));
    }

    /// The mediator's own, made at the first call and kept.
    static ServerCertificate own(DataDirectory directory) throws StartException {
        Path file = directory.resolve(MADE);
        try {
            if (!Files.exists(file)) {
                DataDirectory.writeOwnerOnly(file, make());
            }
            X509Certificate certificate = parse(file, Setting.TLS_CERT, X509Certificate.class);
            return new ServerCertificate(file, file, true, pin(certificate));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new StartException(
                    "The mediator's own certificate could not be made in " + file + ".",
                    "Give one with " + Setting.TLS_CERT.named() + " and " + Setting.TLS_KEY.named() + ".",
                    e);
        }
    }

    private static String make() throws GeneralSecurityException, OperatorCreationException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        X500Name name = new X500Name("CN=Peercade mediator");
        // An hour back, for clients whose clock is behind.
        Instant from = Instant.now().minus(Duration.ofHours(1));
        X509CertificateHolder holder = new JcaX509v3CertificateBuilder(
                        name,
                        new BigInteger(120, new SecureRandom()),
                        Date.from(from),
                        Date.from(from.plus(VALID)),
                        name,
                        pair.getPublic())
                .addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
                    new GeneralName(GeneralName.dNSName, "localhost"),
                    new GeneralName(GeneralName.iPAddress, "127.0.0.1")
                }))
                .build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
        StringWriter text = new StringWriter();
        try (JcaPEMWriter pem = new JcaPEMWriter(text)) {
            pem.writeObject(new JcaPKCS8Generator(pair.getPrivate(), null));
            pem.writeObject(holder);
        }
        return text.toString();
    }

    private static <T> T parse(Path file, Setting setting, Class<T> wanted) throws StartException {
        String what = wanted == PrivateKey.class ? "private key" : "certificate";
        try (Reader reader = Files.newBufferedReader(file);
                PEMParser pem = new PEMParser(reader)) {
            for (Object part = pem.readObject(); part != null; part = pem.readObject()) {
                Object converted = convert(part);
                if (wanted.isInstance(converted)) {
                    return wanted.cast(converted);
                }
            }
        } catch (PEMException | GeneralSecurityException | IllegalArgumentException e) {
            throw unusable(file, what, "it is damaged", setting, e);
        } catch (IOException e) {
            throw unusable(file, what, DataDirectory.reason(e), setting, e);
        }
        throw unusable(file, what, "there is none in it that is PEM and without a password", setting, null);
    }

    private static @Nullable Object convert(Object part) throws IOException, GeneralSecurityException {
        return switch (part) {
            case X509CertificateHolder holder -> new JcaX509CertificateConverter().getCertificate(holder);
            case PrivateKeyInfo info -> new JcaPEMKeyConverter().getPrivateKey(info);
            case PEMKeyPair pair -> new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
            default -> null;
        };
    }

    private static StartException unusable(
            Path file, String what, String why, Setting setting, @Nullable Exception cause) {
        return new StartException(
                "The " + what + " in " + file + " cannot be used: " + why + ".",
                "Give a PEM file that holds it with " + setting.named() + ".",
                cause);
    }

    private static boolean belongTogether(PublicKey publicKey, PrivateKey key) {
        String algorithm = switch (publicKey.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> publicKey.getAlgorithm();
        };
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update((byte) 1);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update((byte) 1);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static String pin(X509Certificate certificate) throws StartException {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return "sha-256 " + HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new StartException("The certificate cannot be read.", "Give another one.", e);
        }
    }
}
