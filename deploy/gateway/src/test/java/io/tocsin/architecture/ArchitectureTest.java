package io.tocsin.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.Configuration.consideringOnlyDependenciesInDiagram;
import static com.tngtech.archunit.library.plantuml.rules.PlantUmlArchCondition.adhereToPlantUmlDiagram;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Holds the packages to docs/architecture.md and to a size that one can survey, and the engine to its promises: no I/O
 * libraries, no clock, no chance.
 */
class ArchitectureTest {
    private static final String BROKER = "io.tocsin.engine.broker..";
    private static final String ENGINE = "io.tocsin.engine..";

    /** Main classes that a package may have; a larger one is split. */
    private static final int MAX_CLASSES = 25;

    /**
     * Packages that decide results. Replaying the journal must reproduce them.
     */
    private static final String[] HOT = {
        "io.tocsin.engine.alarm..",
        "io.tocsin.engine.board..",
        "io.tocsin.engine.dispatch..",
        "io.tocsin.engine.fold..",
        "io.tocsin.engine.function..",
        "io.tocsin.engine.keyed..",
        "io.tocsin.engine.memory..",
        "io.tocsin.engine.operator..",
        "io.tocsin.engine.process..",
        "io.tocsin.engine.scope..",
        "io.tocsin.engine.shard..",
        "io.tocsin.engine.state..",
        "io.tocsin.engine.stream..",
        "io.tocsin.engine.time..",
        "io.tocsin.engine.window.."
    };

    private static JavaClasses tocsin;
    private static Diagram diagram;
    private static SourceTree sources;

    @TempDir
    private Path directory;

    @BeforeAll
    static void readClassesAndDiagram() throws IOException {
        tocsin = new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests())
                .importPackages("io.tocsin");
        diagram = Diagram.read();
        sources = SourceTree.read(Diagram.root());
    }

    @Test
    void shouldFindTheGateway() {
        assertThat(tocsin.contain("io.tocsin.gateway.Tocsin")).isTrue();
    }

    @Test
    void shouldFollowTheArrowsOfTheDiagram() throws IOException {
        check(classes()
                .that()
                .resideInAPackage("io.tocsin..")
                .should(adhereToPlantUmlDiagram(diagram.writeTo(directory), consideringOnlyDependenciesInDiagram())));
    }

    @Test
    void shouldDrawEveryPackage() {
        check(classes()
                .that()
                .resideInAPackage("io.tocsin..")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .resideInAnyPackage(diagram.packages()));
    }

    @Test
    void shouldKeepPackagesFreeOfCycles() {
        check(slices().matching("io.tocsin.(**)").should().beFreeOfCycles());
    }

    @Test
    void shouldKeepPackagesSmall() {
        assertThat(sources.types())
                .containsKey("io.tocsin.engine.fold")
                .allSatisfy((room, types) -> assertThat(types).as(room).hasSizeLessThanOrEqualTo(MAX_CLASSES));
    }

    @Test
    void shouldDrawAMapInEveryPackage() {
        assertThat(sources.mapped()).containsAll(sources.types().keySet());
    }

    /** But for what sources and sinks share of the way to a broker. */
    @Test
    void shouldKeepTheEngineFreeOfNetworkFileAndMessageLibraries() {
        check(
                classes()
                        .that()
                        .resideInAPackage(ENGINE)
                        .and()
                        .resideOutsideOfPackage(BROKER)
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                ENGINE, "java..", "com.lmax.disruptor..", "org.agrona..", "org.HdrHistogram.."),
                noClasses()
                        .that()
                        .resideInAPackage(ENGINE)
                        .and()
                        .resideOutsideOfPackage(BROKER)
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage("java.net..", "java.sql..", "java.rmi.."));
    }

    @Test
    void shouldKeepClocksOutOfHotPackages() {
        check(
                noHotClasses().should().accessTargetWhere(calls(System.class, "currentTimeMillis|nanoTime")),
                noHotClasses()
                        .should()
                        .accessTargetWhere(target(owner(resideInAnyPackage("java.time..")))
                                .and(target(nameMatching("now|system.*|tick.*")))),
                noHotClasses().should().dependOnClassesThat().areAssignableTo(Clock.class),
                noHotClasses().should().dependOnClassesThat().haveNameMatching("org\\.agrona\\.concurrent\\..*Clock"));
    }

    @Test
    void shouldKeepChanceOutOfHotPackages() {
        check(
                noHotClasses().should().dependOnClassesThat().areAssignableTo(RandomGenerator.class),
                noHotClasses().should().dependOnClassesThat().resideInAPackage("java.util.random.."),
                noHotClasses().should().accessTargetWhere(calls(Math.class, "random")),
                noHotClasses().should().accessTargetWhere(calls(System.class, "identityHashCode")));
    }

    @Test
    void shouldKeepStreamsLocksAndLoggersOutOfHotPackages() {
        check(
                noHotClasses()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.util.stream..",
                                "java.util.concurrent.locks..",
                                "java.util.logging..",
                                "org.slf4j.."),
                noHotClasses().should().dependOnClassesThat().areAssignableTo(System.Logger.class),
                noMethods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAnyPackage(HOT)
                        .should()
                        .haveModifier(SYNCHRONIZED));
    }

    private static GivenClassesConjunction noHotClasses() {
        return noClasses().that().resideInAnyPackage(HOT);
    }

    private static DescribedPredicate<JavaAccess<?>> calls(Class<?> owner, String nameRegex) {
        DescribedPredicate<JavaClass> isOwner = describe(owner.getName(), type -> type.isEquivalentTo(owner));
        return target(owner(isOwner)).and(target(nameMatching(nameRegex)));
    }

    /** Reports the violations of all rules at once. Packages may still be empty. */
    private static void check(ArchRule... rules) {
        CompositeArchRule.of(List.of(rules)).allowEmptyShould(true).check(tocsin);
    }
}
