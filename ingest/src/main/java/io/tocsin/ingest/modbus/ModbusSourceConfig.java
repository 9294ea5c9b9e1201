package io.tocsin.ingest.modbus;

import java.util.List;

/**
 * A Modbus TCP device, or a gateway to several units, and the sensors to read from it.
 *
 * @param name unique among the sources
 * @param host name or address
 * @param port TCP port
 * @param timeoutNs how long a connection or an answer may take, nanoseconds
 * @param maxRegisters the most registers that one request reads
 * @param maxBits the most coils or discrete inputs that one request reads
 * @param groups the poll groups, in the order in which they are polled
 */
public record ModbusSourceConfig(
        String name,
        String host,
        int port,
        long timeoutNs,
        int maxRegisters,
        int maxBits,
        List<PollGroupConfig> groups) {
    /** The most registers that the protocol allows in one request. */
    public static final int MAX_REGISTERS = 125;
    /** The most coils or discrete inputs that the protocol allows in one request. */
    public static final int MAX_BITS = 2_000;
    /** A request must be able to hold the longest number. */
    public static final int MIN_REGISTERS = 4;

    public ModbusSourceConfig {
        groups = List.copyOf(groups);
        if (timeoutNs <= 0) {
            throw new IllegalArgumentException("timeout must be positive, timeoutNs=" + timeoutNs);
        }
        if (maxRegisters < MIN_REGISTERS || maxRegisters > MAX_REGISTERS || maxBits < 1 || maxBits > MAX_BITS) {
            throw new IllegalArgumentException("a request reads 4 to 125 registers or 1 to 2000 bits, maxRegisters="
                    + maxRegisters + ", maxBits=" + maxBits);
        }
    }

    /** The requests of one poll of a group, in the order in which they are sent. */
    public List<ReadRequest> requests(PollGroupConfig group) {
        return PollPlanner.plan(group, maxRegisters, maxBits);
    }

    /** Where it is, for people: {@code 10.0.0.5:502}. */
    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
