package dev.peercade.cli;

import dev.peercade.peer.session.NodeMeasurement;
import dev.peercade.peer.session.NodeMeasurement.Part;
import dev.peercade.peer.session.NodeMeasurement.Step;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// How a measurement goes on, for a person: a bar in a line that is written over again at a terminal, a line for
/// each node elsewhere. What could not be measured is said in any case. One thread at a time.
final class NodesProgress implements Consumer<NodeMeasurement> {

    /// How it is told.
    enum Form {
        BAR,
        LINES,
        /// Beside `--json`.
        SILENT
    }

    private static final int BAR_CHARS = 20;

    /// Back to the start of the line, and erase it (ECMA-48, EL).
    private static final String ERASE = "\r\u001b[K";

    private final Output output;
    private final PrintStream terminal;
    private final Form form;
    private final Map<Part, Double> figures = new EnumMap<>(Part.class);
    private final Set<String> troubles = new LinkedHashSet<>();
    private boolean drawn;

    NodesProgress(Output output, PrintStream terminal, Form form) {
        this.output = output;
        this.terminal = terminal;
        this.form = form;
    }

    @Override
    public void accept(NodeMeasurement measurement) {
        switch (measurement.step()) {
            case Step.Running running -> draw(measurement, running.fraction());
            case Step.Measured measured -> {
                figures.put(measurement.part(), measured.figure());
                if (measured.lost() > 0) {
                    troubles.add("It left %d of 5 questions unanswered.".formatted(measured.lost()));
                }
                draw(measurement, 1);
            }
            case Step.Failed failed -> troubles.add(failed.why());
        }
        if (measurement.part() == Part.UPLOAD && !(measurement.step() instanceof Step.Running)) {
            ended(measurement);
        }
    }

    private void draw(NodeMeasurement measurement, double fraction) {
        if (form == Form.BAR) {
            drawn = true;
            terminal.print(ERASE + bar(measurement, fraction));
            terminal.flush();
        }
    }

    /// Shorter than 80 characters, so that no terminal wraps it.
    static String bar(NodeMeasurement measurement, double fraction) {
        double parts = Part.values().length;
        double done = (measurement.number() - 1 + (measurement.part().ordinal() + fraction) / parts) / measurement.of();
        int filled = (int) Math.round(Math.clamp(done, 0, 1) * BAR_CHARS);
        return String.format(
                Locale.ROOT,
                "[%s%s] %d of %d, node %s: %s %d %%",
                "#".repeat(filled),
                "-".repeat(BAR_CHARS - filled),
                measurement.number(),
                measurement.of(),
                name(measurement),
                measurement.part().name().toLowerCase(Locale.ROOT),
                Math.round(fraction * 100));
    }

    private void ended(NodeMeasurement measurement) {
        erase();
        if (form == Form.LINES) {
            output.say(String.format(
                    Locale.ROOT,
                    "%d of %d  node %s  %s away, %s down, %s up",
                    measurement.number(),
                    measurement.of(),
                    name(measurement),
                    NodesTable.figure(figures.get(Part.LATENCY), "ms"),
                    NodesTable.figure(figures.get(Part.DOWNLOAD), "Mbit/s"),
                    NodesTable.figure(figures.get(Part.UPLOAD), "Mbit/s")));
        }
        troubles.forEach(trouble -> output.warn("Node " + name(measurement) + ": " + trouble));
        figures.clear();
        troubles.clear();
    }

    private static String name(NodeMeasurement measurement) {
        return NodesTable.shortId(measurement.node().id().toString());
    }

    /// Leaves no bar behind.
    void erase() {
        if (drawn) {
            drawn = false;
            terminal.print(ERASE);
            terminal.flush();
        }
    }
}
