package dev.peercade.peer.protocol;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Calls that have failed in passing (an overload, an outage) and are made again while the peer prepares.
///
/// @param since when the first call was made
/// @param heard whether the mediator has answered anything since
/// @param failures so far
/// @param due what is made again
record Retries<A>(MonoTime since, boolean heard, int failures, List<Due<A>> due) {

    /// A mediator that has never answered is most likely not there: whoever has mistyped its address waits no longer.
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(3);

    private static final Waits WAITS = new Waits(Duration.ofMillis(500), Duration.ofSeconds(5));

    record Due<A>(A call, MonoTime at) {}

    static <A> Retries<A> none(MonoTime now) {
        return new Retries<>(now, false, 0, List.of());
    }

    /// A call has succeeded.
    Retries<A> answered() {
        return new Retries<>(since, true, 0, due);
    }

    /// With this call made again in a while, as late as the mediator wishes; null where that makes no sense or would
    /// be too late.
    @Nullable
    Retries<A> failed(A call, Failure failure, MonoTime now, MonoTime deadline) {
        boolean answers = heard || failure.showsLife();
        Duration wait = WAITS.after(failures);
        Duration wished = failure.retryAfter();
        MonoTime at = now.plus(wished != null && wished.compareTo(wait) > 0 ? wished : wait);
        MonoTime last = answers ? deadline : since.plus(FIRST_ANSWER);
        if (!failure.passing() || !at.isBefore(last)) {
            return null;
        }
        List<Due<A>> more = new ArrayList<>(due);
        more.add(new Due<>(call, at));
        return new Retries<>(since, answers, failures + 1, List.copyOf(more));
    }

    /// What is to be made again now.
    List<A> ready(MonoTime now) {
        return due.stream()
                .filter(waiting -> !now.isBefore(waiting.at))
                .map(Due::call)
                .toList();
    }

    /// Without what is made again now.
    Retries<A> madeAgain(MonoTime now) {
        return new Retries<>(
                since,
                heard,
                failures,
                due.stream().filter(waiting -> now.isBefore(waiting.at)).toList());
    }

    /// Whether such a call waits, and so is not under way.
    boolean waitsFor(Class<? extends A> call) {
        return due.stream().anyMatch(waiting -> call.isInstance(waiting.call));
    }

    /// The deadline, or an earlier moment when something is to be made again.
    MonoTime nextOr(MonoTime deadline) {
        MonoTime next = deadline;
        for (Due<A> waiting : due) {
            next = waiting.at.isBefore(next) ? waiting.at : next;
        }
        return next;
    }
}
