package dev.peercade.desktop.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Rectangle;
import javafx.scene.text.TextAlignment;

/// Columns of several parts each, one on top of the other, the newest at the right, and below them what the
/// parts are. Each part has a pattern beside its colour. Drawn when a column comes, and not otherwise. JavaFX
/// thread.
public final class StackedGraph extends VBox {

    private static final double WIDTH = 360;
    private static final double HEIGHT = 88;
    /// For the words of the scale.
    private static final double LEFT = 64;
    private static final double SWATCH = 12;

    private final int columns;
    private final List<Rectangle> colours = new ArrayList<>();
    private final List<Canvas> swatches = new ArrayList<>();
    private final Label scale = new Label();
    private final Canvas canvas = new Canvas(WIDTH, HEIGHT);
    private final StringProperty unit = new SimpleStringProperty("");
    private final Deque<double[]> values = new ArrayDeque<>();

    /// @param columns how many are shown at once
    /// @param unit of the values, in words
    /// @param parts what the parts are, from the lowest up; each looks like the style class `part-0`, `part-1`
    ///     and so on says by `-fx-fill`
    public StackedGraph(int columns, ObservableValue<String> unit, List<ObservableValue<String>> parts) {
        this.columns = columns;
        this.unit.bind(unit);
        getStyleClass().add("stacked-graph");
        scale.getStyleClass().add("scale");
        FlowPane legend = new FlowPane();
        legend.getStyleClass().add("legend");
        for (int i = 0; i < parts.size(); i++) {
            legend.getChildren().add(entry(i, parts.get(i)));
        }
        StackPane drawn = new StackPane(scale, canvas);
        drawn.setMaxWidth(USE_PREF_SIZE);
        // It is there for its look alone, which the canvas takes on.
        scale.setVisible(false);
        scale.setManaged(false);
        getChildren().addAll(drawn, legend);
        sceneProperty().subscribe(this::draw);
    }

    private Node entry(int part, ObservableValue<String> name) {
        Rectangle colour = new Rectangle(SWATCH, SWATCH);
        colour.getStyleClass().add("part-" + part);
        Canvas swatch = new Canvas(SWATCH, SWATCH);
        colours.add(colour);
        swatches.add(swatch);
        // The theme may change.
        colour.fillProperty().subscribe(this::draw);
        Label label = new Label(null, new StackPane(colour, swatch));
        label.textProperty().bind(name);
        return label;
    }

    /// Another column.
    ///
    /// @param parts one value each, from the lowest up; 0 where one is unknown
    public void add(double... parts) {
        if (parts.length != colours.size()) {
            throw new IllegalArgumentException(parts.length + " values for " + colours.size() + " parts");
        }
        values.addLast(parts.clone());
        if (values.size() > columns) {
            values.removeFirst();
        }
        draw();
    }

    public void clear() {
        values.clear();
        draw();
    }

    private void draw() {
        if (getScene() == null) {
            return;
        }
        GraphicsContext at = canvas.getGraphicsContext2D();
        at.clearRect(0, 0, WIDTH, HEIGHT);
        double top = Scale.top(values.stream()
                .mapToDouble(parts -> Arrays.stream(parts).sum())
                .max()
                .orElse(0));
        drawScale(at, top);
        double width = (WIDTH - LEFT) / columns;
        double x = WIDTH - values.size() * width;
        for (double[] parts : values) {
            double y = HEIGHT;
            for (int i = 0; i < parts.length; i++) {
                double height = parts[i] / top * (HEIGHT - 1);
                y -= height;
                fill(at, i, x, y, width - 1, height);
            }
            x += width;
        }
        for (int i = 0; i < swatches.size(); i++) {
            GraphicsContext swatch = swatches.get(i).getGraphicsContext2D();
            swatch.clearRect(0, 0, SWATCH, SWATCH);
            pattern(swatch, i, 0, 0, SWATCH, SWATCH);
        }
    }

    private void drawScale(GraphicsContext at, double top) {
        at.setFont(scale.getFont());
        at.setFill(scale.getTextFill());
        at.setStroke(scale.getTextFill());
        at.setTextAlign(TextAlignment.RIGHT);
        at.setTextBaseline(VPos.TOP);
        at.fillText(Scale.text(top) + " " + unit.get(), LEFT - 6, 0);
        at.setTextBaseline(VPos.BOTTOM);
        at.fillText("0", LEFT - 6, HEIGHT);
        at.setLineWidth(1);
        at.setGlobalAlpha(0.35);
        for (double y : new double[] {0.5, Math.rint(HEIGHT / 2) + 0.5, HEIGHT - 0.5}) {
            at.strokeLine(LEFT, y, WIDTH, y);
        }
        at.setGlobalAlpha(1);
    }

    private void fill(GraphicsContext at, int part, double x, double y, double width, double height) {
        Paint colour = colours.get(part).getFill();
        at.setFill(colour == null ? Color.GRAY : colour);
        at.fillRect(x, y, width, height);
        pattern(at, part, x, y, width, height);
    }

    /// Dark marks by which parts are told apart without their colours.
    private static void pattern(GraphicsContext at, int part, double x, double y, double width, double height) {
        at.setFill(Color.gray(0, 0.45));
        switch (part % 4) {
            case 1 -> {
                for (double line = Math.ceil(y / 4) * 4; line < y + height; line += 4) {
                    at.fillRect(x, line, width, Math.min(1, y + height - line));
                }
            }
            case 2 -> {
                for (double line = Math.ceil(y / 3) * 3; line < y + height; line += 3) {
                    at.fillRect(
                            x + (line / 3 % 2 == 0 ? 0 : width / 2), line, width / 2, Math.min(1.5, y + height - line));
                }
            }
            case 3 -> at.fillRect(x + width / 3, y, width / 3, height);
            default -> {}
        }
    }
}
