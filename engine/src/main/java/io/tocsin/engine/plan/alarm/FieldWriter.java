package io.tocsin.engine.plan.alarm;

import java.util.List;

/** Writes the fields of a rule, in the order in which a {@link FieldReader} reads them. */
public interface FieldWriter {
    void putByte(int value);

    void putInt(int value);

    void putLong(long value);

    void putDouble(double value);

    void putStrings(List<String> values);
}
