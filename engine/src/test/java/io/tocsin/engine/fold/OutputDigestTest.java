package io.tocsin.engine.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.engine.result.StreamRowFlyweight;
import io.tocsin.engine.testkit.Results;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class OutputDigestTest {
    /** Always this one: the digest below is of its events. */
    private static final long SEED = 1;

    /** Of the 100 events of the seed; written down before rows were digested. */
    private static final String EVENTS_ONLY = "e2c43c3fc8c333547af8e290d838621a";

    private final List<DirectBuffer> passedOn = new ArrayList<>();
    private final ResultHandler next = new ResultHandler() {
        @Override
        public void onAlarm(AlarmEventFlyweight event) {
            passedOn.add(Results.bytes(event));
        }

        @Override
        public void onRow(StreamRowFlyweight row) {
            passedOn.add(Results.bytes(row));
        }
    };
    private final OutputDigest digest = new OutputDigest(next);

    private String hex() {
        return OutputDigest.hex(digest.digest());
    }

    @Test
    void shouldGiveTheDigestItAlwaysGaveWhenThereAreNoRows() {
        Random random = new Random(SEED);
        for (int i = 0; i < 100; i++) {
            digest.onAlarm(Results.randomEvent(random, i));
        }

        assertThat(hex()).isEqualTo(EVENTS_ONLY);
    }

    @Test
    void shouldChangeWhenOnlyThePlaceAtTheInstantDiffers() {
        AlarmEventFlyweight event = Results.randomEvent(new Random(SEED), 0);
        Set<String> digests = new HashSet<>();
        for (int earlier = 0; earlier < 3; earlier++) {
            OutputDigest fresh = new OutputDigest(next);
            fresh.onAlarm(event.earlierAtInstant(earlier));
            digests.add(OutputDigest.hex(fresh.digest()));
        }
        assertThat(digests).hasSize(3);
    }

    @Test
    void shouldChangeWithEveryWordButTheClocksWhenRowsDiffer() {
        Set<String> digests = new HashSet<>();
        StreamRowFlyweight row = Results.randomRow(new Random(SEED), 1, StreamNode.MAX_AGGREGATES);
        digests.add(digestOf(row));
        row.decidedNs(77);
        assertThat(digests.add(digestOf(row))).as("another clock").isFalse();

        assertThat(digests.add(digestOf(row.count(row.count() + 1)))).isTrue();
        assertThat(digests.add(digestOf(row.endNs(row.endNs() + 1)))).isTrue();
        assertThat(digests.add(digestOf(row.sensorId(row.sensorId() + 1)))).isTrue();
        assertThat(digests.add(digestOf(row.flags(!row.isUpdate(), row.isLate()))))
                .isTrue();
        int last = StreamNode.MAX_AGGREGATES - 1;
        assertThat(digests.add(digestOf(row.value(last, Math.PI)))).isTrue();
        assertThat(digests.add(digestOf(row.value(0, Double.NaN)))).isTrue();
        double otherNan = Double.longBitsToDouble(0xFFF8_0000_0000_0000L);
        assertThat(digests.add(digestOf(row.value(0, otherNan))))
                .as("another processor's NaN")
                .isFalse();
    }

    @Test
    void shouldPassRowsOnAsTheyAreAndTellTheOrderWhenMixedWithEvents() {
        AlarmEventFlyweight event = Results.randomEvent(new Random(SEED), 0).decidedNs(5);
        StreamRowFlyweight row = Results.randomRow(new Random(SEED), 1, 3).decidedNs(6);
        digest.onAlarm(event);
        digest.onRow(row);
        String eventFirst = hex();
        assertThat(passedOn).containsExactly(Results.bytes(event), Results.bytes(row));

        OutputDigest other = new OutputDigest(next);
        other.onRow(row);
        other.onAlarm(event);
        assertThat(OutputDigest.hex(other.digest())).isNotEqualTo(eventFirst);
    }

    private String digestOf(StreamRowFlyweight row) {
        OutputDigest fresh = new OutputDigest(next);
        fresh.onRow(row);
        return OutputDigest.hex(fresh.digest());
    }
}
