package dev.peercade.node;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many allocations there are: each holds a UDP port of the relay range at one of the node's addresses.
/// Coturn itself would tell over an interface of its own, which is one more door. Linux only.
///
/// @param min first port of the range
/// @param max the last
record Allocations(List<InetAddress> addresses, int min, int max) {

    private static final Logger log = LoggerFactory.getLogger(Allocations.class);
    private static final List<Path> TABLES = List.of(Path.of("/proc/net/udp"), Path.of("/proc/net/udp6"));
    private static final int LOCAL = 1;

    /// Now, or null where the system does not tell.
    @Nullable
    Integer count() {
        Set<String> ours = addresses.stream().map(Allocations::asKernel).collect(Collectors.toSet());
        int count = 0;
        boolean told = false;
        for (Path table : TABLES) {
            try (Stream<String> lines = Files.lines(table)) {
                count += (int) lines.skip(1).filter(line -> isOurs(line, ours)).count();
                told = true;
            } catch (IOException e) {
                log.debug("Not Linux, or one family is off: {}", e.getClass().getSimpleName());
            }
        }
        return told ? count : null;
    }

    private boolean isOurs(String line, Set<String> ours) {
        String[] words = line.strip().split("\\s+", LOCAL + 2);
        int colon = words.length > LOCAL ? words[LOCAL].indexOf(':') : -1;
        if (colon < 0 || !ours.contains(words[LOCAL].substring(0, colon))) {
            return false;
        }
        int port = Integer.parseInt(words[LOCAL].substring(colon + 1), 16);
        return port >= min && port <= max;
    }

    /// Words of 32 bits in the byte order of the machine, which is little-endian wherever this runs.
    private static String asKernel(InetAddress address) {
        byte[] bytes = address.getAddress();
        byte[] swapped = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            swapped[i] = bytes[(i & ~3) + 3 - (i & 3)];
        }
        return HexFormat.of().formatHex(swapped).toUpperCase(Locale.ROOT);
    }
}
