package io.hnvgateway.lab.rules;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;

/// The arrows between the modules and the other rules that hold for all classes.
final class ModuleRules {
    private static final String ROOT = "io.hnvgateway.";

    /// JSON, gRPC and HTTP; command lines.
    private static final String[] OUTSIDE_WORLD = {
        "com.fasterxml.jackson..",
        "io.netty..",
        "io.grpc..",
        "com.google.protobuf..",
        "com.linecorp.armeria..",
        "com.sun.net.httpserver..",
        "java.net.http..",
        "picocli.."
    };

    static final ArchRule PACKET_KNOWS_NOTHING =
            classes()
                    .that()
                    .resideInAPackage(ROOT + "packet..")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(ROOT + "packet..", "java..", "jdk..", "org.jspecify..");

    static final ArchRule FOREIGN_CALLS_STAND_IN_TWO_PLACES =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(ROOT + "dataplane..", ROOT + "ipsec.cipher..")
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("java.lang.foreign.Linker");

    static final ArchRule OUTSIDE_WORLD_STAYS_OUTSIDE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            ROOT + "packet..",
                            ROOT + "dataplane..",
                            ROOT + "compartments..",
                            ROOT + "nat..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(OUTSIDE_WORLD);

    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Manager|Helper|Utils?)(\\$.*)?")
                    .because("such a name fits everything, and so the class grows");

    static final ArchRule NO_UNSAFE =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("sun.misc.Unsafe")
                    .because("it is deprecated for removal");

    static final ArchRule HTTP_LIBRARY_STAYS_IN_ONE_PACKAGE =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "app..")
                    .and()
                    .resideOutsideOfPackage(ROOT + "app.rest..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("com.linecorp.armeria..")
                    .because("whatever carries requests, the API is the same");

    static final ArchRule METRICS_LIBRARY_STAYS_IN_ONE_PACKAGE =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + "app..")
                    .and()
                    .resideOutsideOfPackage(ROOT + "app.telemetry..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.micrometer..", "io.prometheus..")
                    .because("what is counted does not know who reads it");

    private ModuleRules() {}

    static List<ArchRule> all() {
        List<ArchRule> rules = new ArrayList<>();
        rules.add(arrows("packet"));
        rules.add(arrows("dataplane", "packet"));
        rules.add(arrows("compartments", "packet"));
        rules.add(arrows("nat", "packet", "compartments"));
        rules.add(arrows("ipsec", "packet", "compartments"));
        rules.add(arrows("bgp", "packet"));
        rules.add(arrows("provider"));
        rules.add(
                arrows(
                        "app",
                        "packet",
                        "dataplane",
                        "compartments",
                        "nat",
                        "ipsec",
                        "bgp",
                        "provider"));
        rules.add(
                arrows(
                        "lab",
                        "packet",
                        "dataplane",
                        "compartments",
                        "nat",
                        "ipsec",
                        "bgp",
                        "provider",
                        "app"));
        rules.add(PACKET_KNOWS_NOTHING);
        rules.add(FOREIGN_CALLS_STAND_IN_TWO_PLACES);
        rules.add(OUTSIDE_WORLD_STAYS_OUTSIDE);
        rules.add(HTTP_LIBRARY_STAYS_IN_ONE_PACKAGE);
        rules.add(METRICS_LIBRARY_STAYS_IN_ONE_PACKAGE);
        rules.add(NAMES_SAY_WHAT_A_CLASS_IS);
        rules.add(NO_UNSAFE);
        return rules;
    }

    /// Of the project's own classes a module uses its own and those of the modules named.
    static ArchRule arrows(String module, String... known) {
        List<String> allowed = new ArrayList<>(List.of(ROOT + module + ".."));
        for (String name : known) {
            allowed.add(ROOT + name + "..");
        }
        DescribedPredicate<JavaClass> others =
                resideInAPackage(ROOT + ".")
                        .and(
                                DescribedPredicate.not(
                                        resideInAnyPackage(allowed.toArray(String[]::new))));
        return noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat(others)
                .as("module " + module + " uses only " + List.of(known))
                .allowEmptyShould(true);
    }
}
