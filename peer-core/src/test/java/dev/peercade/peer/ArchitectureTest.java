package dev.peercade.peer;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The rules of ARCHITECTURE.md that concern this module.
class ArchitectureTest {

    private static final String[] CORES = {
        "dev.peercade.peer.time..",
        "dev.peercade.peer.wire..",
        "dev.peercade.peer.protocol..",
        "dev.peercade.peer.punch..",
        "dev.peercade.peer.secure..",
        "dev.peercade.peer.nodes..",
        "dev.peercade.peer.identity..",
        "dev.peercade.peer.doctor..",
        "dev.peercade.peer.media.."
    };

    static final ArchRule CORES_DO_NO_IO = noClasses()
            .that()
            .resideInAnyPackage(CORES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "java.net..",
                    "java.nio.channels..",
                    "java.nio.file..",
                    "java.util.concurrent..",
                    "org.slf4j..",
                    "okhttp3..",
                    "org.ice4j..",
                    "org.jitsi..",
                    "org.bouncycastle..",
                    "tools.jackson..",
                    "javafx..",
                    "org.springframework..")
            .orShould()
            .dependOnClassesThat(com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf(
                    java.io.File.class, java.io.FileInputStream.class, java.io.FileOutputStream.class, Thread.class))
            .allowEmptyShould(true)
            .because("a core that can reach the world cannot be replayed in virtual time");

    static final ArchRule CORES_ARE_TOLD_TIME_AND_CHANCE = noClasses()
            .that()
            .resideInAnyPackage(CORES)
            .should()
            .accessTargetWhere(new DescribedPredicate<JavaAccess<?>>("reads a clock or randomness") {
                @Override
                public boolean test(JavaAccess<?> access) {
                    String owner = access.getTargetOwner().getName();
                    String name = access.getTarget().getName();
                    return (owner.equals("java.lang.System")
                                    && List.of("nanoTime", "currentTimeMillis").contains(name))
                            || (owner.startsWith("java.time.") && name.equals("now"))
                            || (owner.equals("java.lang.Math") && name.equals("random"))
                            || owner.startsWith("java.util.random.")
                            || List.of(
                                            "java.util.Random",
                                            "java.util.SplittableRandom",
                                            "java.security.SecureRandom",
                                            "java.time.Clock")
                                    .contains(owner)
                            || (owner.equals("java.util.UUID") && name.equals("randomUUID"));
                }
            })
            .allowEmptyShould(true)
            .because("the core is told the time and its random numbers, or a run could not be repeated");

    static final ArchRule CORES_DO_NOT_LOCK = noMethods()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(CORES)
            .should()
            .haveModifier(JavaModifier.SYNCHRONIZED)
            .allowEmptyShould(true)
            .because("each machine has one owner thread");

    static final ArchRule CORES_SHARE_NOTHING = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(CORES)
            .should()
            .haveModifier(JavaModifier.VOLATILE)
            .allowEmptyShould(true)
            .because("each machine has one owner thread");

    static final ArchRule VOCABULARIES_ARE_SEALED = classes()
            .that()
            .areInterfaces()
            .and()
            .haveNameMatching(".*(State|Input|Action|Event|Output)")
            .should(beSealed())
            .because("a new case must not compile until everyone has answered it");

    static final ArchRule NO_PACKAGE_CYCLES = slices().matching("dev.peercade.peer.(**)")
            .should()
            .beFreeOfCycles()
            .because("a cycle is one package that pretends to be two");

    static final ArchRule ONLY_THE_COMPOSITION_ROOT_SEES_THE_EDGE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.peercade.peer.edge..")
            .and()
            .doNotHaveFullyQualifiedName("dev.peercade.peer.PeerCore")
            .and()
            .haveNameNotMatching("dev\\.peercade\\.peer\\.PeerCore\\$.*")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.peercade.peer.edge..")
            .because("what blocks can then be exchanged in one place");

    static final ArchRule BOUNCY_CASTLE_STAYS_INSIDE = confined("org.bouncycastle..", "dev.peercade.peer.edge.dtls..");

    static final ArchRule JITSI_SRTP_STAYS_INSIDE = confined("org.jitsi.srtp..", "dev.peercade.peer.edge.srtp..");

    static final ArchRule ICE4J_STAYS_INSIDE = confined("org.ice4j..", "dev.peercade.peer.edge.stun..");

    static final ArchRule OKHTTP_STAYS_INSIDE = confined("okhttp3..", "dev.peercade.peer.edge.mediator..");

    static final ArchRule JACKSON_STAYS_INSIDE =
            confined("tools.jackson..", "dev.peercade.peer.edge.mediator..", "dev.peercade.peer.edge.nodes..");

    private static ArchRule confined(String library, String... homes) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .because("a foreign stack behind one port can be replaced");
    }

    private static ArchCondition<JavaClass> beSealed() {
        return new ArchCondition<>("be sealed") {
            @Override
            public void check(JavaClass candidate, ConditionEvents events) {
                boolean sealed = candidate.reflect().isSealed();
                events.add(new SimpleConditionEvent(candidate, sealed, candidate.getName() + " is not sealed"));
            }
        };
    }

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.peercade.peer");

    private static final List<ArchRule> PROVABLE = List.of(
            CORES_DO_NO_IO,
            CORES_ARE_TOLD_TIME_AND_CHANCE,
            CORES_DO_NOT_LOCK,
            CORES_SHARE_NOTHING,
            VOCABULARIES_ARE_SEALED,
            NO_PACKAGE_CYCLES,
            ONLY_THE_COMPOSITION_ROOT_SEES_THE_EDGE,
            BOUNCY_CASTLE_STAYS_INSIDE,
            JITSI_SRTP_STAYS_INSIDE,
            ICE4J_STAYS_INSIDE,
            OKHTTP_STAYS_INSIDE,
            JACKSON_STAYS_INSIDE);

    static List<ArchRule> rules() {
        return PROVABLE;
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRuleHolds(ArchRule rule) {
        rule.check(CLASSES);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aPlantedViolationIsFound(ArchRule rule) {
        JavaClasses planted = new ClassFileImporter()
                .importPackages("dev.peercade.peer.media.planted", "dev.peercade.peer.edge.planted");
        assertThatThrownBy(() -> rule.check(planted))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("planted");
    }
}
