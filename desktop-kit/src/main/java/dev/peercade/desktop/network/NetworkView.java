package dev.peercade.desktop.network;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Scrolls;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.text.Texts;
import javafx.beans.value.ObservableValue;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/// Doctor and relay nodes, over the screen. Begins to look as soon as it is there, and stops when it goes.
public final class NetworkView extends VBox {

    /// @param texts of desktop-kit
    /// @param hidden whether addresses are not to be seen
    public NetworkView(NetworkModel model, Texts texts, ObservableValue<Boolean> hidden, Runnable close) {
        setId("network");
        getStyleClass().addAll("dialog-card", "network");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setAccessibleRole(AccessibleRole.DIALOG);
        accessibleTextProperty().bind(texts.bind("network.title"));
        Button done = Buttons.text(texts, "network.close", close);
        done.getStyleClass().add(Styles.ACCENT);
        HBox buttons = new HBox(done);
        buttons.getStyleClass().add("dialog-buttons");
        VBox parts = new VBox(new DoctorView(model.doctor(), texts), new NodesView(model.nodes(), texts, hidden));
        parts.getStyleClass().add("network-parts");
        getChildren().addAll(Texted.label(texts, "network.title", Styles.TITLE_3), Scrolls.vertical(parts), buttons);
        sceneProperty().subscribe((before, now) -> {
            if (now != null) {
                model.begin();
            } else if (before != null) {
                model.close();
            }
        });
    }
}
