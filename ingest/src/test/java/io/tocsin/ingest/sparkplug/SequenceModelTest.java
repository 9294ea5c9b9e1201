package io.tocsin.ingest.sparkplug;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SequenceModelTest {
    /** Messages that are late or lost, against the set of numbers that have been left out. */
    @Test
    void shouldAgreeWithASetOfMissingNumbers() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("SequenceModelTest seed=" + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            Sequence sequence = new Sequence();
            Set<Integer> missing = new TreeSet<>();
            int last = random.nextInt(256);
            sequence.begin(last);
            for (int nowNs = 1; nowNs < 300; nowNs++) {
                int seq = (last + 1) % 256;
                if (random.nextInt(10) == 0) {
                    for (int lost = random.nextInt(4); lost > 0; lost--) {
                        missing.add(seq);
                        seq = (seq + 1) % 256;
                    }
                }
                if (!missing.isEmpty() && random.nextInt(3) == 0) {
                    int late = missing.iterator().next();
                    missing.remove(late);
                    sequence.take(late, nowNs);
                }
                missing.remove(seq);
                sequence.take(seq, nowNs);
                last = seq;
                assertThat(sequence.isOverdue(Long.MAX_VALUE, 0)).isEqualTo(!missing.isEmpty());
            }
        }
    }

    @Test
    void shouldBeOverdueOnlyWhenTheTimeoutIsOver() {
        Sequence sequence = new Sequence();
        sequence.begin(254);
        sequence.take(255, 10);
        sequence.take(0, 20);
        assertThat(sequence.isOverdue(1_000, 5)).isFalse();
        sequence.take(2, 30);
        assertThat(sequence.isOverdue(34, 5)).isFalse();
        assertThat(sequence.isOverdue(35, 5)).isTrue();
        sequence.take(1, 36);
        assertThat(sequence.isOverdue(1_000, 5)).as("it was late, not lost").isFalse();
    }
}
