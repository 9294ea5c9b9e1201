package io.tocsin.gateway.config.schema;

import java.util.function.Function;

/**
 * Conversion of a scalar to a value.
 *
 * @param label its name in the reference: "duration", "text"
 * @param parser throws {@link IllegalArgumentException} with a message that follows "key: "
 */
public record ValueType<T>(String label, Function<Scalar, T> parser) {
    /** Complaint about a key or value that is planned for a later version. */
    public static final String NOT_YET = "not in this version yet";

    /** Label of selectors of sensors and topics in the reference. */
    static final String TOPIC_FILTER = "topic filter";

    public T parse(Scalar scalar) {
        if (scalar.isNothing()) {
            throw new IllegalArgumentException("has no value"
                    + (label.equals(TOPIC_FILTER)
                            ? "; a # behind a blank begins a comment in YAML: quote it, \"#\""
                            : ""));
        }
        return parser.apply(scalar);
    }

    /** The same with one more condition. */
    ValueType<T> where(String newLabel, Function<T, String> complaint) {
        return new ValueType<>(newLabel, scalar -> {
            T value = parser.apply(scalar);
            String reason = complaint.apply(value);
            if (reason != null) {
                throw new IllegalArgumentException(reason + ", is " + scalar.shown());
            }
            return value;
        });
    }
}
