package dev.peercade.mediator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import org.junit.jupiter.api.Test;

/// The rules of the house, as far as they concern the server.
@AnalyzeClasses(packages = "dev.peercade.mediator", importOptions = ImportOption.DoNotIncludeTests.class)
class ServerArchitectureTest {

    private static final DescribedPredicate<JavaClass> GENERATED =
            JavaClass.Predicates.resideInAPackage("dev.peercade.mediator.jooq..");

    @ArchTest
    static final ArchRule controllersNeverSeeTheDatabase = noClasses()
            .that()
            .resideInAPackage("..web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..jooq..", "org.jooq..")
            .because("a controller talks to its service; what keeps the data is chosen by configuration");

    @ArchTest
    static final ArchRule theDatabaseStaysInItsRim = noClasses()
            .that()
            .resideOutsideOfPackages("..jooq..", "dev.peercade.mediator.config..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.jooq..", "dev.peercade.mediator.jooq..", "java.sql..")
            .because("another database must cost one package per feature, not a search through all of them");

    @ArchTest
    static final ArchRule wallTimeComesFromTheInjectedClock = noClasses()
            .that()
            .resideOutsideOfPackages("dev.peercade.mediator.jooq..", "dev.peercade.mediator.config..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(LocalDate.class, "now")
            .orShould()
            .callMethod(LocalDateTime.class, "now")
            .orShould()
            .callMethod(ZonedDateTime.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .because(
                    "what cannot be told the time cannot be tested in time; what starts processes and makes certificates"
                            + " does so before there is anything to inject from");

    @ArchTest
    static final ArchRule onlyConfigurationMakesAClock = noClasses()
            .that()
            .resideOutsideOfPackage("dev.peercade.mediator.config..")
            .should()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Clock.class, "systemDefaultZone")
            .because("there is one clock, and tests replace it");

    @ArchTest
    static final ArchRule accountsAndGamesKnowNoOtherFeature = noClasses()
            .that()
            .resideInAnyPackage("dev.peercade.mediator.account..", "dev.peercade.mediator.game..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.peercade.mediator.session..",
                    "dev.peercade.mediator.request..",
                    "dev.peercade.mediator.signal..")
            .because("features depend in one direction: account, game <- session <- request <- signal");

    @ArchTest
    static final ArchRule sessionsKnowNeitherRequestsNorThePushChannel = noClasses()
            .that()
            .resideInAPackage("dev.peercade.mediator.session..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.peercade.mediator.request..", "dev.peercade.mediator.signal..")
            .because("a session publishes what happens to it and does not care who listens");

    @ArchTest
    static final ArchRule requestsDoNotKnowThePushChannel = noClasses()
            .that()
            .resideInAPackage("dev.peercade.mediator.request..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.peercade.mediator.signal..")
            .because("a request publishes what happens to it and does not care who listens");

    @ArchTest
    static final ArchRule relayNodesAreKnownToNoOtherFeature = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.peercade.mediator.account..",
                    "dev.peercade.mediator.game..",
                    "dev.peercade.mediator.session..",
                    "dev.peercade.mediator.request..",
                    "dev.peercade.mediator.signal..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.peercade.mediator.relay..")
            .because("relay nodes are one way to carry a session's media; the session does not care which is taken");

    @ArchTest
    static final ArchRule relayNodesDoNotKnowThePushChannel = noClasses()
            .that()
            .resideInAPackage("dev.peercade.mediator.relay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.peercade.mediator.signal..")
            .because("features depend in one direction: request <- signal, relay");

    @ArchTest
    static final ArchRule theSharedRimKnowsNoFeature = noClasses()
            .that()
            .resideInAnyPackage(
                    "dev.peercade.mediator.web..", "dev.peercade.mediator.sign..", "dev.peercade.mediator.endpoint..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.peercade.mediator.account..",
                    "dev.peercade.mediator.game..",
                    "dev.peercade.mediator.session..",
                    "dev.peercade.mediator.request..",
                    "dev.peercade.mediator.relay..",
                    "dev.peercade.mediator.signal..")
            .because("what all features share depends on none of them");

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.peercade.mediator.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(GENERATED, DescribedPredicate.alwaysTrue())
            .because("a cycle is one big package under two names");

    @ArchTest
    static final ArchRule eventsAreSealed = classes()
            .that()
            .areInterfaces()
            .and()
            .haveSimpleNameEndingWith("Event")
            .should(beSealed())
            .because("a new event must not compile until everyone who hears it has answered it");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .because("such a name says that nobody knew what it is");

    /// Breaks two of the rules above.
    interface PlantedEvent {
        default Instant when() {
            return Instant.now();
        }
    }

    @Test
    void aPlantedViolationFails() {
        JavaClasses planted = new ClassFileImporter().importClasses(PlantedEvent.class);
        assertThatThrownBy(() -> eventsAreSealed.check(planted)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> wallTimeComesFromTheInjectedClock.check(planted))
                .isInstanceOf(AssertionError.class);
    }

    private static ArchCondition<JavaClass> beSealed() {
        return new ArchCondition<>("be sealed") {
            @Override
            public void check(JavaClass item, ConditionEvents events) {
                boolean sealed = item.reflect().isSealed();
                events.add(new SimpleConditionEvent(item, sealed, item.getName() + " is not sealed"));
            }
        };
    }
}
