package dev.peercade.desktop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.peercade.desktop.thread.FxThread;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.peercade.desktop", importOptions = ImportOption.DoNotIncludeTests.class)
class DesktopRulesTest {

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
            .haveFullyQualifiedName("javafx.application.Platform")
            .because("who runs where is decided in one place");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.peercade.desktop.(*)..").should().beFreeOfCycles();

    /// A planted violation: the rules can fail.
    static final class PlantedModel {
        javafx.scene.layout.@org.jspecify.annotations.Nullable Region region;
    }

    @Test
    void aModelThatKnowsTheWindowIsFound() {
        assertThat(modelsKnowNoWindow
                        .evaluate(new ClassFileImporter().importClasses(PlantedModel.class))
                        .hasViolation())
                .isTrue();
    }
}
