package dev.peercade.mediator.web;

import dev.peercade.model.Page;
import dev.peercade.model.ProblemCode;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Where a page of a list ends: the position of its last row in the list's order. Opaque to clients; unlike a page
/// number it skips and repeats nothing when rows come and go.
public record Cursor(Instant createdAt, UUID id) {

    private static final int BYTES = 8 + 4 + 16;

    /// @throws ProblemException MALFORMED_REQUEST for what this mediator has not made
    public static @Nullable Cursor parse(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() == BYTES) {
                Instant createdAt = Instant.ofEpochSecond(bytes.getLong(), bytes.getInt());
                // Beyond what PostgreSQL can hold lies nothing that this mediator has made.
                if (Math.abs(createdAt.getEpochSecond()) < 100_000_000_000L) {
                    return new Cursor(createdAt, new UUID(bytes.getLong(), bytes.getLong()));
                }
            }
        } catch (IllegalArgumentException | DateTimeException | ArithmeticException e) {
            // falls through: not ours
        }
        throw new ProblemException(
                ProblemCode.MALFORMED_REQUEST,
                "The cursor is not one of this mediator's.",
                List.of(new FieldProblem("cursor", "is not one of this mediator's")));
    }

    /// Makes a page of at most `size` items of rows that were asked for with one more than that.
    public static <T> Page<T> page(List<T> rows, int size, Function<T, Cursor> position) {
        if (rows.size() <= size) {
            return new Page<>(rows, null);
        }
        List<T> items = rows.subList(0, size);
        return new Page<>(List.copyOf(items), position.apply(items.getLast()).text());
    }

    private String text() {
        ByteBuffer bytes = ByteBuffer.allocate(BYTES)
                .putLong(createdAt.getEpochSecond())
                .putInt(createdAt.getNano())
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }
}
