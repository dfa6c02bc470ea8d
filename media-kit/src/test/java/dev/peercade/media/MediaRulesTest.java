package dev.peercade.media;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.junit.jupiter.api.Test;

@AnalyzeClasses(packages = "dev.peercade.media", importOptions = ImportOption.DoNotIncludeTests.class)
class MediaRulesTest {

    private static final ArchCondition<JavaClass> SHOW_NO_FFMPEG = new ArchCondition<>("show no type of FFmpeg") {
        @Override
        public void check(JavaClass type, ConditionEvents events) {
            var shown = Stream.concat(
                    type.getFields().stream()
                            .filter(field -> field.getModifiers().contains(JavaModifier.PUBLIC))
                            .flatMap(field -> field.getAllInvolvedRawTypes().stream()),
                    type.getCodeUnits().stream()
                            .filter(unit -> unit.getModifiers().contains(JavaModifier.PUBLIC))
                            .flatMap(unit -> unit.getAllInvolvedRawTypes().stream()));
            shown.filter(raw -> raw.getPackageName().startsWith("org.bytedeco"))
                    .forEach(raw -> events.add(
                            SimpleConditionEvent.violated(type, type.getName() + " shows " + raw.getName())));
        }
    };

    @ArchTest
    static final ArchRule ffmpegStaysInside = classes()
            .that()
            .arePublic()
            .should(SHOW_NO_FFMPEG)
            .because("apps must not touch native memory, and the decoder shall be able to move to another process");

    @ArchTest
    static final ArchRule pureParts = noClasses()
            .that()
            .resideInAnyPackage("..h264..", "..scene..", "..x11..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco..", "dev.peercade.media")
            .because("what judges a stranger's bytes is plain Java that can be tested alone");

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("dev.peercade.media.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule noSleeping = noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .because("waiting is for a moment or an event, not for a guess");

    /// A planted violation: the rules can fail.
    public static final class Planted {
        public AVFrame frame() {
            return new AVFrame();
        }
    }

    @Test
    void aPlantedViolationIsFound() {
        var planted = new ClassFileImporter().importClasses(Planted.class);
        assertThat(ffmpegStaysInside.evaluate(planted).hasViolation()).isTrue();
        assertThat(planted.get(Planted.class).getAccessesFromSelf())
                .extracting(JavaAccess::getTargetOwner)
                .isNotEmpty();
    }
}
