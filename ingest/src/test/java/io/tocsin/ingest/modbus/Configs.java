package io.tocsin.ingest.modbus;

import io.tocsin.ingest.decode.ValueRule;
import java.util.List;

/** Configurations of tests, short to write. */
final class Configs {
    static final long MS_NS = 1_000_000;
    static final long LONG_NS = 3_600_000 * MS_NS;

    private Configs() {}

    static RegisterConfig register(String sensor, ModbusTable table, int address, RegisterType type) {
        return register(sensor, table, address, type, RegisterConfig.EVERY_POLL);
    }

    static RegisterConfig register(String sensor, ModbusTable table, int address, RegisterType type, double deadband) {
        return new RegisterConfig(
                sensor,
                table,
                address,
                type,
                RegisterConfig.WHOLE,
                RegisterOrder.ABCD,
                ValueRule.NUMBERS_ONLY,
                deadband);
    }

    static RegisterConfig holding(String sensor, int address) {
        return register(sensor, ModbusTable.HOLDING, address, RegisterType.UINT16);
    }

    /** A group that is polled every 20 ms and repeats nothing. */
    static PollGroupConfig group(int unitId, RegisterConfig... registers) {
        return new PollGroupConfig(20 * MS_NS, unitId, 0, LONG_NS, List.of(registers));
    }

    static ModbusSourceConfig source(int port, long timeoutMs, PollGroupConfig... groups) {
        return new ModbusSourceConfig("plc", "127.0.0.1", port, timeoutMs * MS_NS, 125, 2_000, List.of(groups));
    }
}
