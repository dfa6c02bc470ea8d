package dev.peercade.peer.edge.identity;

import dev.peercade.peer.edge.file.OwnerOnly;
import dev.peercade.peer.identity.IdentityKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// An identity key as PEM (RFC 7468): a private key (PKCS #8), and the public one beside it. Its owner's only. Copied
/// to another machine it makes both the same peer.
///
/// A file that cannot be read or made costs no session: then the key lives as long as the process.
record KeyFile(Path file) {

    private static final Logger log = LoggerFactory.getLogger(KeyFile.class);
    private static final int BYTES_MAX = 4096;

    IdentityKey readOrMake(Supplier<IdentityKey> make) {
        try {
            if (Files.exists(file)) {
                return read();
            }
            IdentityKey made = make.get();
            return write(made) ? made : read();
        } catch (IOException | GeneralSecurityException | IllegalArgumentException e) {
            log.warn(
                    "The identity key in {} cannot be used, so others will see a new one: {}. Restore the file, or"
                            + " delete it to have a new key for good.",
                    file,
                    e.toString());
            return make.get();
        }
    }

    private IdentityKey read() throws IOException, GeneralSecurityException {
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException("it is too long for a key");
        }
        String text = Files.readString(file);
        KeyFactory keys = KeyFactory.getInstance(IdentityKey.ALGORITHM);
        return IdentityKey.of(
                keys.generatePrivate(new PKCS8EncodedKeySpec(section(text, "PRIVATE KEY"))),
                keys.generatePublic(new X509EncodedKeySpec(section(text, "PUBLIC KEY"))));
    }

    private static byte[] section(String text, String label) throws IOException {
        Matcher section = Pattern.compile(
                        "-----BEGIN %1$s-----(.*?)-----END %1$s-----".formatted(label), Pattern.DOTALL)
                .matcher(text);
        if (!section.find()) {
            throw new IOException("it has no " + label);
        }
        return Base64.getMimeDecoder().decode(section.group(1));
    }

    /// False where another process was first.
    private boolean write(IdentityKey key) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder, OwnerOnly.folder());
        Path fresh = Files.createTempFile(folder, "new", ".pem", OwnerOnly.file());
        try {
            Files.writeString(fresh, pem("PRIVATE KEY", key.secret().getEncoded()) + pem(key.publicKey()));
            publish(fresh);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } finally {
            Files.deleteIfExists(fresh);
        }
    }

    /// Whole or not at all.
    private void publish(Path fresh) throws IOException {
        try {
            Files.createLink(file, fresh);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (UnsupportedOperationException | FileSystemException e) {
            // No hard links here. Of two processes in the same instant one then uses a key that is not kept.
            Files.move(fresh, file);
        }
    }

    private static String pem(String publicKey) {
        return pem("PUBLIC KEY", Base64.getDecoder().decode(publicKey));
    }

    private static String pem(String label, byte[] encoded) {
        String body = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(encoded);
        return "-----BEGIN %1$s-----%n%2$s%n-----END %1$s-----%n".formatted(label, body);
    }
}
