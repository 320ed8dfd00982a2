package io.hnvgateway.lab.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import io.hnvgateway.app.fixture.ApiThatKnowsHttp;
import io.hnvgateway.compartments.fixture.CompartmentThatParsesJson;
import io.hnvgateway.nat.fixture.NatHelper;
import io.hnvgateway.nat.fixture.NatThatCallsTheKernel;
import io.hnvgateway.nat.fixture.NatThatKnowsLab;
import io.hnvgateway.packet.fixture.PacketThatLogs;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModuleRulesTest {
    private static final JavaClasses PRODUCT =
            new ClassFileImporter()
                    .withImportOption(new ImportOption.DoNotIncludeTests())
                    .importPackages("io.hnvgateway");

    static List<ArchRule> rules() {
        return ModuleRules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void productKeeps(ArchRule rule) {
        rule.check(PRODUCT);
    }

    @Test
    void everyPackageIsNullMarked() {
        List<String> unmarked =
                PRODUCT.stream()
                        .map(JavaClass::getPackage)
                        .distinct()
                        .filter(each -> !each.isAnnotatedWith(NullMarked.class))
                        .map(JavaPackage::getName)
                        .collect(Collectors.toList());

        assertThat(unmarked).isEmpty();
    }

    /// Each rule is shown to fail on a class that breaks it.
    @Nested
    class Finds {
        @Test
        void anArrowThatIsNotDrawn() {
            assertBreaks(ModuleRules.arrows("nat", "packet"), NatThatKnowsLab.class);
        }

        @Test
        void aLibraryInPacket() {
            assertBreaks(ModuleRules.PACKET_KNOWS_NOTHING, PacketThatLogs.class);
        }

        @Test
        void aForeignCallOutsideDataplane() {
            assertBreaks(
                    ModuleRules.FOREIGN_CALLS_STAND_IN_TWO_PLACES, NatThatCallsTheKernel.class);
        }

        @Test
        void jsonInCompartments() {
            assertBreaks(ModuleRules.OUTSIDE_WORLD_STAYS_OUTSIDE, CompartmentThatParsesJson.class);
        }

        @Test
        void aLibraryOutsideItsPackage() {
            assertBreaks(ModuleRules.HTTP_LIBRARY_STAYS_IN_ONE_PACKAGE, ApiThatKnowsHttp.class);
            assertBreaks(ModuleRules.METRICS_LIBRARY_STAYS_IN_ONE_PACKAGE, ApiThatKnowsHttp.class);
        }

        @Test
        void aNameThatSaysNothing() {
            assertBreaks(ModuleRules.NAMES_SAY_WHAT_A_CLASS_IS, NatHelper.class);
        }

        private static void assertBreaks(ArchRule rule, Class<?> offender) {
            JavaClasses classes = new ClassFileImporter().importClasses(offender);

            assertThatThrownBy(() -> rule.check(classes)).isInstanceOf(AssertionError.class);
        }
    }
}
