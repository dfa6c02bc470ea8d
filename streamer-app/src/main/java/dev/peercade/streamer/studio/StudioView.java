package dev.peercade.streamer.studio;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.text.Texts;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// Sources on the left, what viewers will see of them below, what they will read on the right, one button at the
/// bottom.
public final class StudioView extends BorderPane implements AutoCloseable {

    private final StudioModel model;
    private final Texts texts;
    private final PreviewView preview;

    /// @param shared the texts of desktop-kit
    /// @param check opens the check of this machine
    public StudioView(StudioModel model, Texts texts, Texts shared, Runnable check) {
        this.model = model;
        this.texts = texts;
        this.preview = new PreviewView(model.preview(), texts, shared);
        getStyleClass().add("studio");
        VBox form = new VBox(
                new GameField(model, texts),
                Texted.field(texts, "studio.title", title()),
                new QualityView(model.quality(), texts, model.sources().chosen()),
                choice("studio.ask", model.askFirst()),
                choice("studio.thumbnail", model.thumbnail()));
        form.getStyleClass().add("fields");
        ScrollPane right = new ScrollPane(form);
        right.setFitToWidth(true);
        right.getStyleClass().addAll("studio-form", "plain-scroll");
        SourcesView left = new SourcesView(model.sources(), texts, shared);
        // The preview takes the room that the sources leave, and is the first to give some back.
        VBox.setVgrow(left, Priority.SOMETIMES);
        VBox.setVgrow(preview, Priority.ALWAYS);
        VBox wide = new VBox(left, preview);
        wide.getStyleClass().add("studio-wide");
        HBox.setHgrow(wide, Priority.ALWAYS);
        HBox columns = new HBox(wide, right);
        columns.getStyleClass().add("studio-columns");
        setCenter(columns);
        setBottom(bar(check));
    }

    private TextField title() {
        TextField field = new TextField();
        field.textProperty().bindBidirectional(model.title());
        field.promptTextProperty().bind(texts.bind("studio.title.prompt"));
        return field;
    }

    /// Something to allow, with what it means below.
    private Node choice(String key, BooleanProperty chosen) {
        CheckBox box = new CheckBox();
        box.setId(key.replace('.', '-'));
        box.textProperty().bind(texts.bind(key));
        box.selectedProperty().bindBidirectional(chosen);
        Label more = Texted.label(texts, key + ".more", Styles.TEXT_SMALL, Styles.TEXT_MUTED);
        more.setWrapText(true);
        box.accessibleHelpProperty().bind(more.textProperty());
        more.getStyleClass().add("below-box");
        VBox both = new VBox(box, more);
        both.getStyleClass().add("field");
        return both;
    }

    private Node bar(Runnable check) {
        Button live = Buttons.text(texts, "studio.live", model::goLive);
        live.getStyleClass().add(Styles.ACCENT);
        live.setGraphic(new FontIcon("mdi2a-access-point"));
        live.setDefaultButton(true);
        Label missing = new Label();
        missing.setId("studio-missing");
        missing.getStyleClass().add("missing");
        missing.textProperty()
                .bind(model.missing()
                        .flatMap(now -> texts.bind("studio.missing." + now))
                        .orElse(""));
        missing.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(missing, Priority.ALWAYS);
        HBox bar = new HBox(Buttons.text(texts, "studio.check", check), missing, live);
        bar.getStyleClass().add("bar-bottom");
        return bar;
    }

    @Override
    public void close() {
        preview.close();
    }
}
