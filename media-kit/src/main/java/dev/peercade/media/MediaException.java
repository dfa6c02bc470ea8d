package dev.peercade.media;

/// Capturing, encoding, decoding or writing failed for a reason that a person can act on.
public final class MediaException extends Exception {

    private static final long serialVersionUID = 1L;

    /// No X server answers on the display.
    public static final String NO_DISPLAY = "no-display";
    /// The machine lacks a library that capturing needs.
    public static final String CAPTURE_UNAVAILABLE = "capture-unavailable";
    /// The system refuses to hand out what it shows.
    public static final String CAPTURE_FAILED = "capture-failed";
    /// Sources of this kind cannot be captured on this system.
    public static final String SOURCE_UNSUPPORTED = "source-unsupported";
    /// There is no such window.
    public static final String SOURCE_NOT_FOUND = "source-not-found";
    /// There is such a window, but it shows nothing.
    public static final String WINDOW_HIDDEN = "window-hidden";
    /// The part lies outside the screen.
    public static final String REGION_OUTSIDE = "region-outside";
    /// There is no such file, or it may not be read.
    public static final String FILE_NOT_FOUND = "file-not-found";
    /// The window was closed in mid-stream.
    public static final String WINDOW_CLOSED = "window-closed";
    /// The X server went away in mid-stream.
    public static final String DISPLAY_LOST = "display-lost";
    /// The screen or window went away in mid-stream, on systems that do not tell which.
    public static final String SOURCE_LOST = "source-lost";
    /// The file's content cannot be read as video.
    public static final String SOURCE_UNREADABLE = "source-unreadable";
    /// The encoder refuses the settings or failed.
    public static final String ENCODER_FAILED = "encoder-failed";
    /// The decoder cannot be opened.
    public static final String DECODER_FAILED = "decoder-failed";
    /// No space is left where the file is written; what was written before stays readable.
    public static final String DISK_FULL = "disk-full";
    /// The file cannot be created or written for another reason.
    public static final String WRITE_FAILED = "write-failed";

    private final String code;
    private final String remedy;

    /// @param code one of the constants of this class
    /// @param message what happened, in a sentence
    /// @param remedy what a person can do about it, in a sentence
    public MediaException(String code, String message, String remedy) {
        super(message);
        this.code = code;
        this.remedy = remedy;
    }

    /// A fault of the program itself, told like any other failure.
    ///
    /// @param work what was being done, as the beginning of a sentence
    public static MediaException unforeseen(String work, Throwable cause) {
        MediaException exception = new MediaException(
                "internal", work + " failed unforeseen: " + cause + ".", "Report it, with what it logs (--verbose).");
        exception.initCause(cause);
        return exception;
    }

    public String code() {
        return code;
    }

    public String remedy() {
        return remedy;
    }
}
