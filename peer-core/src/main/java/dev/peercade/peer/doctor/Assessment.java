package dev.peercade.peer.doctor;

import static dev.peercade.peer.doctor.Figure.BYTES;
import static dev.peercade.peer.doctor.Figure.CONNECT_MS;
import static dev.peercade.peer.doctor.Figure.JITTER_MS;
import static dev.peercade.peer.doctor.Figure.LOSS_PERCENT;
import static dev.peercade.peer.doctor.Figure.PROBES;
import static dev.peercade.peer.doctor.Figure.ROUND_TRIP_MS;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/// Turns what was measured into findings, and keeps what the last words depend on. One thread.
public final class Assessment {

    /// What two round trips of a handshake, a keyframe and a game can bear.
    private static final double FAR_MS = 150;

    /// A relay adds its way to that of the peers.
    private static final double NODE_FAR_MS = 100;

    /// Two of 50: one may be lost by chance.
    private static final double LOSS_PERCENT_MAX = 3;

    /// Two frames at 60 a second.
    private static final double JITTER_MS_MAX = 33;

    private final Consumer<Finding> listener;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<Integer> reachedNodes = new HashSet<>();
    private NatBehaviour nat = NatBehaviour.UNKNOWN;
    private int nodes;

    /// @param listener told of each finding at once
    public Assessment(Consumer<Finding> listener) {
        this.listener = listener;
    }

    public void add(Finding finding) {
        findings.add(finding);
        listener.accept(finding);
    }

    public void add(Statement statement) {
        add(Finding.of(statement));
    }

    public void add(Statement statement, Figure figure, double number) {
        add(Finding.of(statement, figure, number));
    }

    /// Whether something was found out about this subject.
    public boolean has(Subject subject) {
        return findings.stream().anyMatch(finding -> finding.subject() == subject);
    }

    /// UDP and what stands in its way.
    ///
    /// @param serverAnswers whether the STUN server itself does
    public void nat(NatBehaviour found, boolean serverAnswers) {
        nat = found;
        if (found.mapping() == Mapping.BLOCKED) {
            add(Statement.UDP_BLOCKED);
            return;
        }
        add(serverAnswers ? Statement.UDP_PASSES : Statement.UDP_STUN_SILENT);
        add(
                switch (found.mapping()) {
                    case UNTRANSLATED -> Statement.MAPPING_NONE;
                    case NEAR -> Statement.MAPPING_NEAR;
                    case ENDPOINT_INDEPENDENT -> Statement.MAPPING_SAME;
                    case SAME_FOR_AN_ADDRESS -> Statement.MAPPING_SAME_PROBABLY;
                    case ADDRESS_DEPENDENT -> Statement.MAPPING_BY_ADDRESS;
                    case ADDRESS_AND_PORT_DEPENDENT -> Statement.MAPPING_SYMMETRIC;
                    case BLOCKED, UNKNOWN -> Statement.MAPPING_UNKNOWN;
                });
        if (found.mapping() == Mapping.NEAR) {
            return;
        }
        add(
                switch (found.filtering()) {
                    case ENDPOINT_INDEPENDENT -> Statement.FILTERING_NONE;
                    case NOT_BY_PORT -> Statement.FILTERING_NOT_BY_PORT;
                    case ADDRESS_DEPENDENT -> Statement.FILTERING_BY_ADDRESS;
                    case ADDRESS_AND_PORT_DEPENDENT -> Statement.FILTERING_BY_PORT;
                    case UNKNOWN -> Statement.FILTERING_UNKNOWN;
                });
        add(
                switch (found.hairpin()) {
                    case WORKS -> Statement.HAIRPIN_WORKS;
                    case FAILS -> Statement.HAIRPIN_FAILS;
                    case NOT_NEEDED -> Statement.HAIRPIN_NOT_NEEDED;
                    case UNKNOWN -> Statement.HAIRPIN_UNKNOWN;
                });
    }

    /// @param largest as [SizeSearch#largest()] tells
    public void largestDatagram(int largest) {
        if (largest < 0) {
            add(Statement.MTU_UNKNOWN);
        } else if (largest == 0) {
            add(Statement.MTU_TINY);
        } else {
            boolean whole = largest >= 1400;
            add(whole ? Statement.MTU_WHOLE : Statement.MTU_SMALL, BYTES, largest);
        }
    }

    /// Tells nothing of a link over which nothing was asked.
    public void link(LinkFigures link) {
        if (link.sent() == 0) {
            return;
        }
        Statement statement = link.answered() == 0
                ? Statement.LINK_SILENT
                : link.lossPercent() > LOSS_PERCENT_MAX
                        ? Statement.LINK_LOSSY
                        : link.roundTripMs() > FAR_MS
                                ? Statement.LINK_SLOW
                                : link.jitterMs() > JITTER_MS_MAX ? Statement.LINK_UNEVEN : Statement.LINK_GOOD;
        add(new Finding(statement, 0, numbers(link)));
    }

    /// Likewise.
    ///
    /// @param node from 1 on
    public void nodeUdp(int node, LinkFigures link) {
        if (link.sent() == 0) {
            return;
        }
        if (link.answered() == 0) {
            add(new Finding(Statement.NODE_UDP_SILENT, node, Map.of()));
            return;
        }
        reachedNodes.add(node);
        boolean poor = link.lossPercent() > LOSS_PERCENT_MAX
                || link.roundTripMs() > NODE_FAR_MS
                || link.jitterMs() > JITTER_MS_MAX;
        add(new Finding(poor ? Statement.NODE_UDP_POOR : Statement.NODE_UDP_GOOD, node, numbers(link)));
    }

    /// @param connectMs empty where there is no connection
    public void nodeStream(int node, boolean tls, OptionalDouble connectMs) {
        Statement open = tls ? Statement.NODE_TLS_OPEN : Statement.NODE_TCP_OPEN;
        Statement closed = tls ? Statement.NODE_TLS_CLOSED : Statement.NODE_TCP_CLOSED;
        if (connectMs.isPresent()) {
            reachedNodes.add(node);
            add(new Finding(open, node, Map.of(CONNECT_MS, connectMs.getAsDouble())));
        } else {
            add(new Finding(closed, node, Map.of()));
        }
    }

    private static Map<Figure, Double> numbers(LinkFigures link) {
        return Map.of(
                ROUND_TRIP_MS,
                link.roundTripMs(),
                JITTER_MS,
                link.jitterMs(),
                LOSS_PERCENT,
                link.lossPercent(),
                PROBES,
                (double) link.sent());
    }

    /// Who reaches this machine; comes after all that it depends on.
    ///
    /// @param wanted how many relay nodes were looked at, or would have been
    public void reach(int wanted) {
        nodes = wanted;
        if (nodes > 0 && detour() == Reach.NONE) {
            add(Statement.NODES_UNREACHED);
        }
        add(Reach.statement(nat, detour()));
    }

    private Reach detour() {
        if (!reachedNodes.isEmpty()) {
            return Reach.RELAYED;
        }
        return nodes > 0 && has(Subject.CHECKUP) ? Reach.UNKNOWN : Reach.NONE;
    }

    /// As of now.
    public Diagnosis diagnosis() {
        return Diagnosis.of(nat, findings, detour());
    }
}
