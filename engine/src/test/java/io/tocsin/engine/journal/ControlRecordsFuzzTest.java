package io.tocsin.engine.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.action.OperatorAction;
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
 * Any bytes as the body of a control record: they are refused by a JournalException or an IllegalArgumentException, or
 * they are a record that comes back from its own bytes; nothing beyond the body is read. Bodies of plans have
 * {@link io.tocsin.engine.plan.codec.PlanCodecFuzzTest}. {@code .ci/fuzz ControlRecords} makes inputs.
 */
class ControlRecordsFuzzTest {
    private static final int MAX_LENGTH = 1 << 16;

    private static final ControlKind[] KINDS = {
        ControlKind.SENSOR,
        ControlKind.TEXT,
        ControlKind.SOURCE_PROGRESS,
        ControlKind.CLOCK_STEP,
        ControlKind.GAP,
        ControlKind.EVICT,
        ControlKind.SOURCE_DOWN,
        ControlKind.ACTION
    };

    static List<Path> inputs() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/fuzz/ControlRecords"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldDecodeOrRefuseKeptInputs(Path input) throws IOException {
        fuzzerTestOneInput(Files.readAllBytes(input));
    }

    /** Called by Jazzer. The first byte chooses the kind. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        ControlKind kind = KINDS[(input[0] & 0xFF) % KINDS.length];
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        Object decoded;
        try {
            decoded = decode(kind, body);
        } catch (JournalException | IllegalArgumentException e) {
            return;
        }
        byte[] encoded = encode(decoded);
        Object again = decode(kind, encoded);
        if (!again.equals(decoded) || !Arrays.equals(encode(again), encoded)) {
            assertThat(again).isEqualTo(decoded);
            assertThat(encode(again)).isEqualTo(encoded);
        }
    }

    /** The buffer ends where the body ends, and checks its bounds. */
    private static Object decode(ControlKind kind, byte[] body) {
        UnsafeBuffer buffer = new UnsafeBuffer(body);
        int length = body.length;
        return switch (kind) {
            case SENSOR -> SensorDefinition.decode(buffer, 0, length);
            case TEXT -> TextDefinition.decode(buffer, 0, length);
            case SOURCE_PROGRESS, SOURCE_END -> SourceProgress.decode(buffer, 0, length);
            case CLOCK_STEP -> ClockStep.decode(buffer, 0, length);
            case GAP -> JournalGap.decode(buffer, 0, length);
            case EVICT -> Eviction.decode(buffer, 0, length);
            case SOURCE_DOWN, SOURCE_UP -> SourceState.decode(buffer, 0, length);
            case ACTION -> OperatorAction.decode(buffer, 0, length);
            case PLAN -> throw new AssertionError("has a target of its own");
        };
    }

    private static byte[] encode(Object record) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[MAX_LENGTH]);
        int length;
        if (record instanceof SensorDefinition sensor) {
            length = sensor.encode(buffer, 0);
        } else if (record instanceof TextDefinition text) {
            length = text.encode(buffer, 0);
        } else if (record instanceof SourceProgress progress) {
            length = progress.encode(buffer, 0);
        } else if (record instanceof ClockStep step) {
            step.encode(buffer, 0);
            length = ClockStep.LENGTH;
        } else if (record instanceof SourceState state) {
            return state.encode();
        } else if (record instanceof OperatorAction action) {
            return action.encode();
        } else if (record instanceof Eviction eviction) {
            length = eviction.encode(buffer, 0);
        } else {
            JournalGap gap = (JournalGap) record;
            gap.encode(buffer, 0);
            length = gap.encodedLength();
        }
        return Arrays.copyOf(buffer.byteArray(), length);
    }
}
