package dev.peercade.peer.doctor;

import java.util.Locale;

/// How a finding is to be taken; the later the worse.
public enum Verdict {
    OK,
    /// It could not be found out.
    UNKNOWN,
    /// It works, and could be better.
    WARNING,
    /// Something does not work.
    PROBLEM;

    /// Its wire name.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
