package dev.peercade.desktop.secret;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.KeyAgreement;
import javax.crypto.SecretKey;
import javax.crypto.interfaces.DHPublicKey;
import javax.crypto.spec.DHParameterSpec;
import javax.crypto.spec.DHPublicKeySpec;
import javax.crypto.spec.HKDFParameterSpec;
import javax.crypto.spec.IvParameterSpec;

/// Encrypts secrets on their way to and from the keyring (Secret Service API, "Transfer of Secrets"): the bus, whoever
/// listens on it and the logs of its library see none. Its strength is the specification's.
final class TransferCipher {

    static final String NAME = "dh-ietf1024-sha256-aes128-cbc-pkcs7";

    /// RFC 2409, 6.2: the Second Oakley Group.
    private static final DHParameterSpec GROUP = new DHParameterSpec(
            new BigInteger(
                    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
                            + "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6"
                            + "F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE649286651ECE65381FFFFFFFFFFFFFFFF",
                    16),
            BigInteger.TWO);

    private static final int KEY_BYTES = 16;

    private final SecretKey key;

    /// @param iv which the other side needs too
    record Encrypted(byte[] iv, byte[] bytes) {}

    /// What this side brings to the agreement.
    static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("DH");
        generator.initialize(GROUP);
        return generator.generateKeyPair();
    }

    /// What the other side gets of them.
    static byte[] publicPart(KeyPair own) {
        return ((DHPublicKey) own.getPublic()).getY().toByteArray();
    }

    TransferCipher(KeyPair own, byte[] theirs) throws GeneralSecurityException {
        KeyAgreement agreement = KeyAgreement.getInstance("DH");
        agreement.init(own.getPrivate());
        DHPublicKeySpec spec = new DHPublicKeySpec(new BigInteger(1, theirs), GROUP.getP(), GROUP.getG());
        agreement.doPhase(KeyFactory.getInstance("DH").generatePublic(spec), true);
        key = KDF.getInstance("HKDF-SHA256")
                .deriveKey(
                        "AES",
                        HKDFParameterSpec.ofExtract()
                                .addIKM(agreement.generateSecret())
                                .thenExpand(null, KEY_BYTES));
    }

    Encrypted encrypt(byte[] plain) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.ENCRYPT_MODE, key);
        return new Encrypted(cipher.getIV(), cipher.doFinal(plain));
    }

    byte[] decrypt(Encrypted secret) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
        cipher.init(Cipher.DECRYPT_MODE, key, new IvParameterSpec(secret.iv));
        return cipher.doFinal(secret.bytes);
    }
}
