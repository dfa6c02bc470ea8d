package dev.peercade.peer.edge.dtls;

import dev.peercade.peer.secure.Fingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// A key pair on P-256 and a certificate that it has signed itself; known to peers by its fingerprint alone.
record DtlsIdentity(AsymmetricKeyParameter privateKey, Certificate chain, Fingerprint fingerprint) {

    /// Nobody looks at the name or the dates: what counts is the fingerprint. The common name is the one that
    /// browsers use, so that it tells nothing about whose it is.
    private static final String NAME = "CN=WebRTC";

    private static final int VALID_DAYS = 30;

    static final SignatureAndHashAlgorithm ECDSA_SHA256 =
            new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);

    static DtlsIdentity generate(BcTlsCrypto crypto) {
        SecureRandom random = crypto.getSecureRandom();
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(
                new ECNamedDomainParameters(
                        SECObjectIdentifiers.secp256r1, CustomNamedCurves.getByOID(SECObjectIdentifiers.secp256r1)),
                random));
        AsymmetricCipherKeyPair pair = generator.generateKeyPair();
        Instant now = Instant.now();
        X500Name name = new X500Name(NAME);
        try {
            AlgorithmIdentifier signature = new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256);
            AlgorithmIdentifier digest = DefaultDigestAlgorithmIdentifierFinder.INSTANCE.find(signature);
            byte[] der = new BcX509v3CertificateBuilder(
                            name,
                            new BigInteger(63, random).add(BigInteger.ONE),
                            Date.from(now.minus(1, ChronoUnit.DAYS)),
                            Date.from(now.plus(VALID_DAYS, ChronoUnit.DAYS)),
                            name,
                            pair.getPublic())
                    .build(new BcECContentSignerBuilder(signature, digest).build(pair.getPrivate()))
                    .getEncoded();
            Certificate chain = new Certificate(new TlsCertificate[] {new BcTlsCertificate(crypto, der)});
            return new DtlsIdentity(pair.getPrivate(), chain, Fingerprint.ofCertificate(der));
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("no certificate can be made", e);
        }
    }

    TlsCredentialedSigner signer(TlsContext context, BcTlsCrypto crypto) {
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context), crypto, privateKey, chain, ECDSA_SHA256);
    }

    /// Private keys stay out of every log.
    @Override
    public String toString() {
        return "DtlsIdentity[" + fingerprint + "]";
    }
}
