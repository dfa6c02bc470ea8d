package dev.peercade.cli;

import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.Reception;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.DelayFigures;
import dev.peercade.model.report.DroppedFrames;
import dev.peercade.model.report.Percentiles;
import java.io.PrintStream;
import java.time.ZoneId;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Lines for a person at a terminal.
final class TextOutput implements Output {

    private final PrintStream out;
    private final PrintStream err;

    TextOutput(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    @Override
    public synchronized void show(CommandEvent event) {
        switch (event) {
            case CommandEvent.Step step ->
                out.printf(
                        Locale.ROOT,
                        "%6d ms  step %-2s  %-8s  %s%n",
                        step.atMs(),
                        step.step(),
                        step.actor(),
                        step.sentence());
            case CommandEvent.Notice notice ->
                out.printf(Locale.ROOT, "%6d ms  %s%n", notice.atMs(), printable(notice.text()));
            case CommandEvent.Listed row ->
                out.printf(
                        Locale.ROOT,
                        "%s  %-8s %3d watching  %-16s %-24s %s%s%n",
                        row.session(),
                        row.status(),
                        row.viewers(),
                        printable(row.streamer()),
                        printable(row.game()),
                        printable(row.title()),
                        row.admission().equals("ask") ? "  (asks before it admits)" : "");
            case CommandEvent.Source source ->
                out.printf(
                        Locale.ROOT,
                        "%-28s %9s  %s%n",
                        source.source(),
                        source.width() == 0 ? "" : source.width() + "x" + source.height(),
                        printable(source.title()));
            case CommandEvent.Registered made ->
                out.printf("Registered %s on %s.%n", printable(made.user()), made.server());
            case CommandEvent.Listening listening -> {
                boolean everywhere =
                        listening.bind().equals("0.0.0.0") || listening.bind().equals("::");
                out.printf(
                        "The mediator listens on %s%s. Press Ctrl-C to stop it.%n",
                        listening.uri(), everywhere ? " and at every other address of this machine" : "");
                if (listening.pin() != null) {
                    out.printf("Its own certificate's pin, for clients to compare:%n  %s%n", listening.pin());
                }
            }
            case CommandEvent.Relaying relaying ->
                out.printf(
                        "This node relays at port %d%s; its table and speed tests are at port %d. Press Ctrl-C to stop"
                                + " it.%nThe pin of its certificate:%n  %s%n",
                        relaying.port(),
                        relaying.tlsPort() == null ? "" : ", over TLS at " + relaying.tlsPort(),
                        relaying.agentPort(),
                        relaying.pin());
            case CommandEvent.Nodes nodes ->
                NodesTable.lines(nodes.ip_address(), ZoneId.systemDefault())
                        .forEach(line -> out.println(printable(line)));
            // Its findings have been said one by one.
            case CommandEvent.Diagnosed diagnosed ->
                out.printf("%n%s%n", diagnosed.diagnosis().sentence());
            // A streamer without viewers has nothing to tell each second.
            case CommandEvent.Figures figures when figures.figures().viewers() == 0 -> {}
            case CommandEvent.Figures figures ->
                out.printf(
                        Locale.ROOT,
                        "%6d ms  %-8s  %s%n",
                        figures.atMs(),
                        figures.figures().role(),
                        sentence(figures.figures()));
            case CommandEvent.Summary summary -> summarize(summary);
            case CommandEvent.Failed failed ->
                err.println("peercade: "
                        + printable(failed.message() + (failed.remedy().isEmpty() ? "" : " " + failed.remedy())));
        }
        out.flush();
    }

    @Override
    public synchronized void say(String text) {
        out.println(text);
    }

    @Override
    public synchronized void warn(String text) {
        err.println("peercade: " + printable(text));
    }

    private void summarize(CommandEvent.Summary summary) {
        StreamFigures figures = summary.figures();
        out.printf("%n%s: %s%n", figures.role(), printable(summary.endReason()));
        if (figures.frames() > 0) {
            summarize(figures);
        }
        summary.files().forEach(file -> out.println("  " + file));
    }

    private void summarize(StreamFigures figures) {
        out.printf(
                Locale.ROOT,
                "  %d frames, %d of them distinct, %.1f a second, %dx%d, %d kbit/s%n",
                figures.frames(),
                figures.distinctFrames(),
                figures.fps(),
                figures.width(),
                figures.height(),
                figures.bitrateKbps());
        Long first = figures.firstFrameMs();
        if (first != null) {
            out.printf(Locale.ROOT, "  first frame after %d ms%n", first);
        }
        if (figures.role().equals("viewer")) {
            out.printf(
                    Locale.ROOT,
                    "  path %s, %d packets lost, %d ms frozen, %d frames late%n",
                    figures.path() == null ? "none" : path(figures.path()),
                    figures.packetsLost(),
                    figures.freezeMs(),
                    figures.lateFrames());
        }
        DroppedFrames dropped = figures.droppedFrames();
        if (dropped != null) {
            out.printf(
                    "  not sent: %d since grabbing took too long, %d since encoding did, %d since the network did%n",
                    dropped.capture(), dropped.encoding(), dropped.network());
        }
        Reception reception = figures.reception();
        if (reception != null && reception.networkFrames() > 0) {
            out.printf(Locale.ROOT, "  %d frames left out because of losses%n", reception.networkFrames());
        }
        String delay = delay(figures.delayMs());
        if (!delay.isEmpty()) {
            out.println("  delay, p50 / p95 ms: " + delay);
        }
    }

    private static String sentence(StreamFigures figures) {
        StringJoiner parts = new StringJoiner(", ");
        parts.add(String.format(Locale.ROOT, "%.0f fps", figures.fps()));
        parts.add(figures.bitrateKbps() + " kbit/s");
        if (figures.role().equals("streamer")) {
            parts.add(figures.viewers() == 1 ? "1 viewer" : figures.viewers() + " viewers");
        }
        if (figures.path() != null) {
            parts.add(path(figures.path()));
        }
        if (figures.reception() != null && figures.reception().roundTripMs() != null) {
            parts.add(String.format(
                    Locale.ROOT, "round trip %.1f ms", figures.reception().roundTripMs()));
        }
        if (figures.packetsLost() > 0) {
            parts.add(figures.packetsLost() + " packets lost");
        }
        String delay = delay(figures.delayMs());
        if (!delay.isEmpty()) {
            parts.add("delay p50 / p95 ms: " + delay);
        }
        return parts.toString();
    }

    /// A candidate kind in plain words.
    private static String path(String kind) {
        return switch (kind) {
            case "host" -> "direct, same network";
            case "srflx", "prflx" -> "direct, punched";
            case "relay" -> "relayed";
            default -> kind;
        };
    }

    private static String delay(DelayFigures delay) {
        StringJoiner stages = new StringJoiner(", ");
        add(stages, "capture", delay.capture());
        add(stages, "encode", delay.encode());
        add(stages, "pace", delay.pace());
        add(stages, "network", delay.network());
        add(stages, "repair", delay.repair());
        add(stages, "decode", delay.decode());
        add(stages, "render", delay.render());
        add(stages, "total", delay.total());
        return stages.toString();
    }

    private static void add(StringJoiner stages, String name, @Nullable Percentiles stage) {
        if (stage != null) {
            stages.add(String.format(Locale.ROOT, "%s %.1f / %.1f", name, stage.p50(), stage.p95()));
        }
    }

    /// Titles come from strangers, and reasons from a mediator that may be one: control characters must not reach
    /// the terminal.
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
