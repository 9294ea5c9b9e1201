package io.tocsin.engine.plan.alarm;

import java.util.List;

/**
 * Fields of a rule, in the order in which a {@link FieldWriter} took them. Bytes that are no such field are an {@link
 * IllegalArgumentException}.
 */
public interface FieldReader {
    byte getByte();

    int getInt();

    long getLong();

    /** How many items follow, not negative. */
    int getCount();

    /** One of an enum's constants, by its ordinal in a byte. */
    <E extends Enum<E>> E getOneOf(E[] constants);

    double getDouble();

    List<String> getStrings();
}
