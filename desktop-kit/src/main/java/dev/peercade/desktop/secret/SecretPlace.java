package dev.peercade.desktop.secret;

/// Where a secret lies.
public enum SecretPlace {
    /// In the platform's keyring, encrypted.
    KEYRING,
    /// In a file that only its owner reads, as it is.
    FILE
}
