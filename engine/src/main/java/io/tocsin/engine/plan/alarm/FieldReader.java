package io.tocsin.engine.plan.alarm;

import java.util.List;

/** Fields of a rule, in the order in which a {@link FieldWriter} took them. */
public interface FieldReader {
    byte getByte();

    int getInt();

    long getLong();

    double getDouble();

    List<String> getStrings();
}
