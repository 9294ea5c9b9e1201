package io.tocsin.ingest.mqtt;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.mapping.MemberPath;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.ValueConfig;
import io.tocsin.ingest.payload.PayloadConfig;
import io.tocsin.ingest.tally.AbsentValues;
import io.tocsin.ingest.tally.AbsentValues.Absent;
import io.tocsin.ingest.tally.InputTally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Looks for values of a topic filter that its first messages never have: a misspelt path, or a device of another kind.
 * Paths with {@code *} and members that report faults may be absent. The reading thread only; allocates for the first
 * messages only, and only while a value is absent.
 */
final class ValueWatch {
    private final PayloadConfig payload;
    private final InputTally tally;
    private final boolean[] isAbsent;
    private int messages;
    private boolean isDone;

    ValueWatch(PayloadConfig payload, InputTally tally) {
        this.payload = payload;
        this.tally = tally;
        List<ValueConfig> values = payload.values();
        this.isAbsent = new boolean[values.size()];
        for (int i = 0; i < isAbsent.length; i++) {
            ValueConfig value = values.get(i);
            isAbsent[i] = value.quality() != Quality.BAD
                    && value.paths().stream().noneMatch(path -> path.isRepeated() || path.equals(MemberPath.SELF));
        }
        this.isDone = !hasAbsent();
    }

    /** Looks at a message that could be read. */
    void onMessage(Readings readings, byte[] message) {
        if (isDone || readings.size() == 0) {
            return;
        }
        for (int i = 0; i < readings.size(); i++) {
            if (readings.refusal(i) != Counter.DROPPED_MISSING_MEMBER) {
                isAbsent[readings.member(i)] = false;
            }
        }
        messages++;
        isDone = !hasAbsent() || messages == AbsentValues.ENOUGH;
        tally.absent(hasAbsent() ? absent(message) : null);
    }

    private boolean hasAbsent() {
        for (boolean is : isAbsent) {
            if (is) {
                return true;
            }
        }
        return false;
    }

    private AbsentValues absent(byte[] message) {
        byte[] kept = Arrays.copyOf(message, message.length);
        List<Absent> values = new ArrayList<>();
        for (int i = 0; i < isAbsent.length; i++) {
            if (isAbsent[i]) {
                MemberPath path = payload.values().get(i).paths().get(0);
                values.add(new Absent(path.toString(), () -> payload.membersBeside(path, kept)));
            }
        }
        return new AbsentValues(messages, List.copyOf(values));
    }
}
