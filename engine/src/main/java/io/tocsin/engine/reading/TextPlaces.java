package io.tocsin.engine.reading;

/**
 * Limits of the dictionary of texts, by the origin of a text. Texts come from devices, and some devices never repeat a
 * text, so the last places are reserved for texts that a rule compares with.
 *
 * <pre>
 *   0                  16,384                        49,152              65,536
 *  +------------------+-----------------------------+-------------------+
 *  | any text         | and cells of tables,        | texts that the    |
 *  |                  | texts that the plan names   | plan names alone  |
 *  +------------------+-----------------------------+-------------------+
 * </pre>
 *
 * <p>A text without a place is {@link TextValue#OTHER}. The edge decides that and journals the outcome, so these
 * numbers may change without changing a replay.
 */
public enum TextPlaces {
    /** Texts that a sensor sends. */
    SAID(16_384),
    /** A cell of a table. */
    LOOKED_UP(49_152),
    /** A text that a rule of the plan names. */
    NAMED(TextValue.MAX_TEXTS);

    private final int end;

    TextPlaces(int end) {
        this.end = end;
    }

    /** Number of texts in the dictionary below which a text gets a place. */
    public int end() {
        return end;
    }

    /** The most texts that a plan may name, which is the number of places reserved for them. */
    public static int reserved() {
        return NAMED.end - LOOKED_UP.end;
    }
}
