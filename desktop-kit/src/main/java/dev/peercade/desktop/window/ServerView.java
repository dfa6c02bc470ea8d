package dev.peercade.desktop.window;

import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.text.Texts;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// Where one is signed in. Another server is chosen where one signs in.
final class ServerView extends VBox {

    ServerView(Texts texts, ObservableValue<String> server, Runnable signOut) {
        getStyleClass().add("field");
        Label address = new Label();
        address.setId("settings-server");
        address.textProperty().bind(server);
        Button other = Buttons.text(texts, "settings.server.other", signOut);
        other.accessibleHelpProperty().bind(server);
        getChildren().addAll(address, other);
    }
}
