package io.tocsin.engine.reading;

/** How far a reading can be trusted, with the qualities of OPC UA. The code is the byte in ring, journal and state. */
public enum Quality {
    /** The reading is a sample. */
    GOOD,
    /** The reading is a sample, though its source has doubts. */
    UNCERTAIN,
    /**
     * The reading is no sample: it advances time, but no value rule sees its value. NaN and infinite values are always
     * BAD.
     */
    BAD;

    private static final Quality[] BY_CODE = values();

    /** The code of this quality in ring, journal and state: 0, 1 or 2. */
    public byte code() {
        return (byte) ordinal();
    }

    /**
     * @param code 0, 1 or 2
     * @return the quality with that code
     */
    public static Quality ofCode(int code) {
        return BY_CODE[code];
    }
}
