package dev.peercade.streamer.air;

import dev.peercade.model.report.CommandEvent.StreamFigures;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Set;

/// What somebody who streams should know and can do something about.
public final class Troubles {

    /// Each has a cause and a remedy among the texts.
    public enum Trouble {
        MEDIATOR_AWAY,
        STUN_SILENT,
        CAPTURE_SLOW,
        ENCODER_SLOW,
        NETWORK_SLOW
    }

    /// One hitch is no trouble: seconds that are looked at.
    private static final int SECONDS = 10;

    /// One picture in twenty is seen as stutter by whoever watches.
    private static final double MANY_PERCENT = 5;

    /// Once told, it stays until nearly nothing is dropped, so that it does not come and go.
    private static final double FEW_PERCENT = 1;

    private final Deque<StreamFigures> seconds = new ArrayDeque<>();
    private final Set<Trouble> now = EnumSet.noneOf(Trouble.class);

    /// Once a second.
    void on(StreamFigures figures) {
        seconds.add(figures);
        if (seconds.size() <= SECONDS) {
            return;
        }
        Drops drops = Drops.between(seconds.remove(), figures);
        judge(Trouble.CAPTURE_SLOW, drops.capture());
        judge(Trouble.ENCODER_SLOW, drops.encoding());
        judge(Trouble.NETWORK_SLOW, drops.network());
    }

    private void judge(Trouble trouble, Drops.Share share) {
        set(trouble, share.percent() > (now.contains(trouble) ? FEW_PERCENT : MANY_PERCENT));
    }

    /// @param code of a notice
    void on(String code) {
        switch (code) {
            case "mediator-away" -> set(Trouble.MEDIATOR_AWAY, true);
            case "mediator-back" -> set(Trouble.MEDIATOR_AWAY, false);
            case "stun-silent" -> set(Trouble.STUN_SILENT, true);
            default -> {}
        }
    }

    private void set(Trouble trouble, boolean there) {
        if (there) {
            now.add(trouble);
        } else {
            now.remove(trouble);
        }
    }

    /// Those there are.
    Set<Trouble> now() {
        return Set.copyOf(now);
    }
}
