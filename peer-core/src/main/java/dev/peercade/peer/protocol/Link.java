package dev.peercade.peer.protocol;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;

/// How things stand with the mediator once a session runs: its outage ends nothing, it only slows the questions.
///
/// @param failures in a row; 0 while it answers
/// @param nextPollAt when to ask next
/// @param pollSentAt when the latest question left
/// @param polling whether that question is unanswered
/// @param pushOpen whether the push channel is up
/// @param nextPushAt when to open it again, where it is not
record Link(
        int failures,
        MonoTime nextPollAt,
        MonoTime pollSentAt,
        boolean polling,
        boolean pushOpen,
        MonoTime nextPushAt) {

    private static final Duration RETRY_FIRST = Duration.ofMillis(500);
    private static final Duration RETRY_LAST = Duration.ofSeconds(5);

    static Link fresh(MonoTime now) {
        return new Link(0, now, now, false, false, now);
    }

    boolean reachable() {
        return failures == 0;
    }

    boolean pollDue(MonoTime now) {
        return !polling && !now.isBefore(nextPollAt);
    }

    Link asked(MonoTime now) {
        return new Link(failures, nextPollAt, now, true, pushOpen, nextPushAt);
    }

    Link answered(MonoTime now, Duration interval) {
        return new Link(0, now.plus(interval), pollSentAt, false, pushOpen, nextPushAt);
    }

    Link failed(MonoTime now) {
        return new Link(failures + 1, now.plus(backOff(failures)), pollSentAt, false, pushOpen, nextPushAt);
    }

    /// Something else than a poll has failed in passing: it is tried again with the next poll.
    Link tryAgain(MonoTime now) {
        return new Link(failures, now.plus(backOff(failures)), pollSentAt, false, pushOpen, nextPushAt);
    }

    /// Reads again as soon as may be.
    Link pollNow(MonoTime now) {
        return new Link(failures, now, pollSentAt, polling, pushOpen, nextPushAt);
    }

    boolean pushDue(MonoTime now) {
        return !pushOpen && !now.isBefore(nextPushAt);
    }

    /// Opening counts as open until it is lost.
    Link pushOpening() {
        return new Link(failures, nextPollAt, pollSentAt, polling, true, nextPushAt);
    }

    Link pushLost(MonoTime now) {
        return new Link(failures, nextPollAt, pollSentAt, polling, false, now.plus(backOff(failures + 1)));
    }

    private static Duration backOff(int failures) {
        Duration wait = RETRY_FIRST.multipliedBy(1L << Math.min(failures, 6));
        return wait.compareTo(RETRY_LAST) < 0 ? wait : RETRY_LAST;
    }
}
