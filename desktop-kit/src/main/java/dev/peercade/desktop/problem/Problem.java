package dev.peercade.desktop.problem;

import dev.peercade.media.MediaException;
import dev.peercade.peer.session.MediatorException;
import dev.peercade.peer.session.SessionEnd;

/// What went wrong.
///
/// @param code stable, by which texts in other languages are found
/// @param cause what happened, in an English sentence
/// @param remedy what to do about it, in an English sentence; may be empty
public record Problem(String code, String cause, String remedy) {

    public static Problem of(SessionEnd end) {
        return new Problem(end.code(), end.message(), end.remedy());
    }

    /// Of whatever was thrown; what nobody has foreseen is told as such.
    public static Problem of(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return switch (e) {
            case MediatorException refused -> new Problem(refused.code(), message, refused.remedy());
            case ProblemException told -> told.problem();
            case MediaException failed -> new Problem(failed.code(), message, failed.remedy());
            default ->
                new Problem(
                        "internal",
                        "Something unforeseen went wrong: " + e + ".",
                        "Please report it, with diagnostics.");
        };
    }
}
