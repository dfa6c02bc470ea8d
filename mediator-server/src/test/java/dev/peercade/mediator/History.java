package dev.peercade.mediator;

import dev.peercade.mediator.ModelWorld.Next;
import dev.peercade.mediator.PeerCall.Done;
import dev.peercade.mediator.PeerCall.View;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// Calls that ran at once, and whether one order of them explains all their answers: linearizability, decided by
/// search (Wing and Gong, "Testing and Verifying Concurrent Objects", 1993). A call comes before another in that order
/// if it was answered before the other was made.
record History(List<Done> calls) {

    History {
        if (calls.size() > Long.SIZE) {
            throw new IllegalArgumentException("at most " + Long.SIZE + " calls");
        }
    }

    private record Point(long done, ModelWorld world) {}

    /// The world after all of them, or empty when no order explains the answers.
    Optional<ModelWorld> explained(ModelWorld start) {
        return explained(new Point(0, start), new HashSet<>());
    }

    private Optional<ModelWorld> explained(Point point, Set<Point> inVain) {
        if (Long.bitCount(point.done()) == calls.size()) {
            return Optional.of(point.world());
        }
        if (!inVain.add(point)) {
            return Optional.empty();
        }
        long mustFollow = Long.MAX_VALUE;
        for (int i = 0; i < calls.size(); i++) {
            if ((point.done() >> i & 1) == 0) {
                mustFollow = Math.min(mustFollow, calls.get(i).to());
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            Done call = calls.get(i);
            if ((point.done() >> i & 1) == 0 && call.from() <= mustFollow) {
                Next next = point.world().next(call.who(), call.call(), fresh(call));
                if (next.answered().equals(call.answered())) {
                    Optional<ModelWorld> rest = explained(new Point(point.done() | 1L << i, next.world()), inVain);
                    if (rest.isPresent()) {
                        return rest;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// The id of what the call made, if it made something.
    static UUID fresh(Done call) {
        return call.answered().status() != 201
                ? new UUID(0, 0)
                : switch (call.answered().view()) {
                    case View.OfSession session -> session.id();
                    case View.OfRequest request -> request.id();
                    default -> new UUID(0, 0);
                };
    }
}
