package dev.peercade.desktop.settings;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Scrolls;
import dev.peercade.desktop.hotkey.Chord;
import dev.peercade.desktop.hotkey.Hotkey;
import dev.peercade.desktop.text.Texts;
import java.util.List;
import javafx.beans.binding.Bindings;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// The settings, over the screen.
public final class SettingsView extends VBox {

    private final SettingsModel model;
    private final Texts texts;

    /// @param texts of desktop-kit
    /// @param rows what can be wanted beside the hotkeys
    public SettingsView(SettingsModel model, Texts texts, List<Setting> rows, Runnable close) {
        this.model = model;
        this.texts = texts;
        setId("settings");
        getStyleClass().addAll("dialog-card", "settings");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setAccessibleRole(AccessibleRole.DIALOG);
        accessibleTextProperty().bind(texts.bind("settings.title"));
        Button done = Buttons.text(texts, "settings.close", () -> {
            model.stopChoosing();
            close.run();
        });
        done.getStyleClass().add(Styles.ACCENT);
        HBox buttons = new HBox(Buttons.text(texts, "settings.reset-hotkeys", model::resetHotkeys), space(), done);
        buttons.getStyleClass().add("dialog-buttons");
        VBox choices = new VBox(grid(rows), heading("settings.hotkeys", Styles.TITLE_4), hotkeys());
        choices.getStyleClass().add("settings-choices");
        getChildren().addAll(heading("settings.title", Styles.TITLE_3), Scrolls.vertical(choices), taken(), buttons);
        // Esc ends the choice of a key first, and closes the settings only then.
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        sceneProperty().subscribe(scene -> {
            if (scene == null) {
                model.stopChoosing();
            }
        });
    }

    private void onKey(KeyEvent event) {
        if (model.choosing().get() == null) {
            return;
        }
        event.consume();
        if (event.getCode() == KeyCode.ESCAPE) {
            model.stopChoosing();
            return;
        }
        Chord chord = Chord.pressed(event);
        if (chord != null) {
            model.chosen(chord);
        }
    }

    private Node hotkeys() {
        return grid(model.hotkeys().stream()
                .map(hotkey -> new Setting(model.name(hotkey), () -> keys(hotkey)))
                .toList());
    }

    private Node keys(Hotkey hotkey) {
        Button button = new Button();
        button.setId("hotkey-" + hotkey.id());
        button.setMaxWidth(Double.MAX_VALUE);
        button.textProperty()
                .bind(Bindings.when(model.choosing().isEqualTo(hotkey))
                        .then(texts.bind("settings.press"))
                        .otherwise(Bindings.createStringBinding(
                                () -> model.chord(hotkey).getValue().toString(), model.chord(hotkey))));
        button.accessibleTextProperty().bind(texts.bind("settings.hotkey", model.name(hotkey), button.textProperty()));
        button.setOnAction(_ -> model.choose(hotkey));
        return button;
    }

    private Node taken() {
        Label label = new Label();
        label.setId("settings-taken");
        label.getStyleClass().add("missing");
        label.setWrapText(true);
        label.textProperty()
                .bind(model.taken().flatMap(model::name).flatMap(name -> texts.bind("settings.taken", name)));
        label.visibleProperty().bind(model.taken().isNotNull());
        label.managedProperty().bind(label.visibleProperty());
        return label;
    }

    private Label heading(String key, String style) {
        Label label = label(key);
        label.getStyleClass().add(style);
        return label;
    }

    private Label label(String key) {
        Label label = new Label();
        label.textProperty().bind(texts.bind(key));
        return label;
    }

    private static GridPane grid(List<Setting> rows) {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("form-grid");
        ColumnConstraints names = new ColumnConstraints(0, 200, Double.MAX_VALUE);
        names.setHgrow(Priority.ALWAYS);
        ColumnConstraints values = new ColumnConstraints(220, 340, Double.MAX_VALUE);
        grid.getColumnConstraints().setAll(names, values);
        for (Setting row : rows) {
            Node control = row.control().get();
            Label name = new Label();
            name.textProperty().bind(row.name());
            name.setLabelFor(control);
            name.setWrapText(true);
            grid.addRow(grid.getRowCount(), name, control);
        }
        return grid;
    }

    private static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }
}
