package dev.peercade.peer.secure;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/// SHA-256 of a certificate in DER (RFC 8122).
///
/// @param hex 32 upper-case hex bytes with colons between
public record Fingerprint(String hex) {

    private static final String ALGORITHM = "sha-256";
    private static final Pattern FORM = Pattern.compile("[0-9A-F]{2}(:[0-9A-F]{2}){31}");

    public Fingerprint {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException(
                    "not a SHA-256 fingerprint: 32 upper-case hex bytes with colons expected");
        }
    }

    public static Fingerprint ofCertificate(byte[] der) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(der);
            return new Fingerprint(HexFormat.ofDelimiter(":").withUpperCase().formatHex(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /// Reads the form of an endpoint or of SDP: `sha-256 AB:CD:...`.
    ///
    /// @throws IllegalArgumentException when it is anything else
    public static Fingerprint parse(String text) {
        String[] parts = text.strip().split(" ", 2);
        if (parts.length != 2 || !parts[0].equalsIgnoreCase(ALGORITHM)) {
            throw new IllegalArgumentException("not a SHA-256 fingerprint: '" + ALGORITHM + " <hex>' expected");
        }
        return new Fingerprint(parts[1].toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return ALGORITHM + " " + hex;
    }
}
