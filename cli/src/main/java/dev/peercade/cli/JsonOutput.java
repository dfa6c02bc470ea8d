package dev.peercade.cli;

import dev.peercade.model.report.CommandEvent;
import java.io.PrintStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Compact objects, one a line, on standard output; all other text on standard error.
final class JsonOutput implements Output {

    private final JsonMapper mapper = JsonMapper.builder().build();
    private final PrintStream events;
    private final PrintStream text;

    JsonOutput(PrintStream events, PrintStream text) {
        this.events = events;
        this.text = text;
    }

    @Override
    public synchronized void show(CommandEvent event) {
        events.println(line(event));
        events.flush();
    }

    @Override
    public void say(String line) {
        text.println(line);
    }

    @Override
    public void warn(String line) {
        text.println("peercade: " + line);
    }

    private String line(CommandEvent event) {
        ObjectNode line = mapper.createObjectNode().put("event", event.event());
        ObjectNode components = mapper.valueToTree(event);
        components.properties().forEach(component -> {
            // `figures`, `summary` and `diagnosis` hold what they are about flat, as scripts read them.
            if (component.getValue() instanceof ObjectNode flat
                    && (component.getKey().equals("figures")
                            || component.getKey().equals("diagnosis"))) {
                flat.properties().forEach(figure -> line.set(figure.getKey(), figure.getValue()));
            } else {
                line.set(component.getKey(), (JsonNode) component.getValue());
            }
        });
        return mapper.writeValueAsString(line);
    }
}
