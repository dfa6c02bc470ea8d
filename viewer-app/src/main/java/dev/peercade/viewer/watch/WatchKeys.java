package dev.peercade.viewer.watch;

import dev.peercade.desktop.hotkey.Chord;
import dev.peercade.desktop.hotkey.Hotkey;

/// What keys do while something is watched. Moonlight has the first; it leaves the letters of the others free.
public final class WatchKeys {

    public static final Hotkey STATISTICS = new Hotkey("statistics", Chord.moonlight("S"));
    public static final Hotkey SNAPSHOT = new Hotkey("snapshot", Chord.moonlight("P"));
    public static final Hotkey RECORD = new Hotkey("record", Chord.moonlight("R"));

    private WatchKeys() {}
}
