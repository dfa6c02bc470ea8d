package dev.peercade.peer.session;

/// The mediator refuses, or is out of reach.
public final class MediatorException extends Exception {

    private static final long serialVersionUID = 1L;

    private final String code;
    private final String remedy;

    /// @param code a problem code of the mediator in its wire spelling, or `unreachable`, `certificate-unknown`,
    /// `timeout`
    /// @param message what happened, in a sentence
    /// @param remedy what a person can do about it, in a sentence
    public MediatorException(String code, String message, String remedy) {
        super(message);
        this.code = code;
        this.remedy = remedy;
    }

    public String code() {
        return code;
    }

    public String remedy() {
        return remedy;
    }
}
