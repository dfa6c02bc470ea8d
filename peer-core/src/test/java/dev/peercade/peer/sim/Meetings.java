package dev.peercade.peer.sim;

import dev.peercade.model.peer.CandidateKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How two peers meet behind each ordered pair of kinds of NAT: the one table against which networks of both kinds
/// are held, the lab's and the one in virtual time, so that they agree cell by cell.
public final class Meetings {

    private static final String TABLE = "meetings.txt";

    private final List<String> kinds;
    private final Map<String, List<CandidateKind>> rows;

    private Meetings(List<String> kinds, Map<String, List<CandidateKind>> rows) {
        this.kinds = kinds;
        this.rows = rows;
    }

    public static Meetings expected() {
        try (InputStream table = Meetings.class.getResourceAsStream(TABLE)) {
            List<List<String>> lines = new String(table.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(line -> List.of(line.split(" +")))
                    .toList();
            List<String> kinds = rest(lines.getFirst());
            Map<String, List<CandidateKind>> rows = new LinkedHashMap<>();
            for (List<String> line : rest(lines)) {
                List<CandidateKind> row =
                        rest(line).stream().map(cell -> kind(cell)).toList();
                if (row.size() != kinds.size()) {
                    throw new IllegalStateException(line.getFirst() + " has " + row.size() + " cells");
                }
                rows.put(line.getFirst(), row);
            }
            if (!List.copyOf(rows.keySet()).equals(kinds)) {
                throw new IllegalStateException("rows and columns have other kinds");
            }
            return new Meetings(kinds, rows);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CandidateKind kind(String word) {
        return Arrays.stream(CandidateKind.values())
                .filter(kind -> kind.toString().equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no kind of candidate: " + word));
    }

    private static <T> List<T> rest(List<T> all) {
        return all.subList(1, all.size());
    }

    /// The names of the kinds, in the order of rows and of columns.
    public List<String> kinds() {
        return kinds;
    }

    /// The kind of the viewer's remote candidate; direct is all but `RELAYED`.
    ///
    /// @param streamer the constant of an enum of kinds
    public CandidateKind of(Enum<?> streamer, Enum<?> viewer) {
        return rows.get(streamer.name()).get(kinds.indexOf(viewer.name()));
    }

    /// Whether an enum has the very kinds of the table, in its order.
    public boolean isOf(Enum<?>... all) {
        return Arrays.stream(all).map(Enum::name).toList().equals(kinds);
    }
}
