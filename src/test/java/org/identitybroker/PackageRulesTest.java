package org.identitybroker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The package table. Each package's `package-info` says the same in a sentence.
class PackageRulesTest {
    private static final String ROOT = "org.identitybroker";

    private static final Map<String, Set<String>> MAY_IMPORT = Map.ofEntries(
            Map.entry("problem", Set.of()),
            Map.entry("setting", Set.of()),
            Map.entry("tracing", Set.of("problem", "setting")),
            Map.entry("exchange", Set.of("problem", "setting", "tracing")),
            Map.entry("pool", Set.of("setting")),
            Map.entry("caller", Set.of("exchange", "identity", "pool", "problem", "setting")),
            Map.entry("store", Set.of("problem", "tracing")),
            Map.entry("audit", Set.of("exchange", "problem", "setting", "store", "tracing")),
            Map.entry("identity", Set.of("audit", "pool", "problem", "store")),
            Map.entry("quota", Set.of("pool", "problem", "store")),
            Map.entry("cognito", Set.of("identity", "pool", "problem", "quota", "setting", "tracing")),
            Map.entry("trail", Set.of("audit", "caller", "exchange", "pool", "problem", "store")),
            Map.entry(
                    "token",
                    Set.of("audit", "caller", "cognito", "exchange", "identity", "pool", "problem", "setting")),
            Map.entry(
                    "credentials",
                    Set.of("audit", "caller", "cognito", "exchange", "identity", "pool", "problem", "token")),
            Map.entry("directory", Set.of("audit", "caller", "cognito", "exchange", "identity", "pool", "problem")),
            Map.entry("catalog", Set.of("caller", "pool")),
            Map.entry(
                    "adoption",
                    Set.of(
                            "audit",
                            "caller",
                            "cognito",
                            "exchange",
                            "identity",
                            "pool",
                            "problem",
                            "setting",
                            "store")),
            Map.entry(
                    "diagnosis",
                    Set.of("audit", "caller", "cognito", "identity", "pool", "problem", "quota", "setting", "store")),
            Map.entry("health", Set.of("cognito", "setting")),
            Map.entry("playground", Set.of()),
            Map.entry("dev", Set.of("caller", "cognito", "emulator", "pool", "problem")));

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(new DoNotIncludeTests()).importPackages(ROOT);

    @Test
    void everyPackageHasItsRow() {
        Set<String> expected = new TreeSet<>(MAY_IMPORT.keySet());
        expected.add("emulator");
        Set<String> found = CLASSES.stream().map(PackageRulesTest::feature).collect(Collectors.toSet());
        assertThat(found).isEqualTo(expected);
    }

    @TestFactory
    Stream<DynamicTest> packagesImportOnlyWhatTheTableAllows() {
        return MAY_IMPORT.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    String[] others = Stream.concat(MAY_IMPORT.keySet().stream(), Stream.of("emulator"))
                            .filter(name -> !name.equals(row.getKey())
                                    && !row.getValue().contains(name))
                            .map(name -> ROOT + "." + name + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(ROOT + "." + row.getKey() + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage(others)
                            .check(CLASSES);
                }));
    }

    @Test
    void theEmulatorStandsAlone() {
        String[] ours = MAY_IMPORT.keySet().stream()
                .map(name -> ROOT + "." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".emulator..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(ours)
                .check(CLASSES);
        classes()
                .that()
                .resideInAPackage(ROOT + ".emulator..")
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAnyPackage(ROOT + ".emulator..", ROOT + ".dev..")
                .check(CLASSES);
    }

    /// What of the emulator its protected resources know; they know nothing of identities and pools.
    @TestFactory
    Stream<DynamicTest> protectedResourcesKnowOnlyCredentialsAndPolicies() {
        Map<String, Set<String>> mayImport = Map.of(
                "iam", Set.of(),
                "principal", Set.of("credential", "iam", "sigv4", "state"),
                "s3", Set.of("http", "iam", "principal", "sigv4", "wire"),
                "apigateway", Set.of("credential", "http", "iam", "principal", "sigv4", "wire"));
        String emulator = ROOT + ".emulator.";
        return mayImport.entrySet().stream()
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    String[] allowed = Stream.concat(row.getValue().stream(), Stream.of(row.getKey()))
                            .map(name -> emulator + name + "..")
                            .toArray(String[]::new);
                    noClasses()
                            .that()
                            .resideInAPackage(emulator + row.getKey() + "..")
                            .should()
                            .dependOnClassesThat(JavaClass.Predicates.resideInAPackage(ROOT + "..")
                                    .and(DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(allowed))))
                            .check(CLASSES);
                }));
    }

    @Test
    void onlyCognitoKnowsTheSdk() {
        onlyIn("software.amazon.awssdk..", ROOT + ".cognito..", ROOT + ".dev..");
    }

    @Test
    void onlyWhoOwnsTablesKnowsTheDatabase() {
        onlyIn("org.hibernate..", ROOT + ".identity..", ROOT + ".adoption..");
        onlyIn("jakarta.persistence..", ROOT + ".identity..", ROOT + ".adoption..");
        onlyIn(
                "java.sql..",
                ROOT + ".identity..",
                ROOT + ".store..",
                ROOT + ".audit..",
                ROOT + ".quota..",
                ROOT + ".trail..",
                ROOT + ".dev..");
    }

    @Test
    void onlyCallerReadsTokensOfCallers() {
        onlyIn("org.jose4j..", ROOT + ".caller..", ROOT + ".dev..");
        onlyIn("org.eclipse.microprofile.jwt..", ROOT + ".caller..");
    }

    /// Who waits or counts, does so by `System.nanoTime`, which no step of the clock moves; and the time of day comes
    /// from the one [Clock] that a test can step.
    @Test
    void onlyTheBrokersClockReadsTheTimeOfDay() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".emulator..", ROOT + ".dev..")
                .and()
                .doNotHaveSimpleName("BrokerClock")
                .should()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .check(CLASSES);
    }

    @Test
    void noCycles() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void classesAreNamedForWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Manager|Util|Utils|Helper)$")
                .check(CLASSES);
    }

    private static void onlyIn(String library, String... homes) {
        noClasses()
                .that()
                .resideOutsideOfPackages(homes)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(CLASSES);
    }

    private static String feature(JavaClass type) {
        return type.getPackageName().substring(ROOT.length() + 1).split("\\.", -1)[0];
    }
}
