package dev.peercade.streamer.air;

import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Texted;
import java.util.function.Function;
import javafx.beans.value.ObservableValue;
import javafx.geometry.HPos;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

/// Pictures that did not go out, by who was too slow.
final class DropsView extends GridPane {

    private final Words words;
    private final ObservableValue<Drops> drops;

    DropsView(Words words, ObservableValue<Drops> drops) {
        this.words = words;
        this.drops = drops;
        getStyleClass().add("drops");
        ColumnConstraints name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(name, number(), number());
        row(0, "capture", Drops::capture);
        row(1, "encoding", Drops::encoding);
        row(2, "network", Drops::network);
    }

    private static ColumnConstraints number() {
        ColumnConstraints column = new ColumnConstraints();
        column.setHalignment(HPos.RIGHT);
        column.setMinWidth(USE_PREF_SIZE);
        return column;
    }

    private void row(int row, String key, Function<Drops, Drops.Share> share) {
        Label name = Texted.label(words.texts(), "air.drops." + key);
        name.setWrapText(true);
        Label pictures = new Label();
        pictures.textProperty()
                .bind(words.texts()
                        .bind("air.pictures", drops.map(now -> share.apply(now).pictures())));
        Label percent = new Label();
        percent.getStyleClass().add(Styles.TEXT_MUTED);
        percent.textProperty()
                .bind(words.texts()
                        .bind("air.percent", drops.map(now -> share.apply(now).percent())));
        addRow(row, name, pictures, percent);
    }
}
