package dev.peercade.mediator.account;

import de.mkammerer.argon2.Argon2Advanced;
import de.mkammerer.argon2.Argon2Factory;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.crypto.argon2.Argon2PasswordEncoder;
import org.springframework.security.crypto.password.AbstractValidatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/// Argon2id (RFC 9106) with the parameters that the OWASP Password Storage Cheat Sheet gives as its minimum: 19 MiB, 2
/// passes, 1 lane. The reference implementation in C does the work: in Java each hash leaves 19 MiB to collect, and a
/// storm of sign-ins becomes a storm of collections. Thread-safe.
public final class Argon2idPasswordEncoder extends AbstractValidatingPasswordEncoder {

    private static final Logger log = LoggerFactory.getLogger(Argon2idPasswordEncoder.class);

    private static final int MEMORY_KIB = 19 * 1024;
    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = 32;

    /// As the reference implementation writes it; the salt and the hash are Base64 without padding.
    private static final Pattern HASH = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,7}),t=(\\d{1,4}),p=(\\d{1,3})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{11,86})");

    private final Argon2Advanced reference;
    private final PasswordEncoder inJava;

    private Argon2idPasswordEncoder(Argon2Advanced reference, PasswordEncoder inJava) {
        this.reference = reference;
        this.inJava = inJava;
    }

    /// One in Java of the same hashes where the C library cannot be loaded.
    public static PasswordEncoder create() {
        PasswordEncoder inJava = new Argon2PasswordEncoder(SALT_BYTES, HASH_BYTES, LANES, MEMORY_KIB, PASSES);
        try {
            Argon2Advanced reference =
                    Argon2Factory.createAdvanced(Argon2Factory.Argon2Types.ARGON2id, SALT_BYTES, HASH_BYTES);
            PasswordEncoder encoder = new Argon2idPasswordEncoder(reference, inJava);
            // The library is loaded with its first use.
            encoder.encode("first");
            return encoder;
        } catch (LinkageError e) {
            log.info("Passwords are hashed in Java, which is slower: {}", e.getMessage());
            return inJava;
        }
    }

    @Override
    protected String encodeNonNullPassword(String password) {
        return reference.hash(PASSES, MEMORY_KIB, LANES, password.getBytes(StandardCharsets.UTF_8));
    }

    /// Hashes again instead of asking the library to verify, whose answer is the same for a wrong password and
    /// for want of memory.
    @Override
    protected boolean matchesNonNull(String password, String hash) {
        Matcher parts = HASH.matcher(hash);
        if (!parts.matches()) {
            return false;
        }
        byte[] salt;
        byte[] expected;
        try {
            salt = Base64.getDecoder().decode(parts.group(4));
            expected = Base64.getDecoder().decode(parts.group(5));
        } catch (IllegalArgumentException e) {
            return false;
        }
        byte[] made = reference.pbkdf(
                Integer.parseInt(parts.group(2)),
                Integer.parseInt(parts.group(1)),
                Integer.parseInt(parts.group(3)),
                password.getBytes(StandardCharsets.UTF_8),
                salt,
                expected.length);
        return MessageDigest.isEqual(expected, made);
    }

    @Override
    protected boolean upgradeEncodingNonNull(String hash) {
        return inJava.upgradeEncoding(hash);
    }
}
