package dev.peercade.mediator.config;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// The key that the mediator signs the records of relay nodes with: Ed25519, made at the first start and kept,
/// since nodes and peers remember its public half.
public final class RecordKey {

    private static final String FILE = "relay-key.pem";
    private static final String ALGORITHM = "Ed25519";

    private RecordKey() {}

    /// @throws StartException when the file is damaged or cannot be written
    public static KeyPair own(DataDirectory directory) throws StartException {
        Path file = directory.resolve(FILE);
        try {
            if (!Files.exists(file)) {
                DataDirectory.writeOwnerOnly(file, make());
            }
            return read(file);
        } catch (IOException | GeneralSecurityException e) {
            String why = e instanceof IOException io ? DataDirectory.reason(io) : "it is damaged";
            throw new StartException(
                    "The key in " + file + " cannot be used: " + why + ".",
                    directory
                            .shortOfRoom()
                            .orElse("Restore it from a backup, or remove it: then relay nodes learn a new one when they"
                                    + " start."),
                    e);
        }
    }

    private static String make() throws GeneralSecurityException, IOException {
        KeyPair pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
        StringWriter text = new StringWriter();
        try (PemWriter pem = new PemWriter(text)) {
            // RFC 5958 could hold both halves in one, but Java reads the private one only.
            pem.writeObject(new PemObject("PRIVATE KEY", pair.getPrivate().getEncoded()));
            pem.writeObject(new PemObject("PUBLIC KEY", pair.getPublic().getEncoded()));
        }
        return text.toString();
    }

    private static KeyPair read(Path file) throws IOException, GeneralSecurityException {
        try (PemReader pem = new PemReader(Files.newBufferedReader(file))) {
            PemObject privateHalf = pem.readPemObject();
            PemObject publicHalf = pem.readPemObject();
            if (privateHalf == null || publicHalf == null) {
                throw new GeneralSecurityException("A half is missing.");
            }
            KeyFactory keys = KeyFactory.getInstance(ALGORITHM);
            return new KeyPair(
                    keys.generatePublic(new X509EncodedKeySpec(publicHalf.getContent())),
                    keys.generatePrivate(new PKCS8EncodedKeySpec(privateHalf.getContent())));
        }
    }
}
