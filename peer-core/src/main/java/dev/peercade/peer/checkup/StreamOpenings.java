package dev.peercade.peer.checkup;

import dev.peercade.peer.port.StreamPort;
import dev.peercade.peer.session.Mailbox;
import dev.peercade.peer.time.MonoTime;
import dev.peercade.peer.wire.TransportAddress;
import java.time.Duration;
import java.util.HashSet;
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
    /// @param result told once: milliseconds, or empty where no stream came about; not after [#close()]
    void open(TransportAddress to, @Nullable String pin, BiConsumer<OptionalDouble, MonoTime> result, MonoTime now) {
        open.add(new Opening(to, pin, result, now));
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

    /// What is still open counts as not having come about.
    void giveUp(MonoTime now) {
        Set.copyOf(open).forEach(opening -> end(opening, OptionalDouble.empty(), now));
    }

    void close() {
        open.forEach(opening -> opening.connection.close());
        open.clear();
    }
}
