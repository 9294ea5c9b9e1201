package io.tocsin.engine.reading;

/**
 * How full the dictionary of texts may be for a text to get a place in it. Texts come from devices, and some of them
 * never repeat one; so the last places are kept for texts that somebody waits for.
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

    /** A text gets a place while the dictionary holds fewer texts than this. */
    public int end() {
        return end;
    }

    /** How many texts a plan may name: places that nothing else takes. */
    public static int reserved() {
        return NAMED.end - LOOKED_UP.end;
    }
}
