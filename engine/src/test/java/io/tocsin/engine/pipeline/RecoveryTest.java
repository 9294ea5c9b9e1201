package io.tocsin.engine.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.journal.TextDefinition;
import io.tocsin.engine.plan.Plan;
import io.tocsin.engine.plan.SourceNode;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import io.tocsin.engine.testkit.RecordList;
import io.tocsin.engine.testkit.Rules;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final int GOOD = Quality.GOOD.code();

    private final RecordList records = new RecordList();

    /** A start continues with the last number of a cell when the file has none any more: over snapshots too. */
    @Test
    void shouldKnowTheNumberThatEachCellOfATableHadLast() {
        records.plan(new Plan(
                "g",
                List.of(
                        new SourceNode("plant", "mqtt", "", false),
                        new SourceNode("limits", SourceNode.TABLE, "", false)),
                1,
                List.of(Rules.missing("m", "#", 1, false, 0)),
                List.of()));
        records.text(new TextDefinition(0, "78,5"));
        for (int sensorId = 0; sensorId < 5; sensorId++) {
            records.sensor(new SensorDefinition(sensorId, sensorId == 4 ? 0 : 1, 0, "s" + sensorId));
        }
        reading(0, 80, GOOD);
        reading(0, 81, GOOD);
        reading(1, 70, GOOD);
        reading(1, Double.NaN, Quality.BAD.code());
        reading(2, 60, GOOD);
        reading(2, TextValue.of(0), GOOD);
        reading(4, 50, GOOD);
        Recovery recovery = Recovery.into(new JournalFold(ResultHandler.NOTHING));
        forward(0, recovery);
        assertNumbers(recovery);

        int saved = records.size();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        recovery.writeTo(new StateOutput(bytes));
        Recovery restored = Recovery.into(new JournalFold(ResultHandler.NOTHING));
        restored.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
        assertNumbers(restored);
        reading(3, 40, GOOD);
        forward(saved, restored);
        assertThat(restored.numberOfCell(3)).isEqualTo(40);
    }

    private static void assertNumbers(Recovery recovery) {
        assertThat(recovery.numberOfCell(0)).isEqualTo(81);
        assertThat(recovery.numberOfCell(1)).as("gone").isNaN();
        assertThat(recovery.numberOfCell(2)).as("a text").isNaN();
        assertThat(recovery.numberOfCell(3)).as("never there").isNaN();
        assertThat(recovery.numberOfCell(4)).as("of no table").isNaN();
    }

    private void reading(int sensorId, double value, int quality) {
        records.onReading(0, sensorId, records.size(), records.size(), value, quality, 0);
    }

    private void forward(int from, Recovery recovery) {
        for (int position = from; position < records.size(); position++) {
            records.entries().get(position).forward(position, recovery);
        }
    }
}
