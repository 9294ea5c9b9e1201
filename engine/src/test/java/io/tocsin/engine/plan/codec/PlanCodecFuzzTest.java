package io.tocsin.engine.plan.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Any bytes as a plan: they are refused by an IllegalArgumentException, or they are a plan that comes back from its own
 * bytes. {@code .ci/fuzz PlanCodec} makes inputs.
 */
class PlanCodecFuzzTest {
    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/PlanCodec"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldDecodeOrRefuseKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(byte[] input) {
        Plan plan;
        try {
            plan = PlanCodec.decode(new UnsafeBuffer(input), 0);
        } catch (IllegalArgumentException e) {
            return;
        }
        byte[] bytes = PlanCodec.encode(plan);
        Plan again = PlanCodec.decode(new UnsafeBuffer(bytes), 0);
        if (!again.equals(plan) || !Arrays.equals(PlanCodec.encode(again), bytes)) {
            assertThat(again).isEqualTo(plan);
            assertThat(PlanCodec.encode(again)).isEqualTo(bytes);
        }
    }
}
