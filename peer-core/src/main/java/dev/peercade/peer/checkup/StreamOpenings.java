package dev.peercade.peer.checkup;

import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.session.Mailbox;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Opens streams and closes them at once, for how long that takes. Owner's thread only.
final class StreamOpenings {

    /// Whoever needs longer than that for two messages is of no use as a relay.
    private static final Duration PATIENCE = Duration.ofSeconds(4);

    private final StreamPort streams;
    private final Mailbox mailbox;
    private final Set<Opening> open = new HashSet<>();
    private boolean closed;

    StreamOpenings(StreamPort streams, Mailbox mailbox) {
        this.streams = streams;
        this.mailbox = mailbox;
    }

    private final class Opening {
        final MonoTime begunAt;
        final BiConsumer<OptionalDouble, MonoTime> result;
        final StreamPort.Connection connection;

        Opening(TransportAddress to, @Nullable String pin, BiConsumer<OptionalDouble, MonoTime> result, MonoTime now) {
            this.begunAt = now;
            this.result = result;
            this.connection = streams.open(
                    to,
                    pin,
                    event -> mailbox.post(then -> {
                        if (event instanceof StreamPort.Event.Received(byte[] _, Runnable taken)) {
                            taken.run();
                        } else {
                            boolean opened = event instanceof StreamPort.Event.Opened;
                            end(
                                    this,
                                    opened ? OptionalDouble.of(then.nanosSince(begunAt) / 1e6) : OptionalDouble.empty(),
                                    then);
                        }
                    }));
        }
    }

    /// @param pin of the certificate, or null for TCP without TLS
    /// Opens nothing after [#close()].
    ///
    /// @param result told once: milliseconds, or empty where no stream came about; not after [#close()]
    void open(TransportAddress to, @Nullable String pin, BiConsumer<OptionalDouble, MonoTime> result, MonoTime now) {
        if (!closed) {
            open.add(new Opening(to, pin, result, now));
        }
    }

    /// Opens to the first of these that is there; a name may have addresses that are dead.
    ///
    /// @param result as above; empty where none is there
    void openFirstOf(List<TransportAddress> any, BiConsumer<OptionalDouble, MonoTime> result, MonoTime now) {
        if (any.isEmpty()) {
            result.accept(OptionalDouble.empty(), now);
            return;
        }
        TransportAddress to = any.getFirst();
        open(
                to,
                null,
                (first, then) -> {
                    if (first.isEmpty()) {
                        openFirstOf(any.subList(1, any.size()), result, then);
                    } else {
                        // The first one has paid for what Java loads for it.
                        open(to, null, (second, end) -> result.accept(second.isPresent() ? second : first, end), then);
                    }
                },
                now);
    }

    private void end(Opening opening, OptionalDouble milliseconds, MonoTime now) {
        if (open.remove(opening)) {
            opening.connection.close();
            opening.result.accept(milliseconds, now);
        }
    }

    void advance(MonoTime now) {
        Set.copyOf(open).stream()
                .filter(opening -> !now.isBefore(opening.begunAt.plus(PATIENCE)))
                .forEach(opening -> end(opening, OptionalDouble.empty(), now));
    }

    @Nullable
    MonoTime deadline() {
        MonoTime earliest = null;
        for (Opening opening : open) {
            MonoTime due = opening.begunAt.plus(PATIENCE);
            earliest = earliest == null || due.isBefore(earliest) ? due : earliest;
        }
        return earliest;
    }

    boolean isDone() {
        return open.isEmpty();
    }

    void close() {
        closed = true;
        open.forEach(opening -> opening.connection.close());
        open.clear();
    }
}
