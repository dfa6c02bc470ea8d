package dev.peercade.peer.protocol;

/// A call to the mediator that did not succeed.
///
/// @param code a problem code of the mediator in its wire spelling, or `unreachable`, `timeout`, `certificate-unknown`
/// @param passing whether the same call may well succeed later
public record Failure(String code, String message, String remedy, boolean passing) {

    /// The status has changed meanwhile; perhaps by this very call, whose first answer was lost.
    boolean statusIsAnother() {
        return code.equals("illegal-transition");
    }
}
