package io.tocsin.engine.plan.alarm;

import java.util.List;

/**
 * Reads the fields of a rule, in the order in which a {@link FieldWriter} wrote them. Throws
 * {@link IllegalArgumentException} for bytes that are no such field.
 */
public interface FieldReader {
    byte getByte();

    int getInt();

    long getLong();

    /** The number of items that follow, not negative. */
    int getCount();

    /** One of an enum's constants, stored as its ordinal in a byte. */
    <E extends Enum<E>> E getOneOf(E[] constants);

    double getDouble();

    List<String> getStrings();
}
