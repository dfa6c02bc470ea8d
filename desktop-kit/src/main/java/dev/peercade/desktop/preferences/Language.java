package dev.peercade.desktop.preferences;

import java.util.Locale;

/// In which language the windows speak.
public enum Language {
    /// As the rest of the desktop; English where there are no texts in that language.
    SYSTEM(Locale.getDefault()),
    ENGLISH(Locale.ENGLISH),
    GERMAN(Locale.GERMAN);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }
}
