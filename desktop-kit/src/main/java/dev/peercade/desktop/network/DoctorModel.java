package dev.peercade.desktop.network;

import dev.peercade.desktop.text.Texts;
import dev.peercade.desktop.thread.Work;
import dev.peercade.peer.checkup.CheckupEvent;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.doctor.Verdict;
import dev.peercade.peer.session.Running;
import java.util.Locale;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// Why connections are as they are here. Window's thread.
public final class DoctorModel {

    /// Begins a checkup, which tells what it finds from a thread of its own.
    @FunctionalInterface
    public interface Checkups {
        Running begin(Consumer<CheckupEvent> events);
    }

    private final Checkups checkups;
    private final Work work;
    /// A finding as it is shown.
    ///
    /// Its words in other languages are found by the name of its statement; English is the doctor's own.
    public record Line(Finding finding) {

        /// `ok`, `unknown`, `warning` or `problem`.
        public String verdict() {
            return finding.verdict().toString();
        }

        public String sentence(Texts texts) {
            String words = texts.orElse(
                    key("finding", finding.statement()) + ".sentence",
                    finding.statement().sentence());
            return finding.sentence(words, texts.language().getValue());
        }

        /// Null where all is well.
        public @Nullable String remedy(Texts texts) {
            String remedy = finding.remedy();
            return remedy == null ? null : texts.orElse(key("finding", finding.statement()) + ".remedy", remedy);
        }
    }

    static String key(String prefix, Enum<?> constant) {
        return prefix + "." + constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private final ObservableList<Line> findings = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<Line> findingsForAll = FXCollections.unmodifiableObservableList(findings);

    private final ReadOnlyObjectWrapper<CheckupEvent.@Nullable Part> part = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<@Nullable Diagnosis> diagnosis = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private @Nullable Running checkup;

    public DoctorModel(Checkups checkups, Work work) {
        this.checkups = checkups;
        this.work = work;
    }

    /// Begins, or begins anew; a checkup that is under way goes on.
    public void begin() {
        if (running.get()) {
            return;
        }
        running.set(true);
        findings.clear();
        diagnosis.set(null);
        checkup = checkups.begin(event -> work.window().execute(() -> tell(event)));
    }

    private void tell(CheckupEvent event) {
        switch (event) {
            case CheckupEvent.Began began -> part.set(began.part());
            case CheckupEvent.Found found -> findings.add(new Line(found.finding()));
            case CheckupEvent.Done done -> {
                findings.setAll(
                        done.diagnosis().findings().stream().map(Line::new).toList());
                diagnosis.set(done.diagnosis());
                part.set(null);
                running.set(false);
                checkup = null;
            }
        }
    }

    /// Ends a checkup that is under way.
    public void close() {
        Running ending = checkup;
        if (ending != null) {
            work.background().execute(ending::close);
        }
    }

    /// As they become known; in their order once all are.
    public ObservableList<Line> findings() {
        return findingsForAll;
    }

    /// What is being done, in words, or null.
    public ObservableValue<@Nullable String> part(Texts texts) {
        return texts.language().flatMap(_ -> part.map(now -> texts.orElse(key("finding.part", now), now.words())));
    }

    /// The whole in a sentence; null until all is known.
    public ObservableValue<@Nullable String> verdict(Texts texts) {
        return texts.language().flatMap(_ -> diagnosis.map(known -> verdict(known, texts)));
    }

    private static String verdict(Diagnosis known, Texts texts) {
        Verdict worst = known.verdict();
        long count = known.count(worst);
        String several = count > 1 && worst != Verdict.OK && worst != Verdict.UNKNOWN ? ".several" : "";
        return texts.orElse(key("finding.all", worst) + several, known.sentence())
                .replace("{count}", Long.toString(count));
    }

    /// All of it as lines, for sharing; null until all is known.
    public ObservableValue<@Nullable String> shared() {
        return diagnosis.map(Diagnosis::text);
    }

    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }
}
