package dev.peercade.peer.protocol;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;

/// How things stand with the mediator once a session runs: its outage ends nothing, it only slows the questions.
///
/// @param failures in a row; 0 while it answers
/// @param nextPollAt when to ask next
/// @param pollSentAt when the latest question left
/// @param polling whether that question is unanswered
/// @param channel over which the mediator speaks unasked
record Link(int failures, MonoTime nextPollAt, MonoTime pollSentAt, boolean polling, ChannelState channel) {

    private static final Waits RETRIES = new Waits(Duration.ofMillis(500), Duration.ofSeconds(5));

    static Link fresh(MonoTime now) {
        return new Link(0, now, now, false, ChannelState.fresh(now));
    }

    boolean reachable() {
        return failures == 0;
    }

    boolean pollDue(MonoTime now) {
        return !polling && !now.isBefore(nextPollAt);
    }

    Link asked(MonoTime now) {
        return new Link(failures, nextPollAt, now, true, channel);
    }

    Link answered(MonoTime now, Duration interval) {
        return new Link(0, now.plus(interval), pollSentAt, false, reachable() ? channel : channel.hopeful(now));
    }

    Link failed(MonoTime now) {
        return new Link(failures + 1, now.plus(RETRIES.after(failures)), pollSentAt, false, channel);
    }

    /// Something else than a poll has failed in passing: it is tried again with the next poll.
    Link tryAgain(MonoTime now) {
        return new Link(failures, now.plus(RETRIES.after(failures)), pollSentAt, false, channel);
    }

    /// Reads again as soon as may be.
    Link pollNow(MonoTime now) {
        return new Link(failures, now, pollSentAt, polling, channel);
    }

    boolean pushDue(MonoTime now) {
        return channel.isDue(now);
    }

    Link pushOpening() {
        return with(channel.opening());
    }

    Link pushOpened(MonoTime now) {
        return with(channel.opened(now));
    }

    Link pushLost(MonoTime now) {
        return with(channel.lost(now));
    }

    private Link with(ChannelState next) {
        return new Link(failures, nextPollAt, pollSentAt, polling, next);
    }
}
