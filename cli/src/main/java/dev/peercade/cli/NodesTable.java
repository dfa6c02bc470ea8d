package dev.peercade.cli;

import dev.peercade.model.report.CommandEvent.NodeRow;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The table of relay nodes in columns.
final class NodesTable {

    /// Of an id; enough to tell 256 nodes apart, and taken by `--node`.
    static final int ID_CHARS = 8;

    private static final List<String> HEADS =
            List.of("NODE", "ADDRESS", "PORT", "TLS", "LATENCY", "DOWNLOAD", "UPLOAD", "MEASURED");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private NodesTable() {}

    /// Nothing, not even heads, where there are no rows.
    ///
    /// @param zone in which times are told
    static List<String> lines(List<NodeRow> rows, ZoneId zone) {
        if (rows.isEmpty()) {
            return List.of();
        }
        List<List<String>> cells = new ArrayList<>(List.of(HEADS));
        rows.forEach(row -> cells.add(cells(row, zone)));
        int[] widths = new int[HEADS.size()];
        cells.forEach(line -> {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        });
        return cells.stream().map(line -> line(line, widths)).toList();
    }

    private static String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(cells.get(i)).append(" ".repeat(widths[i] - cells.get(i).length() + 2));
        }
        return line.toString().stripTrailing();
    }

    private static List<String> cells(NodeRow row, ZoneId zone) {
        return List.of(
                shortId(row.id().toString()),
                Stream.of(row.ipv4(), row.ipv6()).filter(Objects::nonNull).collect(Collectors.joining(", ")),
                Integer.toString(row.port()),
                row.tlsPort() == null ? "-" : row.tlsPort().toString(),
                figure(row.latency(), "ms"),
                figure(row.download(), "Mbit/s"),
                figure(row.upload(), "Mbit/s"),
                row.measuredAt() == null ? "-" : TIME.format(row.measuredAt().atZone(zone)));
    }

    static String shortId(String id) {
        return id.substring(0, ID_CHARS);
    }

    static String figure(@Nullable Double figure, String unit) {
        return figure == null ? "-" : String.format(Locale.ROOT, "%.1f %s", figure, unit);
    }
}
