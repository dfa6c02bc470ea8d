package dev.peercade.viewer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.peercade.viewer", importOptions = ImportOption.DoNotIncludeTests.class)
class ViewerRulesTest {

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
    static final ArchRule withoutAWindowNothingOfJavaFxIsLoaded = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.peercade.viewer",
                    "dev.peercade.viewer.decode",
                    "dev.peercade.viewer.record",
                    "dev.peercade.viewer.watch")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("javafx..", "dev.peercade.desktop..")
            .because("the command line drives the same classes on machines without a display");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.peercade.viewer.(*)..").should().beFreeOfCycles();
}
