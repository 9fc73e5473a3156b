package io.hypha;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The map of the house: who may knock at which door. The table in docs/architecture.md explains it.
 */
class ArchitectureTest {

    private static final JavaClasses CODE =
            new ClassFileImporter()
                    .withImportOption(location ->
                            !location.contains("/test-classes/")
                                    && !location.contains("/fast/test/"))
                    .importPackages("io.hypha");

    /** A room and the packages of Hypha that it may use beside itself. */
    record Room(String name, List<String> mayUse) {
        static Room of(String name, String... mayUse) {
            return new Room(name, List.of(mayUse));
        }

        @Override
        public String toString() {
            return name + " may use " + mayUse;
        }
    }

    private static final String DOOR = "node";

    static Stream<Room> rooms() {
        return Stream.of(
                Room.of("node.bytes"),
                Room.of("node.scale", "node.bytes"),
                Room.of("node.crypto", "node.bytes"),
                Room.of("node.header", "node.scale", "node.crypto", "node.bytes"),
                Room.of("node.trie", "node.scale", "node.crypto", "node.bytes"),
                Room.of("node.zstd", "node.crypto", "node.bytes"),
                Room.of(
                        "node.runtime",
                        "node.zstd",
                        "node.trie",
                        "node.scale",
                        "node.crypto",
                        "node.bytes"),
                Room.of("node.metadata", "node.scale", "node.crypto", "node.bytes"),
                Room.of(
                        "node.extrinsic",
                        "node.metadata",
                        "node.scale",
                        "node.crypto",
                        "node.bytes"),
                Room.of(
                        "node.consensus",
                        DOOR,
                        "node.header",
                        "node.scale",
                        "node.crypto",
                        "node.bytes"),
                Room.of(
                        "node.network",
                        "node.network.wire",
                        "node.network.message",
                        "node.header",
                        "node.scale",
                        "node.crypto",
                        "node.bytes"),
                Room.of("node.rpc", "node.header", "node.scale", "node.crypto", "node.bytes"),
                Room.of("node.network.wire", "node.scale", "node.crypto", "node.bytes"),
                Room.of(
                        "node.network.message",
                        "node.header",
                        "node.scale",
                        "node.crypto",
                        "node.bytes"),
                Room.of(
                        "node.bundle",
                        DOOR,
                        "node.runtime",
                        "node.trie",
                        "node.consensus",
                        "node.header",
                        "node.scale",
                        "node.crypto",
                        "node.bytes"),
                Room.of("node.sync", DOOR, "node.."),
                Room.of(
                        "chain..",
                        DOOR,
                        "node.bundle",
                        "node.metadata",
                        "node.scale",
                        "node.crypto",
                        "node.bytes"),
                Room.of("index..", "chain", "node.bytes"),
                Room.of("yield..", "index", "chain", "node.bytes"),
                Room.of("rank..", "yield", "index", "chain", "node.bytes"),
                Room.of(
                        "stake..",
                        "chain",
                        "node.extrinsic",
                        "node.metadata",
                        "node.scale",
                        "node.crypto",
                        "node.bytes",
                        DOOR),
                Room.of(
                        "stake.vault",
                        "node.extrinsic",
                        "node.metadata",
                        "node.scale",
                        "node.crypto",
                        "node.bytes"),
                Room.of(
                        "web..",
                        "stake",
                        "stake.vault",
                        "rank",
                        "yield",
                        "index",
                        "chain",
                        "node.bytes"),
                // The root package is HyphaApplication, which the serve command starts.
                Room.of(
                        "cli..", "", "boot", "devnet", "stake", "rank", "yield", "index", "chain",
                        DOOR, "node.."),
                Room.of("devnet..", DOOR, "node.."));
    }

    @ParameterizedTest
    @MethodSource("rooms")
    void each_room_uses_only_what_its_row_of_the_table_allows(Room room) {
        String[] allowed =
                Stream.concat(
                                Stream.of("io.hypha." + room.name()),
                                room.mayUse().stream()
                                        .map(name ->
                                                name.isEmpty() ? "io.hypha" : "io.hypha." + name))
                        .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("io.hypha." + room.name())
                .should()
                .dependOnClassesThat(
                        resideInAPackage("io.hypha..")
                                .and(
                                        com.tngtech.archunit.base.DescribedPredicate.not(
                                                resideInAnyPackage(allowed))))
                .check(CODE);
    }

    @Test
    void data_flows_from_node_to_web_and_never_back() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("node")
                .definedBy(
                        resideInAPackage("io.hypha.node..")
                                .and(
                                        com.tngtech.archunit.base.DescribedPredicate.not(
                                                resideInAPackage("io.hypha.node.bytes"))))
                .layer("chain")
                .definedBy("io.hypha.chain..")
                .layer("index")
                .definedBy("io.hypha.index..")
                .layer("yield")
                .definedBy("io.hypha.yield..")
                .layer("rank")
                .definedBy("io.hypha.rank..")
                .layer("stake")
                .definedBy("io.hypha.stake..")
                .layer("web")
                .definedBy("io.hypha.web..")
                .whereLayer("node")
                .mayNotAccessAnyLayer()
                .whereLayer("chain")
                .mayOnlyAccessLayers("node")
                .whereLayer("index")
                .mayOnlyAccessLayers("chain")
                .whereLayer("yield")
                .mayOnlyAccessLayers("index", "chain")
                .whereLayer("rank")
                .mayOnlyAccessLayers("yield", "index", "chain")
                .whereLayer("stake")
                .mayOnlyAccessLayers("chain", "node")
                .whereLayer("web")
                .mayOnlyAccessLayers("stake", "rank", "yield", "index", "chain")
                .check(CODE);
    }

    @Test
    void only_boot_and_cli_use_the_devnet() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.hypha.devnet..", "io.hypha.boot..", "io.hypha.cli..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.hypha.devnet.."))
                .check(CODE);
    }

    @Test
    void only_the_application_and_the_command_line_name_boot() {
        noClasses()
                .that()
                .resideInAnyPackage("io.hypha..")
                .and()
                .resideOutsideOfPackages("io.hypha", "io.hypha.cli..", "io.hypha.boot..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.hypha.boot.."))
                .check(CODE);
        noClasses()
                .that()
                .resideInAPackage("io.hypha.boot..")
                .should()
                .dependOnClassesThat(resideInAPackage("io.hypha.cli.."))
                .check(CODE);
    }

    @Test
    void a_store_is_known_to_its_own_room_and_boot_only() {
        for (String room : List.of("index", "stake")) {
            noClasses()
                    .that()
                    .resideOutsideOfPackages("io.hypha." + room + "..", "io.hypha.boot..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.hypha." + room + ".store.."))
                    .allowEmptyShould(false)
                    .check(CODE);
        }
    }

    private static final String[] CORE = {
        "io.hypha.node",
        "io.hypha.node.bytes",
        "io.hypha.node.scale",
        "io.hypha.node.crypto",
        "io.hypha.node.header",
        "io.hypha.node.trie",
        "io.hypha.node.runtime",
        "io.hypha.node.zstd",
        "io.hypha.node.metadata",
        "io.hypha.node.extrinsic",
        "io.hypha.node.consensus",
        "io.hypha.node.bundle",
        "io.hypha.node.network.wire",
        "io.hypha.node.network.message",
        "io.hypha.chain",
        "io.hypha.yield",
        "io.hypha.rank"
    };

    @Test
    void the_core_knows_no_spring_log_socket_sql_or_thread() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage(
                                "org.springframework..",
                                "org.slf4j..",
                                "java.net",
                                "java.net.http",
                                "java.sql",
                                "javax.sql",
                                "jakarta.persistence..",
                                "java.util.concurrent.locks"))
                .check(CODE);
    }

    /** A call of the chain's own code has a time limit and a stack of its own. */
    private static final String CALL_THREAD = "io.hypha.node.runtime.CallThread";

    @Test
    void the_core_does_not_ask_what_time_it_is_and_draws_no_chance() {
        noClasses()
                .that()
                .resideInAnyPackage(CORE)
                .and()
                .doNotHaveFullyQualifiedName(CALL_THREAD)
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Clock.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(InstantSource.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.lang.Thread.class)
                .check(CODE);
    }

    @Test
    void light_node_knows_no_spring() {
        noClasses()
                .that()
                .resideInAPackage("io.hypha.node..")
                .should()
                .dependOnClassesThat(resideInAPackage("org.springframework.."))
                .check(CODE);
    }

    @Test
    void rooms_have_no_cycles() {
        slices().matching("io.hypha.(*)..").should().beFreeOfCycles().check(CODE);
        slices().matching("io.hypha.node.(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void every_package_is_null_marked_and_says_what_it_is_for() {
        List<String> unmarked =
                CODE.stream()
                        .map(type -> type.getPackage())
                        .distinct()
                        .filter(p -> !p.getName().equals("io.hypha"))
                        .filter(p ->
                                p.getClasses().stream()
                                                .noneMatch(c ->
                                                        c.getSimpleName().equals("package-info"))
                                        || !p.isAnnotatedWith(
                                                org.jspecify.annotations.NullMarked.class))
                        .map(p -> p.getName())
                        .sorted()
                        .toList();
        assertTrue(unmarked.isEmpty(), "packages without a @NullMarked package-info: " + unmarked);
    }

    @Test
    void classes_carry_the_name_of_a_thing() {
        classes()
                .that()
                .resideInAPackage("io.hypha..")
                .should()
                .haveNameNotMatching(".*(Util|Utils|Helper|Manager|Impl|Dto)$")
                .check(CODE);
    }
}
