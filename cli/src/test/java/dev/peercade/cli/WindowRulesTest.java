package dev.peercade.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.peercade.desktop.thread.FxThread;
import dev.peercade.peer.PeerCore;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The rules of what both apps show in windows; here, since the command sees both.
@AnalyzeClasses(
        packages = {"dev.peercade.desktop", "dev.peercade.streamer", "dev.peercade.viewer"},
        importOptions = ImportOption.DoNotIncludeTests.class)
class WindowRulesTest {

    @ArchTest
    static final ArchRule modelsKnowNoWindow = noClasses()
            .that()
            .haveSimpleNameEndingWith("Model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..")
            .because("what a screen decides is tested without a toolkit");

    @ArchTest
    static final ArchRule viewsKnowNoPeer = noClasses()
            .that()
            .haveSimpleNameEndingWith("View")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.peercade.peer..")
            .because("a view builds and binds; its model decides");

    @ArchTest
    static final ArchRule oneClassHopsThreads = noClasses()
            .that()
            .doNotBelongToAnyOf(FxThread.class)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(Platform.class)
            .because("who runs where is decided in one place");

    @ArchTest
    static final ArchRule withoutAWindowNothingOfJavaFxIsLoaded = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.peercade.viewer",
                    "dev.peercade.viewer.decode",
                    "dev.peercade.viewer.live",
                    "dev.peercade.streamer",
                    "dev.peercade.streamer.live",
                    "dev.peercade.streamer.publish")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "dev.peercade.desktop..")
            .because("the command line drives the same classes on machines without a display");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.peercade.(*).(*)..").should().beFreeOfCycles();

    /// Planted violations: the rules can fail.
    static final class PlantedModel {
        @Nullable
        Region region;
    }

    static final class PlantedView {
        @Nullable
        PeerCore core;

        boolean onWindowsThread() {
            return Platform.isFxApplicationThread();
        }
    }

    @Test
    void violationsAreFound() {
        var plantedClasses = new ClassFileImporter().importClasses(PlantedModel.class, PlantedView.class);
        assertThat(Stream.of(modelsKnowNoWindow, viewsKnowNoPeer, oneClassHopsThreads))
                .allMatch(rule -> rule.evaluate(plantedClasses).hasViolation());
    }
}
