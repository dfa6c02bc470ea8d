package dev.peercade.desktop.signin;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Scrolls;
import dev.peercade.desktop.control.Suggestions;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import java.util.EnumMap;
import java.util.Map;
import javafx.beans.binding.Bindings;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Asks for a mediator, a user name and a password.
public final class SignInView extends StackPane {

    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");

    private final SignInModel model;
    private final Texts texts;
    private final Map<SignInModel.Missing, TextField> fields = new EnumMap<>(SignInModel.Missing.class);

    public SignInView(SignInModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("sign-in");
        Label title = new Label();
        title.textProperty().bind(texts.bind("sign-in.title"));
        title.getStyleClass().add(Styles.TITLE_2);
        Label subtitle = new Label();
        subtitle.textProperty().bind(texts.bind("sign-in.subtitle"));
        subtitle.getStyleClass().add(Styles.TEXT_MUTED);
        subtitle.setWrapText(true);
        PasswordField password = new PasswordField();
        VBox card = new VBox(
                title,
                subtitle,
                field(SignInModel.Missing.SERVER, "sign-in.server", new TextField()),
                field(SignInModel.Missing.USER_NAME, "sign-in.user", new TextField()),
                field(SignInModel.Missing.PASSWORD, "sign-in.password", password),
                registering(),
                new ProblemView(texts, model.problem()),
                certificate(),
                action());
        card.getStyleClass().add("sign-in-card");
        getChildren().add(Scrolls.card(card));
        model.server().bindBidirectional(text(SignInModel.Missing.SERVER));
        model.userName().bindBidirectional(text(SignInModel.Missing.USER_NAME));
        model.password().bindBidirectional(text(SignInModel.Missing.PASSWORD));
        fields.values().forEach(field -> field.setOnAction(_ -> model.submit()));
        model.missing().subscribe(missing -> {
            fields.forEach((which, field) -> field.pseudoClassStateChanged(DANGER, which == missing));
            if (missing != null) {
                java.util.Objects.requireNonNull(fields.get(missing)).requestFocus();
            }
        });
    }

    private javafx.beans.property.StringProperty text(SignInModel.Missing which) {
        return java.util.Objects.requireNonNull(fields.get(which)).textProperty();
    }

    private Node field(SignInModel.Missing which, String key, TextField field) {
        Label label = new Label();
        label.textProperty().bind(texts.bind(key));
        label.setLabelFor(field);
        field.accessibleTextProperty().bind(texts.bind(key));
        field.promptTextProperty().bind(texts.bind(key + ".prompt"));
        field.setId(key.replace('.', '-'));
        Label missing = new Label();
        missing.textProperty().bind(texts.bind(key + ".missing"));
        missing.getStyleClass().addAll(Styles.TEXT_SMALL, "missing");
        missing.visibleProperty().bind(model.missing().map(now -> now == which).orElse(false));
        missing.managedProperty().bind(missing.visibleProperty());
        fields.put(which, field);
        VBox box = new VBox(label, field, missing);
        box.getStyleClass().add("field");
        if (which == SignInModel.Missing.SERVER) {
            box.getChildren().add(new Suggestions(texts, "sign-in.server.take", model.server(), model.servers()));
        }
        return box;
    }

    private Node registering() {
        CheckBox box = new CheckBox();
        box.setId("sign-in-register");
        box.textProperty().bind(texts.bind("sign-in.register"));
        box.selectedProperty().bindBidirectional(model.registering());
        return box;
    }

    /// Shown where the mediator's certificate is its own: only a person can say whether it is the right one.
    private Node certificate() {
        Label pin = new Label();
        pin.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> String.valueOf(model.presentedPin().get()), model.presentedPin()));
        pin.setWrapText(true);
        pin.getStyleClass().add("pin");
        Label question = new Label();
        question.textProperty().bind(texts.bind("sign-in.certificate"));
        question.setWrapText(true);
        Button trust = new Button();
        trust.setId("sign-in-trust");
        trust.textProperty().bind(texts.bind("sign-in.trust"));
        trust.setOnAction(_ -> model.trust());
        VBox box = new VBox(question, pin, trust);
        box.getStyleClass().add("certificate");
        box.visibleProperty().bind(model.presentedPin().isNotNull());
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private Node action() {
        Button submit = new Button();
        submit.setId("sign-in-submit");
        submit.setDefaultButton(true);
        submit.textProperty()
                .bind(Bindings.when(model.registering())
                        .then(texts.bind("sign-in.submit-register"))
                        .otherwise(texts.bind("sign-in.submit")));
        submit.disableProperty().bind(model.busy());
        submit.setOnAction(_ -> model.submit());
        ProgressIndicator progress = new ProgressIndicator();
        progress.setPrefSize(24, 24);
        progress.visibleProperty().bind(model.busy());
        progress.accessibleTextProperty().bind(texts.bind("sign-in.busy"));
        HBox row = new HBox(submit, progress);
        row.getStyleClass().add("action-row");
        return row;
    }
}
