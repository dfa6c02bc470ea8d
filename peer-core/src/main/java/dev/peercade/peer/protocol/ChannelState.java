package dev.peercade.peer.protocol;

import dev.peercade.peer.time.MonoTime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How things stand with a push channel. Whenever it is lost it is opened again, after waits that double from half a
/// second to half a minute: a mediator, or a proxy before it, that has no such channel is not worn down.
public sealed interface ChannelState {

    /// A channel that has lasted for so long works: its loss is a new story.
    Duration STEADY = Duration.ofSeconds(30);

    /// @param failures in a row, among them losses soon after opening
    record Closed(int failures, MonoTime openAt) implements ChannelState {}

    record Opening(int failures) implements ChannelState {}

    record Open(int failures, MonoTime since) implements ChannelState {}

    /// One that is to be opened at once.
    static ChannelState fresh(MonoTime now) {
        return new Closed(0, now);
    }

    int failures();

    /// When to open it, or null where it is open or about to be.
    default @Nullable MonoTime openAt() {
        return null;
    }

    default boolean isDue(MonoTime now) {
        MonoTime due = openAt();
        return due != null && !now.isBefore(due);
    }

    default ChannelState opening() {
        return new Opening(failures());
    }

    default ChannelState opened(MonoTime now) {
        return new Open(failures(), now);
    }

    default ChannelState lost(MonoTime now) {
        boolean steady = this instanceof Open open && !now.isBefore(open.since.plus(STEADY));
        int failed = steady ? 0 : failures();
        Duration wait = new Waits(Duration.ofMillis(500), Duration.ofSeconds(30)).after(failed);
        return new Closed(failed + 1, now.plus(wait));
    }

    /// The mediator is back, and so may the channel be.
    default ChannelState hopeful(MonoTime now) {
        return this instanceof Closed ? new Closed(failures(), now) : this;
    }
}
