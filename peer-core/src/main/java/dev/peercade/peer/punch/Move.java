package dev.peercade.peer.punch;

import java.util.Locale;

/// Why media takes another path now.
public enum Move {
    /// It is the first that works.
    FIRST("the first way that works"),
    /// A better one works.
    BETTER("a better way works now"),
    /// The former one no longer answers.
    FORMER_LOST("the former way no longer answers"),
    /// The former one lets checks through and no media.
    FORMER_STARVES("the former way let no media through"),
    /// The other side has chosen it.
    CHOSEN_BY_PEER("the other side has chosen it");

    private final String words;

    Move(String words) {
        this.words = words;
    }

    /// The name as it stands in `--json` output, such as `former-lost`.
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The reason, such as `a better way works now`.
    public String words() {
        return words;
    }
}
