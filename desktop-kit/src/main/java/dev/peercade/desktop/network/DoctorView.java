package dev.peercade.desktop.network;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.text.Texts;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// What was found out, one line each with its remedy below it, and a button that copies all of it for others: it holds
/// no address and no name.
final class DoctorView extends VBox {

    private final DoctorModel model;
    private final Texts texts;
    private final GridPane lines = new GridPane();
    private final ObservableValue<@Nullable String> shared;

    DoctorView(DoctorModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("network-part");
        ObservableValue<@Nullable String> sentence = model.verdict(texts);
        ObservableValue<@Nullable String> part = model.part(texts);
        shared = model.shared();
        Label verdict = new Label();
        verdict.setId("doctor-verdict");
        verdict.setWrapText(true);
        verdict.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> verdict(sentence.getValue(), part.getValue()), sentence, part, texts.language()));
        ProgressBar progress = new ProgressBar(ProgressBar.INDETERMINATE_PROGRESS);
        progress.getStyleClass().add(Styles.SMALL);
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.accessibleTextProperty().bind(verdict.textProperty());
        progress.visibleProperty().bind(model.running());
        progress.managedProperty().bind(model.running());
        lines.setId("doctor-findings");
        lines.getStyleClass().add("findings");
        ColumnConstraints icons = new ColumnConstraints();
        icons.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        lines.getColumnConstraints().setAll(icons, words);
        model.findings().addListener((ListChangeListener<DoctorModel.Line>) _ -> fill());
        texts.language().subscribe(_ -> fill());
        Button again = Buttons.text(texts, "doctor.again", model::begin);
        again.disableProperty().bind(model.running());
        Button share = Buttons.text(texts, "doctor.share", this::share);
        share.disableProperty().bind(shared.map(_ -> false).orElse(true));
        share.accessibleHelpProperty().bind(texts.bind("doctor.share.help"));
        HBox actions = new HBox(again, share);
        actions.getStyleClass().add("action-row");
        getChildren()
                .addAll(
                        Texted.label(texts, "doctor.title", Styles.TITLE_4),
                        verdict,
                        progress,
                        lines,
                        actions,
                        Texted.label(texts, "doctor.share.help", Styles.TEXT_SMALL, Styles.TEXT_MUTED));
    }

    private String verdict(@Nullable String sentence, @Nullable String part) {
        if (sentence != null) {
            return sentence;
        }
        return part == null ? texts.now("doctor.begins") : part + " …";
    }

    private void fill() {
        lines.getChildren().clear();
        for (int row = 0; row < model.findings().size(); row++) {
            DoctorModel.Line finding = model.findings().get(row);
            lines.addRow(row, icon(finding), words(finding));
        }
    }

    private Node words(DoctorModel.Line finding) {
        Label sentence = new Label(finding.sentence(texts));
        sentence.setWrapText(true);
        VBox words = new VBox(sentence);
        String remedyWords = finding.remedy(texts);
        if (remedyWords != null) {
            Label remedy = new Label(remedyWords);
            remedy.setWrapText(true);
            remedy.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
            words.getChildren().add(remedy);
        }
        return words;
    }

    private Node icon(DoctorModel.Line finding) {
        FontIcon icon = new FontIcon(
                switch (finding.verdict()) {
                    case "ok" -> "mdi2c-check-circle";
                    case "warning" -> "mdi2a-alert-circle-outline";
                    case "problem" -> "mdi2c-close-circle";
                    default -> "mdi2h-help-circle-outline";
                });
        icon.getStyleClass().add("finding-" + finding.verdict());
        icon.setAccessibleText(texts.now("doctor.verdict." + finding.verdict()));
        return icon;
    }

    private void share() {
        String text = shared.getValue();
        if (text != null) {
            Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
        }
    }
}
