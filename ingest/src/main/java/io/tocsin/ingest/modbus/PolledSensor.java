package io.tocsin.ingest.modbus;

import io.tocsin.engine.pipeline.Intake;
import io.tocsin.ingest.decode.ValueReader;
import java.nio.charset.StandardCharsets;

/** One sensor and its last reading, which decides whether a polled value is a reading. The source's thread. */
final class PolledSensor {
    private final RegisterConfig register;
    private final byte[] name;
    private final ValueReader reader;
    private final long repeatNs;
    private int id = Intake.UNKNOWN;
    private boolean hasReading;
    private double value;
    private long receiveNs;

    PolledSensor(RegisterConfig register, long repeatNs) {
        this.register = register;
        this.name = register.sensor().getBytes(StandardCharsets.UTF_8);
        this.reader = register.rule().reader();
        this.repeatNs = repeatNs;
    }

    RegisterConfig register() {
        return register;
    }

    /** Its name, UTF-8. */
    byte[] name() {
        return name;
    }

    /** Its id, or {@link Intake#UNKNOWN}. */
    int id() {
        return id;
    }

    void id(int sensorId) {
        this.id = sensorId;
    }

    /**
     * The value in an answer; NaN when the device has none, or none that is finite and valid.
     *
     * @param data of the answer
     * @param firstAddress the address with which the data begins
     */
    double value(byte[] data, int firstAddress) {
        double number = RegisterDecoder.number(register, data, firstAddress);
        ValueReader.Kind kind =
                register.type() == RegisterType.FLOAT32 ? reader.ofFloat((float) number) : reader.ofNumber(number);
        return kind == ValueReader.Kind.NUMBER && Double.isFinite(reader.value()) ? reader.value() : Double.NaN;
    }

    /**
     * Whether a value is a reading: the first, a change between GOOD and BAD, one after the repeat time, and a GOOD one
     * outside the deadband.
     *
     * @param polled NaN for BAD
     * @param nowNs when it was received
     */
    boolean isReading(double polled, long nowNs) {
        boolean isBad = Double.isNaN(polled);
        if (!hasReading || isBad != Double.isNaN(value) || nowNs - receiveNs >= repeatNs) {
            return true;
        }
        return !isBad
                && (register.deadband() == RegisterConfig.EVERY_POLL || Math.abs(polled - value) > register.deadband());
    }

    /** A value has become a reading. */
    void onReading(double polled, long nowNs) {
        hasReading = true;
        value = polled;
        receiveNs = nowNs;
    }
}
