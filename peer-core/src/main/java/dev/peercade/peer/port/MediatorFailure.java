package dev.peercade.peer.port;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A call to the mediator did not succeed.
public final class MediatorFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public static final String UNREACHABLE = "unreachable";
    public static final String TIMEOUT = "timeout";
    public static final String CERTIFICATE_UNKNOWN = "certificate-unknown";

    private final String code;
    private final String remedy;
    private final boolean passing;
    private final @Nullable String presentedPin;
    private final @Nullable Duration retryAfter;

    /// @param code a problem code of the mediator in its wire spelling, or one of the constants here
    /// @param message what happened, in a sentence
    /// @param remedy what a person can do about it, in a sentence
    /// @param passing whether the same call may well succeed later
    public MediatorFailure(String code, String message, String remedy, boolean passing) {
        this(code, message, remedy, passing, null, null);
    }

    /// @param retryAfter how long the mediator wants to be left alone, or null where it does not say
    public MediatorFailure(String code, String message, String remedy, boolean passing, @Nullable Duration retryAfter) {
        this(code, message, remedy, passing, null, retryAfter);
    }

    private MediatorFailure(
            String code,
            String message,
            String remedy,
            boolean passing,
            @Nullable String presentedPin,
            @Nullable Duration retryAfter) {
        super(message);
        this.retryAfter = retryAfter;
        this.code = code;
        this.remedy = remedy;
        this.passing = passing;
        this.presentedPin = presentedPin;
    }

    /// @param presentedPin of the certificate that the mediator shows and that nothing vouches for
    public static MediatorFailure certificateUnknown(String message, String remedy, String presentedPin) {
        return new MediatorFailure(CERTIFICATE_UNKNOWN, message, remedy, false, presentedPin, null);
    }

    /// `sha-256 AB:CD:...` where the code is [#CERTIFICATE_UNKNOWN], else null.
    public @Nullable String presentedPin() {
        return presentedPin;
    }

    public String code() {
        return code;
    }

    /// What happened, in a sentence.
    public String text() {
        String message = getMessage();
        return message == null ? code : message;
    }

    public String remedy() {
        return remedy;
    }

    public boolean passing() {
        return passing;
    }

    /// How long the mediator wants to be left alone, or null where it does not say.
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
