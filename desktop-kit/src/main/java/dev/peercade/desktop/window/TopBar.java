package dev.peercade.desktop.window;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.text.Texts;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// What stands above each screen but the picture: the program's name, who is signed in, settings.
final class TopBar extends HBox {

    /// What its buttons do.
    record Actions(Runnable network, Runnable settings, Runnable signOut) {}

    /// @param user who is signed in, or null
    TopBar(Texts texts, String title, ObservableValue<@Nullable String> user, Actions actions) {
        getStyleClass().add("top-bar");
        FontIcon mark = new FontIcon("mdi2a-access-point");
        mark.getStyleClass().add("brand-mark");
        Label brand = new Label(title, mark);
        brand.getStyleClass().addAll("brand", Styles.TEXT_BOLD);
        Region space = new Region();
        setHgrow(space, Priority.ALWAYS);
        MenuItem out = new MenuItem();
        out.setId("bar-sign-out");
        out.textProperty().bind(texts.bind("bar.sign-out"));
        out.setGraphic(new FontIcon("mdi2l-logout"));
        out.setOnAction(_ -> actions.signOut.run());
        MenuButton who = new MenuButton(null, new FontIcon("mdi2a-account-circle-outline"), out);
        who.setId("bar-user");
        who.getStyleClass().add(Styles.FLAT);
        who.textProperty().bind(user.orElse(""));
        who.accessibleTextProperty().bind(texts.bind("bar.user", user.orElse("")));
        who.visibleProperty().bind(user.map(_ -> true).orElse(false));
        who.managedProperty().bind(who.visibleProperty());
        Button network = Buttons.icon(texts, "mdi2l-lan-check", "bar.network", actions.network);
        network.visibleProperty().bind(who.visibleProperty());
        network.managedProperty().bind(who.visibleProperty());
        getChildren()
                .addAll(
                        brand,
                        space,
                        who,
                        network,
                        Buttons.icon(texts, "mdi2c-cog-outline", "bar.settings", actions.settings));
    }
}
