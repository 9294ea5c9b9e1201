package io.tocsin.ingest.modbus;

import java.util.List;

/** One request of a group with its sensors, and how it last ended. The source's thread. */
final class Poll {
    private final ReadRequest request;
    private final List<PolledSensor> sensors;
    private boolean hasFault;
    private ModbusFault toldFault;

    Poll(ReadRequest request, long repeatNs) {
        this.request = request;
        this.sensors = request.registers().stream()
                .map(register -> new PolledSensor(register, repeatNs))
                .toList();
    }

    ReadRequest request() {
        return request;
    }

    List<PolledSensor> sensors() {
        return sensors;
    }

    /** Whether the last answer is missing. */
    boolean hasFault() {
        return hasFault;
    }

    void hasFault(boolean isMissing) {
        this.hasFault = isMissing;
    }

    /** The fault that was told and has not ended; null when there is none. */
    ModbusFault toldFault() {
        return toldFault;
    }

    void toldFault(ModbusFault fault) {
        this.toldFault = fault;
    }
}
