package dev.peercade.peer.edge.clock;

import dev.peercade.peer.port.Entropy;
import java.security.SecureRandom;

/// The platform's secure randomness.
public final class SecureEntropy implements Entropy {

    private final SecureRandom random = new SecureRandom();

    @Override
    public long nextLong() {
        return random.nextLong();
    }
}
