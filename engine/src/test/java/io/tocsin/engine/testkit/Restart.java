package io.tocsin.engine.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.state.StateInput;
import io.tocsin.engine.state.StateOutput;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A restart from a snapshot, compared with the run that was never interrupted. */
public final class Restart {
    private Restart() {}

    /**
     * Checks that a fold with a snapshot in its middle has the results and the state of the whole run.
     *
     * @param whole the run that was not interrupted, of a plan without user functions
     * @param cut position of the first record behind the snapshot
     */
    public static void check(ShardDriver whole, int cut) {
        List<RecordList.Entry> entries = whole.records().entries();
        List<Object> results = new ArrayList<>();
        Recovery first = Recovery.into(new JournalFold(ShardDriver.into(results)));
        forward(entries, 0, cut, first);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        first.writeTo(new StateOutput(bytes));
        JournalFold rest = new JournalFold(ShardDriver.into(results));
        Recovery second = Recovery.into(rest);
        second.readFrom(new StateInput(new ByteArrayInputStream(bytes.toByteArray())));
        forward(entries, cut, entries.size(), second);
        assertThat(results).isEqualTo(whole.results());
        assertThat(rest.digest()).isEqualTo(whole.shard().digest());
    }

    private static void forward(List<RecordList.Entry> entries, int from, int to, Recovery recovery) {
        for (int position = from; position < to; position++) {
            entries.get(position).forward(position, recovery);
        }
    }
}
