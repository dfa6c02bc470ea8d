package dev.peercade.streamer.studio;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.video.Still;
import dev.peercade.streamer.studio.SourceChoice.Kind;
import java.io.File;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.FileChooser;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// What can be shown, as small pictures, a tab for each kind.
final class SourcesView extends VBox {

    private static final double STILL_WIDTH = 176;
    private static final double STILL_HEIGHT = 99;
    private static final double ONE_ROW = 168;

    private final SourcesModel model;
    private final Texts texts;
    private final FlowPane tiles = new FlowPane();

    SourcesView(SourcesModel model, Texts texts, Texts shared) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("studio-card");
        tiles.getStyleClass().add("source-tiles");
        ScrollPane scroll = new ScrollPane(tiles);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("plain-scroll");
        scroll.prefViewportHeightProperty().bind(tiles.heightProperty());
        scroll.setMinViewportHeight(ONE_ROW);
        setVgrow(scroll, Priority.ALWAYS);
        Label heading = Texted.label(texts, "studio.sources", Styles.TITLE_4);
        heading.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(heading, Priority.ALWAYS);
        HBox top = new HBox(heading, Buttons.icon(texts, "mdi2r-refresh", "studio.refresh", model::refresh));
        top.setAlignment(Pos.CENTER_LEFT);
        getChildren().addAll(top, tabs(), new ProblemView(shared, model.problem()), ownWindow(), scroll);
        model.all().addListener((ListChangeListener<SourceChoice>) _ -> fill());
        model.kind().subscribe(this::fill);
        model.chosen().subscribe(this::mark);
    }

    /// What cannot be kept from viewers has to be said.
    private Node ownWindow() {
        Label text = Texted.label(texts, "studio.own-window");
        text.setWrapText(true);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button instead = Buttons.text(texts, "studio.window-instead", model::windowInstead);
        instead.setMinWidth(Region.USE_PREF_SIZE);
        HBox box = new HBox(new FontIcon("mdi2a-alert-outline"), text, instead);
        box.getStyleClass().add("warning-box");
        box.setAlignment(Pos.CENTER_LEFT);
        box.visibleProperty().bind(model.ownWindowSeen());
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private Node tabs() {
        ToggleGroup group = new ToggleGroup();
        Map<Kind, ToggleButton> buttons = new EnumMap<>(Kind.class);
        HBox row = new HBox();
        for (Kind kind : Kind.values()) {
            ToggleButton tab = new ToggleButton();
            tab.setId("studio-tab-" + kind.name().toLowerCase(java.util.Locale.ROOT));
            tab.textProperty().bind(texts.bind("studio.tab." + kind));
            tab.setToggleGroup(group);
            tab.getStyleClass()
                    .add(
                            kind == Kind.WINDOW
                                    ? Styles.LEFT_PILL
                                    : kind == Kind.SCENE ? Styles.RIGHT_PILL : Styles.CENTER_PILL);
            tab.setOnAction(_ -> {
                model.kind().set(kind);
                // One of the tabs is always open.
                tab.setSelected(true);
            });
            buttons.put(kind, tab);
            row.getChildren().add(tab);
        }
        model.kind().subscribe(kind -> group.selectToggle(buttons.get(kind)));
        return row;
    }

    private void fill() {
        Kind kind = model.kind().get();
        List<Node> shown = new ArrayList<>();
        for (SourceChoice choice : model.all()) {
            if (choice.kind() == kind) {
                shown.add(tile(choice));
            }
        }
        if (kind == Kind.FILE) {
            shown.add(fileButton());
        } else if (shown.isEmpty()) {
            Label none = Texted.label(texts, "studio.none." + kind, Styles.TEXT_MUTED);
            none.setWrapText(true);
            shown.add(none);
        }
        tiles.getChildren().setAll(shown);
        mark();
    }

    private void mark() {
        for (Node tile : tiles.getChildren()) {
            if (tile instanceof ToggleButton button) {
                button.setSelected(
                        Objects.equals(button.getUserData(), model.chosen().get()));
            }
        }
    }

    private Node tile(SourceChoice choice) {
        ImageView picture = new ImageView();
        picture.setFitWidth(STILL_WIDTH);
        picture.setFitHeight(STILL_HEIGHT);
        picture.setPreserveRatio(true);
        StackPane frame = new StackPane(new FontIcon(icon(choice.kind())), picture);
        frame.getStyleClass().add("source-still");
        frame.setMinSize(STILL_WIDTH, STILL_HEIGHT);
        frame.setMaxSize(STILL_WIDTH, STILL_HEIGHT);
        model.still(choice).subscribe(still -> show(picture, still));
        Label title = new Label();
        title.textProperty().bind(texts.bind("studio.source." + choice.kind(), choice.title()));
        title.setMaxWidth(STILL_WIDTH);
        title.setTextOverrun(OverrunStyle.ELLIPSIS);
        Label size = new Label(choice.size().toString());
        size.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        size.setVisible(choice.kind() != Kind.FILE);
        VBox lines = new VBox(frame, title, size);
        lines.getStyleClass().add("source-lines");
        ToggleButton tile = new ToggleButton();
        tile.setGraphic(lines);
        tile.getStyleClass().add("source-tile");
        tile.accessibleTextProperty()
                .bind(texts.bind(
                        "studio.source.name",
                        title.textProperty(),
                        choice.size().toString()));
        tile.setUserData(choice);
        tile.setOnAction(_ -> {
            model.chosen().set(choice);
            // One of them is always chosen.
            mark();
        });
        return tile;
    }

    private static void show(ImageView view, @Nullable Still still) {
        view.setImage(still == null ? null : still.image());
    }

    private static String icon(Kind kind) {
        return switch (kind) {
            case WINDOW -> "mdi2a-application-outline";
            case SCREEN -> "mdi2m-monitor";
            case FILE -> "mdi2f-file-video-outline";
            case SCENE -> "mdi2p-palette-outline";
        };
    }

    private Node fileButton() {
        Button button = Buttons.text(texts, "studio.file", () -> {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(texts.now("studio.file.title"));
            chooser.getExtensionFilters()
                    .addAll(
                            new FileChooser.ExtensionFilter(
                                    texts.now("studio.file.videos"),
                                    "*.mkv",
                                    "*.mp4",
                                    "*.webm",
                                    "*.mov",
                                    "*.avi",
                                    "*.ts"),
                            new FileChooser.ExtensionFilter(texts.now("studio.file.all"), "*.*"));
            File file = chooser.showOpenDialog(getScene().getWindow());
            if (file != null) {
                model.file(file.toPath());
            }
        });
        button.setGraphic(new FontIcon("mdi2f-folder-open-outline"));
        button.setMinHeight(Region.USE_PREF_SIZE);
        return button;
    }
}
