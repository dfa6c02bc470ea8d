package dev.peercade.streamer.air;

import atlantafx.base.controls.ToggleSwitch;
import atlantafx.base.theme.Styles;
import dev.peercade.desktop.control.Buttons;
import dev.peercade.desktop.control.Texted;
import dev.peercade.desktop.problem.Problem;
import dev.peercade.desktop.problem.ProblemView;
import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.toast.Toast;
import dev.peercade.desktop.video.VideoSurface;
import dev.peercade.desktop.window.Question;
import dev.peercade.streamer.Broadcast.Verdict;
import dev.peercade.streamer.air.AirModel.Phase;
import dev.peercade.streamer.air.Troubles.Trouble;
import java.nio.file.Path;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.BooleanProperty;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

/// On air: how it goes, who watches, what goes out, and the buttons that pause, record and end it.
public final class AirView extends BorderPane implements AutoCloseable {

    /// Narrower than that, what else stands beside the viewers stands below them.
    private static final double TWO_COLUMNS = 1040;

    /// What the window around the screen does for it.
    ///
    /// @param ask shows a question over the screen
    /// @param toast shows a message that goes by itself
    /// @param back goes to the studio, once it is over
    public record Around(Consumer<Question> ask, Consumer<Toast> toast, Runnable back) {}

    private final AirModel model;
    private final Texts texts;
    private final Words words;
    private final Around around;
    private final BooleanBinding over;
    private final VideoSurface surface;

    /// @param shared the texts of desktop-kit
    public AirView(AirModel model, Texts texts, Texts shared, Around around) {
        this.model = model;
        this.texts = texts;
        this.words = new Words(texts);
        this.around = around;
        this.over = model.phase().isEqualTo(Phase.ENDED);
        this.surface = new VideoSurface(_ -> {});
        getStyleClass().add("air");
        setTop(new StatusView(model, words));
        setCenter(body(shared));
        setBottom(bar());
        model.onNews(this::tell);
    }

    @Override
    public void close() {
        surface.close();
    }

    private Node body(Texts shared) {
        VBox main = new VBox(
                new ProblemView(shared, model.problem()),
                warnings(),
                ended(),
                whileOnAir(viewers()),
                card("air.drops", new DropsView(words, model.drops())));
        main.getStyleClass().add("air-column");
        HBox.setHgrow(main, Priority.ALWAYS);
        VBox side = new VBox(whileOnAir(preview()), card("air.steps", new StepsView(words, model.steps())));
        side.getStyleClass().addAll("air-column", "air-side");
        VBox content = new VBox();
        content.getStyleClass().add("air-body");
        widthProperty().map(width -> width.doubleValue() >= TWO_COLUMNS).subscribe(wide -> {
            Pane columns = wide ? new HBox() : new VBox();
            columns.getStyleClass().add("air-columns");
            content.getChildren().clear();
            columns.getChildren().setAll(main, side);
            content.getChildren().setAll(columns);
        });
        ScrollPane scroll = new ScrollPane(content);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.getStyleClass().add("air-scroll");
        return scroll;
    }

    private Node whileOnAir(Node node) {
        node.visibleProperty().bind(over.not());
        node.managedProperty().bind(node.visibleProperty());
        return node;
    }

    private VBox card(String key, Node... content) {
        VBox card = new VBox(Texted.label(texts, key, Styles.TITLE_4));
        card.getStyleClass().add("air-card");
        card.getChildren().addAll(content);
        return card;
    }

    private Node headed(String key, Node beside, Node... content) {
        VBox card = card(key, content);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox head = new HBox(card.getChildren().removeFirst(), space, beside);
        head.getStyleClass().add("card-head");
        card.getChildren().addFirst(head);
        return card;
    }

    private Node viewers() {
        return headed(
                "air.guests",
                toggle("air.streamer-mode", model.streamerMode()),
                new GuestsView(model.guests(), words, model.streamerMode(), this::decide));
    }

    private Node toggle(String key, BooleanProperty on) {
        ToggleSwitch toggle = new ToggleSwitch();
        toggle.setId(key.replace('.', '-'));
        toggle.textProperty().bind(texts.bind(key));
        toggle.selectedProperty().bindBidirectional(on);
        return toggle;
    }

    private Node preview() {
        surface.getStyleClass().add("preview");
        surface.accessibleTextProperty().bind(texts.bind("air.preview"));
        surface.prefHeightProperty().bind(surface.widthProperty().multiply(9.0 / 16));
        surface.setMinHeight(Region.USE_PREF_SIZE);
        surface.visibleProperty().bind(model.preview());
        surface.managedProperty().bind(surface.visibleProperty());
        model.previewOn(surface::show);
        return headed("air.preview", toggle("air.preview.show", model.preview()), surface);
    }

    private Node warnings() {
        VBox box = new VBox();
        box.setId("air-warnings");
        box.getStyleClass().add("warnings");
        Runnable fill = () -> box.getChildren()
                .setAll(model.warnings().stream().map(this::warning).toList());
        model.warnings().subscribe(fill);
        fill.run();
        box.managedProperty().bind(Bindings.isNotEmpty(model.warnings()));
        return box;
    }

    private Node warning(Trouble trouble) {
        Label cause = Texted.label(texts, "air.trouble." + trouble, Styles.TEXT_BOLD);
        cause.setWrapText(true);
        Label remedy = Texted.label(texts, "air.trouble." + trouble + ".remedy");
        remedy.setWrapText(true);
        VBox lines = new VBox(cause, remedy);
        HBox.setHgrow(lines, Priority.ALWAYS);
        HBox box = new HBox(new FontIcon("mdi2a-alert-outline"), lines);
        box.getStyleClass().add("warning-box");
        return box;
    }

    private Node ended() {
        Label sum = new Label();
        sum.setId("air-ending");
        sum.setWrapText(true);
        sum.textProperty().bind(words.bind(() -> said(model.ending().get()), model.ending()));
        VBox card = card("air.ended", sum);
        card.visibleProperty().bind(over);
        card.managedProperty().bind(over);
        return card;
    }

    private String said(@Nullable Ending ending) {
        return ending == null
                ? ""
                : words.now(
                        "air.ended.sum",
                        Words.clock(ending.onAir()),
                        ending.viewersAtMost(),
                        words.mbits(ending.bitrateKbps()),
                        ending.recordings().size());
    }

    private void decide(Viewer viewer, Verdict verdict) {
        if (verdict != Verdict.DROP) {
            model.decide(viewer, verdict);
            return;
        }
        around.ask()
                .accept(new Question(
                        texts.now("air.drop.question", name(viewer)),
                        texts.now("air.drop.text"),
                        texts.now("air.drop"),
                        texts.now("air.cancel"),
                        () -> model.decide(viewer, verdict)));
    }

    private String name(Viewer viewer) {
        return words.name(viewer, model.streamerMode().get());
    }

    /// Ends the stream, but asks before where somebody watches.
    ///
    /// @param then runs when it has ended
    public void end(Runnable then) {
        int watching = model.guests().watching().size();
        if (watching == 0) {
            model.end(then);
            return;
        }
        around.ask()
                .accept(new Question(
                        texts.now("air.end.question"),
                        texts.now("air.end.text", watching),
                        texts.now("air.end"),
                        texts.now("air.cancel"),
                        () -> model.end(then)));
    }

    private void tell(News news) {
        switch (news) {
            case News.Asks(Viewer viewer) -> say(Toast.Kind.INFO, "air.asks", name(viewer));
            case News.Joined(Viewer viewer) -> say(Toast.Kind.INFO, "air.news.joined", name(viewer));
            case News.Left(Viewer viewer) -> say(Toast.Kind.INFO, "air.news.left", name(viewer));
            case News.RecordingSaved saved ->
                say(
                        Toast.Kind.GOOD,
                        "air.news.saved",
                        Words.clock(saved.length()),
                        model.streamerMode().get() ? Path.of(saved.file()).getFileName() : saved.file());
            case News.Failed(String code, String text) ->
                around.toast()
                        .accept(new Toast(
                                Toast.Kind.WARNING,
                                texts.orElse("air.news." + code, text),
                                new Problem(code, text, "")));
        }
    }

    private void say(Toast.Kind kind, String key, Object... values) {
        around.toast().accept(new Toast(kind, texts.now(key, values)));
    }

    private Node bar() {
        Button pause = Buttons.text(texts, "air.pause", model::togglePause);
        FontIcon pauseIcon = new FontIcon();
        pause.setGraphic(pauseIcon);
        model.paused().subscribe(paused -> pauseIcon.setIconLiteral(paused ? "mdi2p-play" : "mdi2p-pause"));
        pause.textProperty()
                .bind(words.bind(() -> words.now(model.paused().get() ? "air.resume" : "air.pause"), model.paused()));
        Button record = Buttons.text(texts, "air.record", model.recording()::toggle);
        FontIcon recordIcon = new FontIcon();
        record.setGraphic(recordIcon);
        model.recording()
                .length()
                .subscribe(length ->
                        recordIcon.setIconLiteral(length == null ? "mdi2r-record-circle-outline" : "mdi2s-stop"));
        record.textProperty().bind(recordText());
        Button end = Buttons.text(texts, "air.end", () -> end(() -> {}));
        end.setGraphic(new FontIcon("mdi2s-stop-circle-outline"));
        end.getStyleClass().add(Styles.DANGER);
        Button back = Buttons.text(texts, "air.back", around.back());
        back.getStyleClass().add(Styles.ACCENT);
        back.visibleProperty().bind(over);
        back.managedProperty().bind(over);
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        HBox bar = new HBox(whileOnAir(pause), whileOnAir(record), space, back, whileOnAir(end));
        for (Button button : new Button[] {pause, record, end, back}) {
            button.setMinWidth(Region.USE_PREF_SIZE);
            button.disableProperty().bind(model.phase().isEqualTo(Phase.ENDING));
        }
        bar.getStyleClass().add("bar-bottom");
        return bar;
    }

    private StringBinding recordText() {
        return words.bind(
                () -> {
                    var length = model.recording().length().get();
                    return length == null ? words.now("air.record") : words.now("air.record.stop", Words.clock(length));
                },
                model.recording().length());
    }
}
