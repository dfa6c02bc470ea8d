package dev.peercade.media.x11;

/// The X server cannot be asked.
public final class X11Exception extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean libraryMissing;

    X11Exception(String message, boolean libraryMissing) {
        super(message);
        this.libraryMissing = libraryMissing;
    }

    /// Whether libxcb is not installed, rather than the display being out of reach.
    public boolean libraryMissing() {
        return libraryMissing;
    }
}
