package dev.holdfast;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.OnlyIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.holdfast.testing.House;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.SpringBootTest;

/** What every test keeps to. */
@AnalyzeClasses(packages = "dev.holdfast", importOptions = OnlyIncludeTests.class)
class TestRulesTests {

    @ArchTest
    static final ArchRule nothingIsMocked = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.mockito..", "org.springframework.test.context.bean.override..")
            .because("a mock agrees with whoever wrote it; Redis and the twins under the contract do not");

    @ArchTest
    static final ArchRule nobodySleeps = noClasses()
            .should()
            .accessTargetWhere(sleeps())
            .because("a test that sleeps is slow on a good day and red on a bad one");

    @ArchTest
    static final ArchRule contextsAreLeftClean = noClasses()
            .should()
            .dependOnClassesThat()
            .haveFullyQualifiedName("org.springframework.test.annotation.DirtiesContext")
            .because("a test that spoils its context makes the next one pay for a new one");

    @ArchTest
    static final ArchRule testsAreFoundByTheirNames = methods()
            .that()
            .areAnnotatedWith(Test.class)
            .or()
            .areAnnotatedWith(ParameterizedTest.class)
            .or()
            .areAnnotatedWith(Property.class)
            .should()
            .beDeclaredInClassesThat()
            .haveNameMatching(".*(Tests|Contract)(\\$.*)?")
            .because("Surefire runs what is called so and passes over the rest in silence");

    /**
     * Three stand-ins need a web server around them: for the front desk at the door, for what can go wrong behind it, and
     * for the queue. The whole service is started by those who ask it over HTTP, with a spool and without, by those who
     * look at its page, by those who watch it start and stop, by those who watch it through an incident, once for all
     * tests with workers, and by the pair that each class with outages shares. Whatever else is to be shown fits into one
     * of these, or needs no context.
     */
    @ArchTest
    static void contextsAreBootedInTenPlaces(JavaClasses tests) {
        assertThat(tests.stream()
                        .filter(type -> !type.isEquivalentTo(House.class))
                        .filter(type -> !type.getPackageName().equals("dev.holdfast.bench"))
                        .filter(TestRulesTests::bootsAContext)
                        .map(JavaClass::getSimpleName))
                .containsExactlyInAnyOrder(
                        "DoorTests",
                        "ProblemWebTests",
                        "OpenDesk",
                        "IncidentHouseTests",
                        "HouseTests",
                        "SpoolHouseTests",
                        "StatusHouseTests",
                        "StartAndStopTests",
                        "Pair",
                        "Workshop");
    }

    private static boolean bootsAContext(JavaClass type) {
        return type.isAnnotatedWith(SpringBootTest.class)
                || type.getCodeUnitCallsFromSelf().stream()
                        .anyMatch(call -> call.getTargetOwner().isEquivalentTo(SpringApplication.class)
                                || isConstructorOf(SpringApplicationBuilder.class, call)
                                || isConstructorOf(House.class, call));
    }

    private static boolean isConstructorOf(Class<?> type, JavaAccess<?> call) {
        return call.getTargetOwner().isEquivalentTo(type)
                && call.getTarget().getName().equals("<init>");
    }

    private static DescribedPredicate<JavaAccess<?>> sleeps() {
        return DescribedPredicate.describe(
                "a thread sleeps",
                access -> access.getTarget().getName().equals("sleep")
                        && access.getTargetOwner().getPackageName().startsWith("java."));
    }
}
