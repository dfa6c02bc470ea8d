package dev.peercade.viewer.join;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.video.VideoSurface;
import dev.peercade.model.report.CommandEvent;
import dev.peercade.model.report.CommandEvent.StreamFigures;
import dev.peercade.model.report.Percentiles;
import dev.peercade.viewer.join.WatchModel.Phase;
import java.util.Locale;
import java.util.concurrent.Executor;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// The picture, without anything around it; over it the steps while joining, the figures if wanted, and what went
/// wrong.
public final class WatchView extends StackPane implements AutoCloseable {

    private final WatchModel model;
    private final Texts texts;
    private final Texts shared;
    private final VideoSurface surface;

    /// @param shared the texts of desktop-kit
    /// @param window runs things on the JavaFX thread
    /// @param back leaves this screen
    public WatchView(WatchModel model, Texts texts, Texts shared, Executor window, Runnable back) {
        this.model = model;
        this.texts = texts;
        this.shared = shared;
        this.surface = new VideoSurface(window, model::onShown);
        getStyleClass().add("watch");
        BooleanBinding watching = model.phase().isEqualTo(Phase.WATCHING);
        // On a break the last picture stays, dimmed.
        surface.opacityProperty().bind(Bindings.when(watching).then(1.0).otherwise(0.35));
        Node joining = joining();
        joining.visibleProperty()
                .bind(model.phase().isEqualTo(Phase.JOINING).or(model.phase().isEqualTo(Phase.AWAITING_APPROVAL)));
        Node stalled = stalled(back);
        stalled.visibleProperty().bind(model.phase().isEqualTo(Phase.STALLED));
        Node ended = ended(back);
        ended.visibleProperty()
                .bind(model.phase().isEqualTo(Phase.ENDED).and(model.problem().isNotNull()));
        Node statistics = statistics();
        statistics
                .visibleProperty()
                .bind(model.statisticsShown().and(model.figures().isNotNull()));
        StackPane.setAlignment(statistics, Pos.TOP_LEFT);
        getChildren().addAll(surface, joining, stalled, ended, statistics);
    }

    /// Joins the session, and shows its pictures here.
    public void join() {
        model.join(surface::show);
    }

    @Override
    public void close() {
        surface.close();
    }

    private Node joining() {
        VBox steps = new VBox();
        steps.setId("watch-steps");
        model.steps().addListener((ListChangeListener<CommandEvent.Step>) _ -> steps.getChildren()
                .setAll(model.steps().stream().map(this::line).toList()));
        Label title = new Label();
        title.getStyleClass().add(Styles.TITLE_4);
        title.textProperty()
                .bind(Bindings.when(model.phase().isEqualTo(Phase.AWAITING_APPROVAL))
                        .then(texts.bind("watch.awaiting-approval"))
                        .otherwise(texts.bind("watch.joining")));
        VBox box = new VBox(title, steps);
        box.getStyleClass().add("panel");
        box.setMaxHeight(USE_PREF_SIZE);
        return box;
    }

    private Node line(CommandEvent.Step step) {
        Label line = new Label();
        line.textProperty().bind(texts.bind("watch.step", step.step(), texts.now("step." + step.step()), step.atMs()));
        return line;
    }

    private Node stalled(Runnable back) {
        Label label = new Label();
        label.textProperty().bind(texts.bind("watch.stalled"));
        label.setWrapText(true);
        VBox box = new VBox(
                label,
                actions(
                        button("watch-retry", "watch.retry", () -> model.retry(surface::show)),
                        button("watch-leave", "watch.leave", back)));
        box.getStyleClass().add("panel");
        box.setMaxHeight(USE_PREF_SIZE);
        return box;
    }

    private Button button(String id, String key, Runnable action) {
        Button button = new Button();
        button.setId(id);
        button.textProperty().bind(texts.bind(key));
        button.setOnAction(_ -> action.run());
        return button;
    }

    private static Node actions(Button... buttons) {
        HBox row = new HBox(buttons);
        row.getStyleClass().add("actions");
        return row;
    }

    private Node ended(Runnable back) {
        VBox box = new VBox(
                new ProblemView(shared, model.problem()),
                actions(button("watch-again", "watch.again", this::join), button("watch-back", "watch.back", back)));
        box.getStyleClass().add("panel");
        box.setMaxHeight(USE_PREF_SIZE);
        return box;
    }

    private Node statistics() {
        Label figures = new Label();
        figures.setId("watch-statistics");
        figures.getStyleClass().add("statistics");
        figures.textProperty()
                .bind(Bindings.createStringBinding(() -> lines(model.figures().get()), model.figures()));
        return figures;
    }

    private String lines(@Nullable StreamFigures now) {
        if (now == null) {
            return "";
        }
        return texts.now(
                "watch.statistics",
                now.path() == null ? "-" : texts.now("path." + now.path()),
                now.width() + "x" + now.height(),
                String.format(Locale.ROOT, "%.1f", now.fps()),
                Long.toString(now.bitrateKbps()),
                Long.toString(now.packetsLost()),
                Long.toString(now.lateFrames()),
                ms(now.delayMs().decode()),
                ms(now.delayMs().render()));
    }

    private static String ms(@Nullable Percentiles stage) {
        return stage == null ? "-" : String.format(Locale.ROOT, "%.1f / %.1f", stage.p50(), stage.p95());
    }
}
