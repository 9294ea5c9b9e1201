package io.tocsin.engine.plan.alarm;

import java.util.List;

/** Takes the fields of a rule, in the order in which they are read back from a {@link FieldReader}. */
public interface FieldWriter {
    void putByte(int value);

    void putInt(int value);

    void putLong(long value);

    void putDouble(double value);

    void putStrings(List<String> values);
}
