package dev.peercade.streamer.studio;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;

/// Sources on the left, what viewers will read on the right, one button below.
public final class StudioView extends BorderPane {

    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final StudioModel model;
    private final Texts texts;

    /// @param shared the texts of desktop-kit
    public StudioView(StudioModel model, Texts texts, Texts shared) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("studio");
        VBox right = new VBox(
                labelled("studio.game", game()),
                labelled("studio.title", title()),
                labelled("studio.quality", quality()),
                askFirst(),
                new ProblemView(shared, model.problem()));
        right.getStyleClass().add("studio-form");
        VBox left = new VBox(heading("studio.sources"), sources());
        left.getStyleClass().add("studio-sources");
        HBox.setHgrow(left, Priority.ALWAYS);
        HBox columns = new HBox(left, right);
        columns.getStyleClass().add("studio-columns");
        setCenter(columns);
        setBottom(bar());
    }

    private Label heading(String key) {
        Label label = new Label();
        label.getStyleClass().add(Styles.TITLE_4);
        label.textProperty().bind(texts.bind(key));
        return label;
    }

    private ListView<SourceChoice> sources() {
        ListView<SourceChoice> list = new ListView<>(model.sources());
        list.setId("studio-list");
        list.accessibleTextProperty().bind(texts.bind("studio.sources"));
        list.setCellFactory(_ -> new ListCell<>() {
            @Override
            protected void updateItem(SourceChoice choice, boolean empty) {
                super.updateItem(choice, empty);
                setText(empty || choice == null ? "" : said(choice));
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        model.source().subscribe(chosen -> list.getSelectionModel().select(chosen));
        list.getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (chosen != null) {
                model.source().set(chosen);
            }
        });
        return list;
    }

    private String said(SourceChoice choice) {
        String size = choice.size().toString();
        return switch (choice.kind()) {
            case WINDOW -> texts.now("studio.window", choice.title(), size);
            case SCREEN -> texts.now("studio.screen", choice.title(), size);
            case SCENE -> texts.now("studio.scene", size);
        };
    }

    private TextField game() {
        TextField field = new TextField();
        field.setId("studio-game");
        field.textProperty().bindBidirectional(model.game());
        field.promptTextProperty().bind(texts.bind("studio.game.prompt"));
        model.missing()
                .subscribe(missing -> field.pseudoClassStateChanged(DANGER, missing == StudioModel.Missing.GAME));
        return field;
    }

    private TextField title() {
        TextField field = new TextField();
        field.setId("studio-title");
        field.textProperty().bindBidirectional(model.title());
        field.promptTextProperty().bind(texts.bind("studio.title.prompt"));
        return field;
    }

    private ComboBox<Quality> quality() {
        ComboBox<Quality> box = new ComboBox<>();
        box.setId("studio-quality");
        box.getItems().setAll(Quality.values());
        box.setConverter(converter(this::said));
        box.valueProperty().bindBidirectional(model.quality());
        box.setMaxWidth(Double.MAX_VALUE);
        // What it costs depends on the source.
        model.source().subscribe(_ -> box.setConverter(converter(this::said)));
        return box;
    }

    private String said(Quality quality) {
        SourceChoice chosen = model.source().get();
        String mbps = chosen == null ? "-" : String.format(Locale.ROOT, "%.1f", quality.kbps(chosen.size()) / 1000.0);
        return texts.now("studio.quality." + quality.name(), mbps);
    }

    private static <T> StringConverter<T> converter(Function<T, String> text) {
        return new StringConverter<>() {
            @Override
            public String toString(T value) {
                return value == null ? "" : text.apply(value);
            }

            @Override
            public T fromString(String typed) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        };
    }

    private CheckBox askFirst() {
        CheckBox box = new CheckBox();
        box.setId("studio-ask");
        box.textProperty().bind(texts.bind("studio.ask"));
        box.selectedProperty().bindBidirectional(model.askFirst());
        return box;
    }

    private Node labelled(String key, javafx.scene.control.Control field) {
        Label label = new Label();
        label.textProperty().bind(texts.bind(key));
        label.setLabelFor(field);
        field.accessibleTextProperty().bind(texts.bind(key));
        VBox box = new VBox(label, field);
        box.getStyleClass().add("field");
        return box;
    }

    private Node bar() {
        Button live = new Button();
        live.setId("studio-live");
        live.getStyleClass().add(Styles.ACCENT);
        live.setDefaultButton(true);
        live.textProperty().bind(texts.bind("studio.go-live"));
        live.setOnAction(_ -> model.goLive());
        Label missing = new Label();
        missing.getStyleClass().add("missing");
        missing.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.missing().get() == null
                                ? ""
                                : texts.now("studio.missing." + model.missing().get()),
                        model.missing()));
        missing.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(missing, Priority.ALWAYS);
        Button refresh = new Button();
        refresh.textProperty().bind(texts.bind("studio.refresh"));
        refresh.setOnAction(_ -> model.refresh());
        HBox bar = new HBox(refresh, missing, live);
        bar.getStyleClass().add("bar-bottom");
        return bar;
    }
}
