package dev.peercade.peer.checkup;

import dev.peercade.peer.doctor.Assessment;
import dev.peercade.peer.doctor.Figure;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.Statement;
import dev.peercade.peer.punch.Rung;
import dev.peercade.peer.session.Mailbox;
import dev.peercade.peer.session.PathFigures;
import dev.peercade.peer.session.SessionEnd;
import dev.peercade.peer.session.ViewerEvent;
import dev.peercade.peer.session.ViewerSession;
import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Watches a session for a few seconds as any viewer does, and throws the pictures away. Owner's thread only.
final class Visit {

    /// From the first picture on: what an encoder does in a second says little.
    private static final Duration LOOK = Duration.ofSeconds(5);

    /// A handshake on a bad path, after which nothing comes any more.
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    /// The mediator is told that the viewer has left.
    private static final Duration FAREWELL = Duration.ofSeconds(6);

    /// What no picture shows.
    private static final double LOSS_PERCENT_MAX = 2;

    private final Assessment assessment;
    private final MonoTime startedAt;
    private final ViewerSession session;
    private @Nullable Rung rung;
    private @Nullable MonoTime firstAt;
    private @Nullable MonoTime leftAt;
    private long bytes;
    private boolean ended;

    Visit(CheckupRim.Viewers viewers, UUID wanted, Mailbox mailbox, Assessment assessment, MonoTime now) {
        this.assessment = assessment;
        this.startedAt = now;
        this.session = viewers.watch(wanted, event -> mailbox.post(then -> on(event, then)));
    }

    private void on(ViewerEvent event, MonoTime now) {
        switch (event) {
            case ViewerEvent.PathChanged(Rung reached, var _) -> rung = reached;
            case ViewerEvent.PictureReceived(var picture) -> {
                bytes += picture.annexB().length;
                firstAt = firstAt == null ? now : firstAt;
            }
            case ViewerEvent.AwaitingApproval _ -> conclude(Finding.of(Statement.VISIT_ASKS), now);
            case ViewerEvent.Ended(SessionEnd end) -> {
                ended = true;
                if (leftAt == null) {
                    conclude(firstAt == null ? Finding.of(failure(end.code())) : seen(now), now);
                }
            }
            case ViewerEvent.StepTaken _,
                    ViewerEvent.Stalled _,
                    ViewerEvent.MediatorReachable _,
                    ViewerEvent.PublicAddressUnknown _ -> {
                // What they are about is found out otherwise.
            }
        }
    }

    void advance(MonoTime now) {
        MonoTime due = deadline();
        if (leftAt == null && due != null && !now.isBefore(due)) {
            conclude(firstAt == null ? Finding.of(Statement.VISIT_TIMED_OUT) : seen(now), now);
        }
    }

    private void conclude(Finding finding, MonoTime now) {
        if (leftAt == null) {
            assessment.add(finding);
            leave(now);
        }
    }

    private Finding seen(MonoTime now) {
        PathFigures path = session.path();
        MonoTime begun = firstAt == null ? now : firstAt;
        double seconds = Math.max(0.1, now.nanosSince(begun) / 1e9);
        double loss = path.packets() == 0 ? 0 : 100.0 * path.packetsLost() / (path.packets() + path.packetsLost());
        Double roundTripMs = path.roundTripMs();
        return new Finding(
                statement(rung, loss),
                0,
                Map.of(
                        Figure.KBPS,
                        bytes * 8 / 1000.0 / seconds,
                        Figure.SECONDS,
                        seconds,
                        Figure.LOSS_PERCENT,
                        loss,
                        Figure.ROUND_TRIP_MS,
                        roundTripMs == null ? 0 : roundTripMs));
    }

    private static Statement statement(@Nullable Rung rung, double lossPercent) {
        if (lossPercent > LOSS_PERCENT_MAX) {
            return Statement.VISIT_LOSSY;
        }
        if (rung == null) {
            return Statement.VISIT_DIRECT_PUNCHED;
        }
        return switch (rung) {
            case LAN -> Statement.VISIT_DIRECT_LAN;
            case IPV6 -> Statement.VISIT_DIRECT_IPV6;
            case PUNCHED -> Statement.VISIT_DIRECT_PUNCHED;
            case RELAYED_UDP -> Statement.VISIT_RELAYED_UDP;
            case RELAYED_TCP -> Statement.VISIT_RELAYED_TCP;
        };
    }

    /// Of the codes of [SessionEnd], whose words may hold names.
    private static Statement failure(String code) {
        return switch (code) {
            case "no-path", "handshake-failed", "no-public-address" -> Statement.VISIT_NO_PATH;
            case "no-media" -> Statement.VISIT_NO_MEDIA;
            case "not-found", "session-not-viewable", "session-finished", "streamer-lost", "ended" ->
                Statement.VISIT_NOT_FOUND;
            case "barred", "rejected", "dropped", "forbidden", "unauthenticated" -> Statement.VISIT_REFUSED;
            case "identity-changed" -> Statement.VISIT_IDENTITY_CHANGED;
            case "identity-forged" -> Statement.VISIT_IDENTITY_FORGED;
            case "expired", "viewer-lost" -> Statement.VISIT_TIMED_OUT;
            default -> Statement.VISIT_FAILED;
        };
    }

    boolean isDone(MonoTime now) {
        return ended || leftAt != null && !now.isBefore(leftAt.plus(FAREWELL));
    }

    @Nullable
    MonoTime deadline() {
        if (leftAt != null) {
            return leftAt.plus(FAREWELL);
        }
        return firstAt == null ? startedAt.plus(PATIENCE) : firstAt.plus(LOOK);
    }

    /// What it tells afterwards is of no interest any more.
    void leave(MonoTime now) {
        if (leftAt == null) {
            leftAt = now;
            session.leave();
        }
    }
}
