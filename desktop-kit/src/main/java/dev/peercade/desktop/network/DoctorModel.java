package dev.peercade.desktop.network;

import dev.peercade.desktop.thread.Work;
import dev.peercade.peer.checkup.CheckupEvent;
import dev.peercade.peer.doctor.Diagnosis;
import dev.peercade.peer.doctor.Finding;
import dev.peercade.peer.session.Running;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
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
    private final ObservableList<Finding> findings = FXCollections.observableArrayList();
    /// Kept: listeners of a wrapper that nobody holds are lost with it.
    private final ObservableList<Finding> findingsForAll = FXCollections.unmodifiableObservableList(findings);

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
            case CheckupEvent.Found found -> findings.add(found.finding());
            case CheckupEvent.Done done -> {
                findings.setAll(done.diagnosis().findings());
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
    public ObservableList<Finding> findings() {
        return findingsForAll;
    }

    /// What is being done, or null.
    public ReadOnlyObjectProperty<CheckupEvent.@Nullable Part> part() {
        return part.getReadOnlyProperty();
    }

    /// Null until all is known.
    public ReadOnlyObjectProperty<@Nullable Diagnosis> diagnosis() {
        return diagnosis.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty running() {
        return running.getReadOnlyProperty();
    }
}
