package dev.peercade.testbed.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Memory of a JVM of our own, in bytes.
///
/// @param heap live objects
/// @param resident what the process holds of the machine's memory
public record JvmMemory(long heap, long resident) {

    private static final Pattern GENERATION = Pattern.compile("total \\d+K, used (\\d+)K");
    private static final Path PROGRAMS = Path.of(System.getProperty("java.home"), "bin");

    /// After a full collection, which it forces twice: what the first one finds may free more. The process has to
    /// collect serially.
    public static JvmMemory live(long pid) throws IOException, InterruptedException {
        jcmd(pid, "GC.run");
        Matcher used = GENERATION.matcher(jcmd(pid, "GC.run") + jcmd(pid, "GC.heap_info"));
        long heap = 0;
        while (used.find()) {
            heap += Long.parseLong(used.group(1)) * 1024;
        }
        if (heap == 0) {
            throw new AssertionError("no figures of the heap");
        }
        return new JvmMemory(heap, field(pid, "VmRSS"));
    }

    static long peakResident(long pid) throws IOException {
        return field(pid, "VmHWM");
    }

    private static long field(long pid, String name) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .findFirst()
                .orElseThrow();
    }

    private static String jcmd(long pid, String command) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(PROGRAMS.resolve("jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (jcmd.waitFor() != 0) {
            throw new AssertionError("jcmd: " + said);
        }
        return said;
    }

    @Override
    public String toString() {
        return String.format("heap %.1f MiB, resident %.1f MiB", heap / 1048576.0, resident / 1048576.0);
    }
}
