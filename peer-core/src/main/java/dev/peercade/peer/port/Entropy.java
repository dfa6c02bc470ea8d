package dev.peercade.peer.port;

/// Where randomness comes from: the platform's secure source, or a seed in simulations. Not thread-safe.
public interface Entropy {

    long nextLong();

    default int nextInt() {
        return (int) nextLong();
    }

    /// 0 (inclusive) to 1 (exclusive).
    default double nextUnit() {
        return (nextLong() >>> 11) * 0x1p-53;
    }

    /// Text of the ICE alphabet (RFC 8839, section 5.4), 6 bits a character.
    default String iceText(int characters) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
        StringBuilder text = new StringBuilder(characters);
        for (int i = 0; i < characters; i++) {
            text.append(alphabet.charAt((int) (nextLong() >>> 58)));
        }
        return text.toString();
    }
}
