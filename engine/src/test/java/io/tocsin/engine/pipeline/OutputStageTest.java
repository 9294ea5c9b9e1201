package io.tocsin.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.testkit.MemoryJournal;
import java.util.ArrayList;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

class OutputStageTest {
    private final MemoryJournal journal = new MemoryJournal();
    private final List<Long> left = new ArrayList<>();
    private final OutputStage output =
            new OutputStage(journal, AlarmGate.JOURNALLED, event -> left.add(event.ordinal()), (where, cause) -> {
                throw new AssertionError(where, cause);
            });
    private final ResultRing results = new ResultRing(() -> 1, output);
    private final AlarmEventFlyweight event = new AlarmEventFlyweight()
            .wrap(new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]), 0)
            .position(-1)
            .kind(AlarmEventKind.RAISED)
            .reason(AlarmEventReason.RULE);

    /** Wherever in the ring the last event lies: the padding at its end counts as no message. */
    @Test
    void shouldLetTheLastEventOutWhenItLiesBehindTheRingsPadding() {
        int written = 0;
        while (written < 30_000) {
            results.onAlarm(event.ordinal(written++));
            output.stop(results);
            output.run(results);
            assertThat(left).as("written=%d", written).hasSize(written);
        }
        assertThat(left).isSorted();
    }
}
