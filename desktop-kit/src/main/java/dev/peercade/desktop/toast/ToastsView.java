package dev.peercade.desktop.toast;

import atlantafx.base.controls.Notification;
import atlantafx.base.theme.Styles;
import dev.peercade.desktop.problem.CopyButton;
import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.text.Texts;
import java.util.HashMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;

/// The messages, one below the other. Clicks beside them go through to what lies below.
public final class ToastsView extends VBox {

    private final Toasts model;
    private final Texts texts;
    private final Map<Toast, Node> nodes = new HashMap<>();

    /// @param texts of desktop-kit
    public ToastsView(Toasts model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("toasts");
        setPickOnBounds(false);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        model.shown().addListener((ListChangeListener<Toast>) _ -> fill());
    }

    private void fill() {
        nodes.keySet().retainAll(model.shown());
        getChildren()
                .setAll(model.shown().stream()
                        .map(toast -> nodes.computeIfAbsent(toast, this::node))
                        .toList());
    }

    private Node node(Toast toast) {
        Notification node = new Notification(toast.text(), new FontIcon(icon(toast.kind())));
        node.getStyleClass().addAll(Styles.ELEVATED_1, style(toast.kind()));
        node.setAccessibleRole(AccessibleRole.TEXT);
        // The icon tells the kind to whoever sees it, the word to whoever hears it.
        node.setAccessibleText(texts.now("toast." + toast.kind()) + ": " + toast.text());
        Problem problem = toast.problem();
        if (problem != null) {
            node.setPrimaryActions(CopyButton.of(texts, () -> problem));
        }
        node.setOnClose(_ -> model.dismiss(toast));
        return node;
    }

    private static String icon(Toast.Kind kind) {
        return switch (kind) {
            case INFO -> "mdi2i-information-outline";
            case GOOD -> "mdi2c-check-circle-outline";
            case WARNING -> "mdi2a-alert-outline";
            case BAD -> "mdi2a-alert-octagon-outline";
        };
    }

    private static String style(Toast.Kind kind) {
        return switch (kind) {
            case INFO -> Styles.ACCENT;
            case GOOD -> Styles.SUCCESS;
            case WARNING -> Styles.WARNING;
            case BAD -> Styles.DANGER;
        };
    }
}
