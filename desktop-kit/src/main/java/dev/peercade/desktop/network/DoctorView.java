package dev.peercade.desktop.network;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.text.Texts;
import dev.peercade.peer.checkup.CheckupEvent;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Finding;
import java.util.Map;
import javafx.beans.binding.Bindings;
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

    DoctorView(DoctorModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("network-part");
        Label verdict = new Label();
        verdict.setId("doctor-verdict");
        verdict.setWrapText(true);
        verdict.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> verdict(model.diagnosis().get(), model.part().get()),
                        model.diagnosis(),
                        model.part(),
                        texts.language()));
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
        model.findings().addListener((ListChangeListener<Finding>) _ -> fill());
        fill();
        Button again = Buttons.text(texts, "doctor.again", model::begin);
        again.disableProperty().bind(model.running());
        Button share = Buttons.text(texts, "doctor.share", this::share);
        share.disableProperty().bind(model.diagnosis().isNull());
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

    private String verdict(@Nullable Diagnosis diagnosis, CheckupEvent.@Nullable Part part) {
        if (diagnosis != null) {
            return diagnosis.sentence();
        }
        return part == null ? texts.now("doctor.begins") : part.words() + " …";
    }

    private void fill() {
        lines.getChildren().clear();
        for (int row = 0; row < model.findings().size(); row++) {
            Finding finding = model.findings().get(row);
            lines.addRow(row, icon(finding), words(finding));
        }
    }

    private static Node words(Finding finding) {
        Label sentence = new Label(finding.sentence());
        sentence.setWrapText(true);
        VBox words = new VBox(sentence);
        if (finding.remedy() != null) {
            Label remedy = new Label(finding.remedy());
            remedy.setWrapText(true);
            remedy.getStyleClass().addAll(Styles.TEXT_SMALL, Styles.TEXT_MUTED);
            words.getChildren().add(remedy);
        }
        return words;
    }

    private Node icon(Finding finding) {
        FontIcon icon = new FontIcon(
                switch (finding.verdict()) {
                    case OK -> "mdi2c-check-circle";
                    case UNKNOWN -> "mdi2h-help-circle-outline";
                    case WARNING -> "mdi2a-alert-circle-outline";
                    case PROBLEM -> "mdi2c-close-circle";
                });
        icon.getStyleClass().add("finding-" + finding.verdict());
        icon.setAccessibleText(texts.now("doctor.verdict." + finding.verdict()));
        return icon;
    }

    private void share() {
        Diagnosis diagnosis = model.diagnosis().get();
        if (diagnosis != null) {
            Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, diagnosis.text()));
        }
    }
}
