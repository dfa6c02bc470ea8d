package dev.peercade.peer.session;

import dev.peercade.peer.port.MediatorFailure;
import org.jspecify.annotations.Nullable;

/// The mediator refuses, or is out of reach.
public final class MediatorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String remedy;
    private final @Nullable String presentedPin;

    /// @param code a problem code of the mediator in its wire spelling, or `unreachable`, `certificate-unknown`,
    /// `timeout`
    /// @param message what happened, in a sentence
    /// @param remedy what a person can do about it, in a sentence
    public MediatorException(String code, String message, String remedy) {
        super(message);
        this.code = code;
        this.remedy = remedy;
        this.presentedPin = null;
    }

    public MediatorException(MediatorFailure failure) {
        super(failure.text(), failure);
        this.code = failure.code();
        this.remedy = failure.remedy();
        this.presentedPin = failure.presentedPin();
    }

    /// Of the certificate that the mediator shows, where the code is `certificate-unknown`; else null. Who finds it
    /// equal to the pin that the mediator prints puts it into [MediatorAccount#pin()].
    public @Nullable String presentedPin() {
        return presentedPin;
    }

    public String code() {
        return code;
    }

    public String remedy() {
        return remedy;
    }
}
