package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.tocsin.gateway.system.Mosquitto;
import io.tocsin.gateway.system.TocsinProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the tests: a gateway with a fault planted into one of its classes is caught by the harness that is there for
 * it.
 */
class PlantedFaultSystemTest {
    /** Faults of timing show within some attempts, not at once. */
    private static final int ATTEMPTS = 4;

    private static final int CUTS = 4;
    private static final String DAMAGES = "200";
    private static final long DAMAGES_MS = 600_000;

    @TempDir
    private Path directory;

    @BeforeAll
    static void requireCompiler() {
        assumeTrue(ToolProvider.getSystemJavaCompiler() != null, "SKIPPED: needs a JDK, this is a JRE");
    }

    @Test
    void shouldNoticeThatTheChecksumIsIgnored() throws Exception {
        shouldBeNoticed(PlantedFault.IGNORES_THE_CHECKSUM);
    }

    /** Each run of the heavy tier must not find out that a line has moved. */
    @ParameterizedTest
    @EnumSource(PlantedFault.class)
    void shouldCompileWithTheFault(PlantedFault fault) throws Exception {
        assertThat(fault.compile(directory)).isNotEmptyDirectory();
    }

    @ParameterizedTest
    @EnumSource(PlantedFault.class)
    @Tag("heavy")
    void shouldBeNoticed(PlantedFault fault) throws Exception {
        Path patched = fault.compile(directory);
        Dose dose = Dose.of("planted fault " + fault, CUTS);
        AssertionError caught = null;
        for (int attempt = 0; caught == null && attempt < ATTEMPTS; attempt++) {
            Path work = Files.createDirectories(directory.resolve("attempt-" + attempt));
            Dose next = new Dose(dose.cycles(), dose.seed() + attempt);
            caught = catchThrowableOfType(AssertionError.class, () -> check(fault, work, next, patched));
        }
        assertThat(caught).as("%s is noticed", fault).isNotNull();
        System.out.println(
                fault + " is noticed: " + caught.getMessage().lines().limit(3).toList());
        assertThat(caught.getMessage()).contains(fault.words());
    }

    private static void check(PlantedFault fault, Path work, Dose dose, Path patched) throws Exception {
        switch (fault) {
            // A long interval, so that much is unforced when the power goes.
            case ACKNOWLEDGES_ON_ARRIVAL, ACKNOWLEDGES_BEFORE_THE_SYNC ->
                PowerCut.run(work, LoopDisk.Kind.EXT4, "5s", "journalled", dose, patched);
            case LEAVES_OLD_GENERATIONS_UNFORCED, NEVER_SYNCS_THE_ALARM_FILE ->
                PowerCut.run(work, LoopDisk.Kind.EXT4, "1s", "journalled", dose, patched);
            case OPENS_THE_DURABLE_GATE -> PowerCut.run(work, LoopDisk.Kind.EXT4, "1s", "durable", dose, patched);
            case IGNORES_THE_CHECKSUM, IGNORES_THE_CHAIN, IGNORES_THE_END_MARK, BELIEVES_A_DAMAGED_SNAPSHOT ->
                damage(Corruption.class, work, dose, patched);
            case BEGINS_BEHIND_WHAT_THE_ALARM_LOG_LOST, SKIPS_WHAT_WAITS_WHEN_A_CURSOR_IS_DAMAGED ->
                damage(WaitingAlarms.class, work, dose, patched);
            case FORGETS_DUPLICATES -> WindowKills.run(work, new Dose(5, dose.seed()), "v3", patched);
            case LETS_RESULTS_OUT_IN_HASH_ORDER -> Kills.run(work, new Dose(5, dose.seed()), patched);
            case RETRIES_A_FAILED_SYNC, GOES_ON_AFTER_A_FAILURE ->
                IoErrors.run(work, dose, List.of(IoErrors.RANGE_SYNC), patched);
            case LETS_A_SECOND_GATEWAY_IN -> {
                try (Mosquitto broker = new Mosquitto(work.resolve("broker"))) {
                    SecondGateway.run(work, broker, patched);
                }
            }
            case SKIPS_THE_DIRECTORY_SYNC -> ForcedNames.run(work, patched);
        }
    }

    private static void damage(Class<?> program, Path work, Dose dose, Path patched) throws Exception {
        TocsinProcess child = new TocsinProcess.Launch(work)
                .patchedWith(patched)
                .main(program)
                .start(work.toString(), DAMAGES, String.valueOf(dose.seed()));
        boolean ended = child.endsWithin(DAMAGES_MS);
        child.kill();
        assertThat(ended).as("ends; %s", child.err()).isTrue();
        assertThat(child.exitCode()).as(child.err()).isZero();
    }
}
