package dev.peercade.viewer.watch;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleBooleanProperty;

/// Decides whether the controls lie over the picture: for a few seconds after somebody has done something.
/// Window's thread.
public final class Controls {

    static final int SHOWN_SECONDS = 3;

    private final ReadOnlyBooleanWrapper shown = new ReadOnlyBooleanWrapper(true);
    private final BooleanProperty held = new SimpleBooleanProperty();
    private int left = SHOWN_SECONDS;

    /// Somebody has moved the mouse, or pressed a key that is for the controls.
    public void touch() {
        left = SHOWN_SECONDS;
        shown.set(true);
    }

    /// A second has passed.
    void tick() {
        if (!held.get() && --left <= 0) {
            shown.set(false);
        }
    }

    /// While it is set they stay: the mouse rests on one of them, or something else lies over the picture.
    public BooleanProperty held() {
        return held;
    }

    public ReadOnlyBooleanProperty shown() {
        return shown.getReadOnlyProperty();
    }
}
