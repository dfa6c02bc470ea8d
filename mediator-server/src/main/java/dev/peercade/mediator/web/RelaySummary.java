package dev.peercade.mediator.web;

/// What the public info says of relay nodes.
public interface RelaySummary {

    /// How many can be used now; costs nothing.
    int nodes();

    /// With which their records are signed: an Ed25519 public key, X.509 encoding in Base64.
    String key();
}
