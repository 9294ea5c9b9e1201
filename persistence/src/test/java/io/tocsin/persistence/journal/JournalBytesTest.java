package io.tocsin.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Bytes a reading takes in the journal, by the size of its group. The bounds are the figures of 2026-11-30, rounded
 * up; a change that needs more must say why.
 */
class JournalBytesTest {
    private static final int SENSORS = 1_000;
    private static final int READINGS = 60_000;
    private static final int WARM_UP = 10 * SENSORS;
    private static final long MS = 1_000_000;

    @TempDir
    Path temp;

    /** A reading a group, groups of 5 ms at 1,000 readings/s, groups of 5 ms at 50,000/s. */
    @ParameterizedTest
    @CsvSource({"1000, 1, 31.3", "1000, 5, 8.7", "50000, 250, 3.1"})
    void shouldTakeAtMostSoManyBytesAReading(int perSecond, int groupSize, double bytesMax) {
        assertThat(bytesPerReading(perSecond, groupSize)).isLessThanOrEqualTo(bytesMax);
    }

    /** Readings in turn, each sensor's value in steps of a tenth, received up to 10 ms after they were measured. */
    private double bytesPerReading(int perSecond, int groupSize) {
        long intervalNs = 1_000_000_000L / perSecond;
        try (ChronicleJournal journal = JournalTesting.open(temp.resolve(perSecond + "-" + groupSize))) {
            long before = 0;
            for (int i = 0; i < WARM_UP + READINGS; i++) {
                if (i == WARM_UP) {
                    before = journal.appendedBytes();
                }
                int sensorId = i % SENSORS;
                long receiveTimeNs = 1_795_195_860_000_000_000L + i * intervalNs;
                long eventTimeNs = receiveTimeNs - i * 7919L % 10 * MS;
                double value = 20 + (i / SENSORS + sensorId) * 31 % 50 / 10.0;
                journal.onReading(journal.nextPosition(), sensorId, eventTimeNs, receiveTimeNs, value, 0, 0);
                if ((i + 1) % groupSize == 0) {
                    journal.commit();
                }
            }
            return (double) (journal.appendedBytes() - before) / READINGS;
        }
    }
}
