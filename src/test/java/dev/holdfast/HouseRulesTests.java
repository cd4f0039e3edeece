package dev.holdfast;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleNameEndingWith;
import static com.tngtech.archunit.core.domain.properties.CanBeAnnotated.Predicates.annotatedWith;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.Configuration;

/** What every class of the service keeps to; a rule is a sentence, and says why. */
@AnalyzeClasses(packages = "dev.holdfast", importOptions = DoNotIncludeTests.class)
class HouseRulesTests {

    @ArchTest
    static final ArchRule lettuceStaysInLink =
            onlyIn("io.lettuce..", "link").because("what a connection may do is decided in one place");

    @ArchTest
    static final ArchRule springDataRedisStaysWithTheNode = onlyIn(
                    "org.springframework.data..", "link", "redis", "doctor", "backup", "watch")
            .because("one room opens its connections; those ask through them that know what they may cost a node");

    @ArchTest
    static final ArchRule resilience4jStaysInGuard =
            onlyIn("io.github.resilience4j..", "guard").because("exactly one layer repeats a call");

    @ArchTest
    static final ArchRule progressBarsStayInBackup =
            onlyIn("me.tongfei..", "backup").because("nothing else runs for long before somebody's eyes");

    @ArchTest
    static final ArchRule picklesStayInRq =
            onlyIn("net.razorvine..", "rq").because("reading a pickle is dangerous, and one room knows how not to");

    @ArchTest
    static final ArchRule thymeleafStaysInStatus =
            onlyIn("org.thymeleaf..", "status").because("there is one page; everything else answers JSON");

    @ArchTest
    static final ArchRule compressionStaysInRq = noClasses()
            .that()
            .resideOutsideOfPackage("dev.holdfast.rq")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Deflater.class, Inflater.class, DataFormatException.class)
            .because("a job is encoded once, and what others wrote is inflated within bounds");

    @ArchTest
    static final ArchRule idsAreMadeAtTheFrontDesk = onlyIn("com.fasterxml.uuid..", "enqueue")
            .because("a job has its identity before anything else happens to it");

    @ArchTest
    static final ArchRule processesAreStartedForTheEmbeddedPairOnly = noClasses()
            .that()
            .resideOutsideOfPackage("dev.holdfast.embedded")
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(ProcessBuilder.class, Process.class)
            .because("a service that takes requests starts nothing for them");

    @ArchTest
    static final ArchRule theVocabularyKnowsNoLibrary = classes()
            .that()
            .resideInAPackage("dev.holdfast.job")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("dev.holdfast.job", "java..", "org.jspecify..", "org.springframework.modulith..")
            .because("every room speaks it, and none must get a library with it");

    @ArchTest
    static final ArchRule submissionsAreReadWithoutAWebServer = classes()
            .that()
            .resideInAPackage("dev.holdfast.submission")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "dev.holdfast.submission",
                    "dev.holdfast.job",
                    "dev.holdfast.rq",
                    "dev.holdfast.problem",
                    "com.fasterxml.jackson..",
                    "java..",
                    "org.jspecify..",
                    "org.springframework.modulith..")
            .because("what a client may ask for is decided by its bytes, and by nothing around them");

    @ArchTest
    static final ArchRule metersAreBuiltInMetrics = noClasses()
            .that(are(DescribedPredicate.not(simpleNameEndingWith("Metrics"))))
            .should()
            .dependOnClassesThat(
                    resideInAPackage("io.micrometer..").and(DescribedPredicate.not(simpleName("MeterRegistry"))))
            .because("a room's meters are one list, which docs/metrics.md is compared with");

    @ArchTest
    static final ArchRule nothingIsInjectedIntoFields =
            NO_CLASSES_SHOULD_USE_FIELD_INJECTION.because("what an object needs, its constructor asks for");

    @ArchTest
    static final ArchRule nothingIsWiredOrWrappedByAnnotations = noClasses()
            .should()
            .dependOnClassesThat(nameMatching("org\\.springframework\\.stereotype\\.(Component|Service|Repository)"
                    + "|org\\.springframework\\.beans\\.factory\\.annotation\\.(Autowired|Value)"
                    + "|org\\.springframework\\.context\\.annotation\\.Lazy"
                    + "|org\\.springframework\\.scheduling\\.annotation\\.\\w+"
                    + "|org\\.springframework\\.transaction\\.annotation\\.\\w+"
                    + "|org\\.springframework\\.retry\\.annotation\\.\\w+"
                    + "|jakarta\\.(inject|transaction)\\.\\w+"
                    + "|io\\.github\\.resilience4j\\.\\w+\\.annotation\\.\\w+"))
            .because("configurations call constructors, and wrappers are put around a queue by hand, in view");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = noClasses()
            .should()
            .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Common|Base|Processor|Handler|DTO|Dto|VO)")
            .because("these words fit everything and say nothing");

    @ArchTest
    static final ArchRule packagesAreRooms = classes()
            .that()
            .resideOutsideOfPackage("dev.holdfast")
            .should()
            .resideInAPackage("dev.holdfast.*")
            .andShould()
            .resideOutsideOfPackages(
                    "..util..",
                    "..common..",
                    "..model..",
                    "..dto..",
                    "..service..",
                    "..impl..",
                    "..config..",
                    "..controller..",
                    "..repository..")
            .because("code that changes together lies together, one level deep");

    @ArchTest
    static final ArchRule interfacesHaveTwoImplementations = classes()
            .that()
            .areInterfaces()
            .and()
            .doNotHaveSimpleName("package-info")
            .and()
            .areNotAnnotatedWith(FunctionalInterface.class)
            .should(haveTwoImplementations())
            .because("an interface with one is a second name for it; lambdas get the JDK's functional interfaces");

    @ArchTest
    static final ArchRule ownFunctionalInterfacesThrow = methods()
            .that()
            .areDeclaredInClassesThat()
            .areAnnotatedWith(FunctionalInterface.class)
            .should()
            .declareThrowableOfType(SQLException.class)
            .because("else the JDK has one");

    @ArchTest
    static final ArchRule httpIsSpokenByWebhooksOnly = onlyIn("org.apache.hc..", "webhook")
            .because("whoever opens a connection outwards checks first where it leads");

    @ArchTest
    static final ArchRule databasesStayInTheSpool =
            onlyIn("java.sql..", "spool").because("one thread of one room touches the file");

    @ArchTest
    static final ArchRule nobodyLooksAtTheClockOrSleeps = noClasses()
            .should()
            .accessTargetWhere(readsTheTimeOrSleeps())
            .because("time is a constructor parameter, or it cannot be tested");

    @ArchTest
    static final ArchRule staticFieldsAreFinal =
            fields().that().areStatic().should().beFinal().because("state has an owner, and statics have none");

    @ArchTest
    static final ArchRule classesAreNeverAbstract = noClasses()
            .that()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .should()
            .haveModifier(JavaModifier.ABSTRACT)
            .because("what is shared is a part of its own, and no ancestor");

    @ArchTest
    static final ArchRule classesAreFinal = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areNotEnums()
            .and()
            .areNotAnonymousClasses()
            .and(are(DescribedPredicate.not(annotatedWith(Configuration.class))))
            .and()
            .doNotBelongToAnyOf(HoldfastApplication.class)
            .should()
            .haveModifier(JavaModifier.FINAL)
            .because("nothing here is made to be extended");

    @ArchTest
    static final ArchRule settingsAreRecords = classes()
            .that()
            .areAnnotatedWith(ConfigurationProperties.class)
            .should()
            .beRecords()
            .because("a setting is checked once, at the start, and never changes");

    @ArchTest
    static final ArchRule settingsStayInTheirRoom = classes()
            .that()
            .areAnnotatedWith(ConfigurationProperties.class)
            .and()
            .doNotHaveSimpleName("RqSettings")
            .should()
            .bePackagePrivate()
            .because("rooms hand on what follows from a setting; only what the workers expect is a fact of its own");

    @ArchTest
    static final ArchRule failuresAreNamed =
            NO_CLASSES_SHOULD_THROW_GENERIC_EXCEPTIONS.because("who catches one must know what happened");

    private static ArchRule onlyIn(String library, String... rooms) {
        return noClasses()
                .that()
                .resideOutsideOfPackages(
                        Arrays.stream(rooms).map(room -> "dev.holdfast." + room).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library);
    }

    private static DescribedPredicate<JavaClass> nameMatching(String pattern) {
        Pattern names = Pattern.compile(pattern);
        return DescribedPredicate.describe(
                "are annotations that wire or wrap",
                type -> names.matcher(type.getFullName()).matches());
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheTimeOrSleeps() {
        return DescribedPredicate.describe("the time is read or a thread sleeps", access -> {
            String owner = access.getTargetOwner().getFullName();
            String method = access.getTarget().getName();
            return (owner.startsWith("java.time.") && method.equals("now"))
                    || (owner.equals("java.lang.System") && method.equals("currentTimeMillis"))
                    || method.equals("sleep");
        });
    }

    private static ArchCondition<JavaClass> haveTwoImplementations() {
        return new ArchCondition<>("have two implementations or more") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                int count = type.getAllSubclasses().size();
                events.add(new SimpleConditionEvent(
                        type, count >= 2, type.getFullName() + " has " + count + " implementations"));
            }
        };
    }
}
