package io.tocsin.ingest.decode;

import java.util.Objects;

/**
 * Where a reading's quality is written, and how.
 *
 * @param path JSON member path, or header of a column
 * @param codes what stands there
 */
public record QualityMapping(String path, QualityCodes codes) {
    public QualityMapping {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(codes, "codes");
    }

    /** A mapping without configured codes; null when there is no path. */
    public static QualityMapping unsaid(String path) {
        return path == null ? null : new QualityMapping(path, OpcCodes.UNSAID);
    }
}
