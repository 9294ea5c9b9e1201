package io.tocsin.gateway.config.schema;

/**
 * Definition of a configuration key, for the binder and for the reference.
 *
 * @param name as written in the file
 * @param type how its value is read; null for a key that holds a section, a list or a map of sections
 * @param shape allowed YAML shape of the value
 * @param label the type's name in the reference
 * @param presence meaning of the key's absence
 * @param defaultText for {@link Presence#DEFAULT} and {@link Presence#LATER} the value in its written form; for {@link
 *     Presence#OPTIONAL} the meaning of absence, in words
 * @param meaning one or two sentences for the reference
 */
public record Key<T>(
        String name,
        ValueType<T> type,
        Shape shape,
        String label,
        Presence presence,
        String defaultText,
        String meaning) {

    /** Shape of a key's value. */
    public enum Shape {
        SCALAR,
        /** One scalar or a list of them. */
        SCALARS,
        SECTION,
        LIST,
        /** A map whose keys are user-chosen names. */
        MAP,
        /** A scalar, or a section with details. */
        SCALAR_OR_SECTION,
        /** A scalar, a section with details, or a list of both. */
        SCALARS_OR_SECTIONS
    }

    /** Meaning of a key's absence. */
    public enum Presence {
        REQUIRED,
        DEFAULT,
        OPTIONAL,
        /** Planned for a later version: only its neutral value is accepted, or none. */
        LATER
    }

    public static <T> Key<T> required(String name, ValueType<T> type, String meaning) {
        return new Key<>(name, type, Shape.SCALAR, type.label(), Presence.REQUIRED, "", meaning);
    }

    public static <T> Key<T> withDefault(String name, ValueType<T> type, String defaultText, String meaning) {
        return new Key<>(name, type, Shape.SCALAR, type.label(), Presence.DEFAULT, defaultText, meaning);
    }

    public static <T> Key<T> optional(String name, ValueType<T> type, String otherwise, String meaning) {
        return new Key<>(name, type, Shape.SCALAR, type.label(), Presence.OPTIONAL, otherwise, meaning);
    }

    /** A key that holds one value or a list of values. */
    public static <T> Key<T> several(String name, ValueType<T> type, String otherwise, String meaning) {
        String label = type.label() + ", or a list";
        return new Key<>(name, type, Shape.SCALARS, label, Presence.OPTIONAL, otherwise, meaning);
    }

    /** A key with a value, or with a section of details. */
    public static <T> Key<T> valueOrSection(
            String name, ValueType<T> type, Section section, String otherwise, String meaning) {
        String label = type.label() + " or " + section.link();
        return new Key<>(name, type, Shape.SCALAR_OR_SECTION, label, Presence.OPTIONAL, otherwise, meaning);
    }

    /** A key that holds a value, a section where more is to be said, or a list of both. */
    public static <T> Key<T> valuesOrSections(
            String name, ValueType<T> type, Section section, String otherwise, String meaning) {
        String label = type.label() + ", " + section.link() + ", or a list of them";
        return new Key<>(name, type, Shape.SCALARS_OR_SECTIONS, label, Presence.OPTIONAL, otherwise, meaning);
    }

    public static Key<Void> section(String name, Section section, String meaning) {
        return new Key<>(name, null, Shape.SECTION, section.link(), Presence.OPTIONAL, "its defaults", meaning);
    }

    public static Key<Void> requiredSection(String name, Section section, String meaning) {
        return new Key<>(name, null, Shape.SECTION, section.link(), Presence.REQUIRED, "", meaning);
    }

    public static Key<Void> requiredList(String name, String label, String meaning) {
        return new Key<>(name, null, Shape.LIST, label, Presence.REQUIRED, "", meaning);
    }

    public static Key<Void> list(String name, String label, String otherwise, String meaning) {
        return new Key<>(name, null, Shape.LIST, label, Presence.OPTIONAL, otherwise, meaning);
    }

    public static Key<Void> map(String name, String label, String otherwise, String meaning) {
        return new Key<>(name, null, Shape.MAP, label, Presence.OPTIONAL, otherwise, meaning);
    }

    /** A planned key whose neutral value is accepted. */
    public static <T> Key<T> later(String name, ValueType<T> type, String neutral, String meaning) {
        return new Key<>(name, type, Shape.SCALAR, type.label(), Presence.LATER, neutral, meaning);
    }

    /** A planned key that no value is accepted for. */
    public static Key<Void> later(String name, String label, String meaning) {
        return new Key<>(name, null, Shape.SECTION, label, Presence.LATER, "", meaning);
    }

    public boolean isRequired() {
        return presence == Presence.REQUIRED;
    }

    public boolean isLater() {
        return presence == Presence.LATER;
    }

    /** The value of an absent key, or null. */
    public T defaultValue() {
        return presence == Presence.DEFAULT ? type.parse(Scalar.plain(defaultText)) : null;
    }
}
