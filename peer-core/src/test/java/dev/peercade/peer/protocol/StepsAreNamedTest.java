package dev.peercade.peer.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.peercade.model.ProtocolStep;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Rule 6 of the architecture: someone who looks for step 7 finds the method that acts it out.
class StepsAreNamedTest {

    @Test
    void everyStepIsNamedByTheMethodThatActsItOut() {
        assertThat(stepsIn(new ClassFileImporter().importPackages("dev.peercade.peer.protocol")))
                .containsExactlyInAnyOrderElementsOf(EnumSet.allOf(ProtocolStep.class));
    }

    @Test
    void theRuleCanFail() {
        assertThat(stepsIn(new ClassFileImporter().importClasses(GuestBook.class)))
                .isNotEmpty()
                .doesNotContain(ProtocolStep.OPEN_FIREWALL);
    }

    private static Set<ProtocolStep> stepsIn(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .flatMap(method -> method.tryGetAnnotationOfType(Step.class).stream())
                .flatMap(step -> Arrays.stream(step.value()))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(ProtocolStep.class)));
    }
}
