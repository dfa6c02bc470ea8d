package dev.peercade.peer.doctor;

/// A number in a finding. What has no place here can hold no address.
public enum Figure {
    CONNECT_MS("connectMs"),
    ROUND_TRIP_MS("roundTripMs"),
    JITTER_MS("jitterMs"),
    LOSS_PERCENT("lossPercent"),
    PROBES("probes"),
    BYTES("bytes"),
    KBPS("kbps"),
    SECONDS("seconds"),
    NODES("nodes");

    private final String key;

    Figure(String key) {
        this.key = key;
    }

    /// Its wire name, which stands in braces in sentences.
    @Override
    public String toString() {
        return key;
    }
}
