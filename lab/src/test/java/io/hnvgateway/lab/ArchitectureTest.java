package io.hnvgateway.lab;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/// Holds the arrows between the modules.
class ArchitectureTest {
    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.hnvgateway");

    @Test
    void foreignFunctionCallsStandOnlyInDataplane() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.hnvgateway.dataplane..")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.lang.foreign.Linker")
                .allowEmptyShould(true)
                .check(PRODUCT);
    }
}
