package dev.peercade.viewer.watch;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.hotkey.Hotkey;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.window.AppWindow;
import dev.peercade.desktop.window.WindowMode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Side;
import javafx.scene.control.Button;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// What can be done while watching, in one row at the bottom of the picture.
final class ControlBar extends HBox {

    private final WatchModel model;
    private final AppWindow window;
    private final Texts texts;
    private final Button leave;
    private final MenuButton modes;

    /// @param back leaves this screen
    ControlBar(WatchModel model, AppWindow window, Texts texts, Runnable back) {
        this.model = model;
        this.window = window;
        this.texts = texts;
        this.leave = Buttons.text(texts, "watch.leave", back);
        this.modes = modes(window.mode());
        getStyleClass().addAll("control-bar", "on-picture");
        setId("watch-controls");
        leave.setGraphic(new FontIcon("mdi2a-arrow-left"));
        leave.setMinWidth(USE_PREF_SIZE);
        Label about = new Label();
        about.setId("watch-about");
        about.textProperty().bind(model.about());
        about.setMinWidth(0);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        Button settings = Buttons.icon(window.shared(), "mdi2c-cog-outline", "bar.settings", window::openSettings);
        getChildren()
                .addAll(
                        leave,
                        about,
                        space,
                        recorded(),
                        snapshot(),
                        record(),
                        statistics(),
                        warnings(),
                        settings,
                        modes);
        model.controls().held().bind(hoverProperty().or(modes.showingProperty()).or(disabledProperty()));
    }

    void focusFirst() {
        leave.requestFocus();
    }

    /// Red is not all that says it: the letters do, and the time that runs.
    private Label recorded() {
        Label recorded = new Label(null, new FontIcon("mdi2r-record"));
        recorded.setId("watch-recorded");
        recorded.getStyleClass().add("recorded");
        recorded.setMinWidth(USE_PREF_SIZE);
        ObservableValue<Number> seconds = model.keep().recordedSeconds();
        recorded.textProperty()
                .bind(texts.bind(
                        "watch.recorded",
                        seconds.map(now -> now.intValue() / 60),
                        seconds.map(now -> now.intValue() % 60)));
        recorded.accessibleTextProperty()
                .bind(texts.bind(
                        "watch.recorded.spoken",
                        seconds.map(now -> now.intValue() / 60),
                        seconds.map(now -> now.intValue() % 60)));
        recorded.visibleProperty().bind(isRecording());
        recorded.managedProperty().bind(recorded.visibleProperty());
        return recorded;
    }

    private ObservableValue<Boolean> isRecording() {
        return model.keep().recordedSeconds().map(now -> now.intValue() != KeepModel.NOT_RECORDING);
    }

    private Button snapshot() {
        Button snapshot = Buttons.icon(
                texts,
                "mdi2c-camera-outline",
                "watch.snapshot",
                () -> model.keep().snapshot());
        name(snapshot, "watch.snapshot", WatchKeys.SNAPSHOT);
        return snapshot;
    }

    private ToggleButton record() {
        ToggleButton record = new ToggleButton();
        dress(record, "watch-record");
        isRecording().subscribe(now -> {
            record.setGraphic(new FontIcon(now ? "mdi2s-stop-circle-outline" : "mdi2r-record-circle-outline"));
            record.setSelected(now);
            name(record, now ? "watch.record.stop" : "watch.record", WatchKeys.RECORD);
        });
        record.setOnAction(_ -> {
            // It is selected when the recording has begun.
            record.setSelected(!record.isSelected());
            model.keep().toggleRecording();
        });
        return record;
    }

    private ToggleButton statistics() {
        ToggleButton toggle = new ToggleButton(null, new FontIcon("mdi2c-chart-bar-stacked"));
        dress(toggle, "watch-statistics-toggle");
        toggle.selectedProperty().bindBidirectional(model.statisticsShown());
        name(toggle, "watch.statistics", WatchKeys.STATISTICS);
        return toggle;
    }

    /// What it shows is how it is; a press turns it over.
    private Button warnings() {
        BooleanProperty wanted = model.warningsWanted();
        Button warnings = Buttons.icon(texts, "mdi2b-bell-outline", "watch.warnings", () -> wanted.set(!wanted.get()));
        wanted.subscribe(now -> {
            warnings.setGraphic(new FontIcon(now ? "mdi2b-bell-outline" : "mdi2b-bell-off-outline"));
            name(warnings, now ? "watch.warnings.on" : "watch.warnings.off", null);
        });
        return warnings;
    }

    private static void dress(ToggleButton toggle, String id) {
        toggle.setId(id);
        toggle.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
    }

    /// For whoever does not see the icon, or points at it: what it does, and by which keys.
    private void name(Control control, String key, @Nullable Hotkey hotkey) {
        ObservableValue<String> name = texts.bind(key);
        control.accessibleTextProperty().bind(name);
        Tooltip tooltip = new Tooltip();
        tooltip.textProperty()
                .bind(
                        hotkey == null
                                ? name
                                : texts.bind(
                                        "watch.keys", name, window.hotkeys().chord(hotkey)));
        control.setTooltip(tooltip);
    }

    private MenuButton modes(ObjectProperty<WindowMode> mode) {
        MenuButton menu = new MenuButton(null, new FontIcon("mdi2f-fullscreen"));
        menu.setId("watch-mode");
        menu.setPopupSide(Side.TOP);
        menu.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        name(menu, "watch.mode", null);
        ToggleGroup group = new ToggleGroup();
        Map<WindowMode, RadioMenuItem> items = new EnumMap<>(WindowMode.class);
        for (WindowMode each : WindowMode.values()) {
            RadioMenuItem item = new RadioMenuItem();
            item.setId("watch-mode-" + each);
            item.textProperty().bind(texts.bind("watch.mode." + each));
            item.setToggleGroup(group);
            item.setOnAction(_ -> mode.set(each));
            items.put(each, item);
            menu.getItems().add(item);
        }
        // The window outlives this bar: nothing of it may listen for long.
        menu.setOnShowing(_ -> Objects.requireNonNull(items.get(mode.get())).setSelected(true));
        return menu;
    }
}
