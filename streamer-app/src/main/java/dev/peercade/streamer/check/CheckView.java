package dev.peercade.streamer.check;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Scrolls;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.problem.CopyButton;
import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.text.Texts;
import dev.peercade.streamer.check.Check.Item;
import dev.peercade.streamer.check.CheckModel.State;
import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// Each thing that a stream needs, with a verdict in words.
public final class CheckView extends StackPane {

    private final CheckModel model;
    private final Texts texts;
    private final Texts shared;
    private final ObservableValue<UnaryOperator<Problem>> shown;

    /// @param shared the texts of desktop-kit
    /// @param shown makes of a problem what is shown of it now
    /// @param on to the studio
    public CheckView(
            CheckModel model, Texts texts, Texts shared, ObservableValue<UnaryOperator<Problem>> shown, Runnable on) {
        this.model = model;
        this.texts = texts;
        this.shared = shared;
        this.shown = shown;
        getStyleClass().add("check-screen");
        VBox rows = new VBox();
        rows.getStyleClass().add("check-rows");
        for (Item item : Item.values()) {
            rows.getChildren().add(row(item));
        }
        Label verdict = new Label();
        verdict.setId("check-verdict");
        verdict.getStyleClass().add(Styles.TEXT_BOLD);
        verdict.setWrapText(true);
        verdict.textProperty()
                .bind(Bindings.when(model.done())
                        .then(Bindings.when(model.good())
                                .then(texts.bind("check.good"))
                                .otherwise(texts.bind("check.not-all")))
                        .otherwise(texts.bind("check.running")));
        Button again = Buttons.text(texts, "check.again", model::run);
        again.disableProperty().bind(model.done().not());
        Button go = Buttons.text(texts, "check.on", on);
        go.getStyleClass().add(Styles.ACCENT);
        go.setDefaultButton(true);
        HBox buttons = new HBox(again, go);
        buttons.getStyleClass().add("dialog-buttons");
        VBox card = new VBox(
                Texted.label(texts, "check.title", Styles.TITLE_2),
                wrapped(Texted.label(texts, "check.subtitle", Styles.TEXT_MUTED)),
                rows,
                verdict,
                buttons);
        card.getStyleClass().add("check-card");
        getChildren().add(Scrolls.card(card));
    }

    private Node row(Item item) {
        StackPane mark = new StackPane();
        mark.getStyleClass().add("check-mark");
        Label name = Texted.label(texts, "check." + item, Styles.TEXT_BOLD);
        Label verdict = wrapped(new Label());
        verdict.setId("check-" + item.name().toLowerCase(java.util.Locale.ROOT));
        Label remedy = wrapped(new Label());
        remedy.getStyleClass().add(Styles.TEXT_MUTED);
        remedy.managedProperty().bind(remedy.textProperty().isNotEmpty());
        Button copy = CopyButton.of(shared, () -> problem(model.state(item).get()));
        copy.managedProperty().bind(copy.visibleProperty());
        VBox lines = new VBox(name, verdict, remedy, copy);
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox row = new HBox(mark, lines);
        row.getStyleClass().add("check-row");
        Runnable show = () -> {
            State state = model.state(item).get();
            mark.getChildren().setAll(mark(state));
            verdict.setText(told(item, state));
            remedy.setText(remedy(item, state));
            copy.setVisible(problem(state) != null);
        };
        model.state(item).subscribe(show);
        texts.language().subscribe(show);
        shown.subscribe(show);
        return row;
    }

    private Node mark(State state) {
        return switch (state) {
            case State.Waiting _ -> icon("mdi2c-circle-outline", "muted");
            case State.Running _ -> {
                ProgressIndicator running = new ProgressIndicator();
                running.setPrefSize(20, 20);
                yield running;
            }
            case State.Done done when done.verdict().good() -> icon("mdi2c-check-circle", "good");
            case State.Done _ -> icon("mdi2a-alert", "limited");
            case State.Failed _ -> icon("mdi2c-close-circle", "failed");
        };
    }

    private static Node icon(String name, String style) {
        FontIcon icon = new FontIcon(name);
        icon.getStyleClass().add(style);
        return icon;
    }

    private String told(Item item, State state) {
        return switch (state) {
            case State.Waiting _ -> texts.now("check.waiting");
            case State.Running _ -> texts.now("check.looking");
            case State.Done(var verdict) ->
                texts.now(
                        "check." + item + "." + verdict.outcome(),
                        verdict.values().toArray());
            case State.Failed(Problem problem) ->
                shared.orElse(
                        "problem." + problem.code() + ".cause",
                        shown.getValue().apply(problem).cause());
        };
    }

    private static @Nullable Problem problem(State state) {
        return state instanceof State.Failed(Problem problem) ? problem : null;
    }

    private String remedy(Item item, State state) {
        return switch (state) {
            case State.Done(var verdict)
            when !verdict.good() -> texts.now("check." + item + "." + verdict.outcome() + ".remedy");
            case State.Failed(Problem problem) ->
                shared.orElse(
                        "problem." + problem.code() + ".remedy",
                        shown.getValue().apply(problem).remedy());
            default -> "";
        };
    }

    private static Label wrapped(Label label) {
        label.setWrapText(true);
        return label;
    }
}
