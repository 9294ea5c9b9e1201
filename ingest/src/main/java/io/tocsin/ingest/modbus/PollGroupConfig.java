package io.tocsin.ingest.modbus;

import java.util.List;

/**
 * Registers of one unit that are read at the same interval.
 *
 * @param everyNs the interval, nanoseconds
 * @param unitId of the device, 0 to 255
 * @param maxGap the most addresses without a sensor between two that one request reads
 * @param repeatNs after this time a value is emitted again though it is within its deadband or still BAD, nanoseconds
 * @param registers the sensors
 */
public record PollGroupConfig(long everyNs, int unitId, int maxGap, long repeatNs, List<RegisterConfig> registers) {
    private static final int MAX_UNIT_ID = 255;

    public PollGroupConfig {
        registers = List.copyOf(registers);
        if (everyNs <= 0 || repeatNs <= 0) {
            throw new IllegalArgumentException(
                    "every and repeat must be positive, everyNs=" + everyNs + ", repeatNs=" + repeatNs);
        }
        if (unitId < 0 || unitId > MAX_UNIT_ID || maxGap < 0) {
            throw new IllegalArgumentException(
                    "a unit id is 0 to 255, a gap not negative, unitId=" + unitId + ", maxGap=" + maxGap);
        }
    }
}
