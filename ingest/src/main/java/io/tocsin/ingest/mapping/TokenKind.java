package io.tocsin.ingest.mapping;

/** Kind of a scalar in a document. */
public enum TokenKind {
    /** A decimal number in ASCII, in a range. */
    NUMBER,
    /** UTF-8, in a range. */
    TEXT,
    TRUE,
    FALSE,
    NULL,
    /** A signed integer of 64 bits. */
    INTEGER,
    /** An unsigned integer of 64 bits. */
    UNSIGNED,
    /** A double's bits. */
    DOUBLE,
    /** The bits of a double that a float of 32 or 16 bits was widened to. */
    FLOAT,
    /** A time that the format itself marks: epoch nanoseconds, or EventTime.INVALID. */
    TIME,
    /** An object, an array, or bytes. */
    STRUCTURE
}
