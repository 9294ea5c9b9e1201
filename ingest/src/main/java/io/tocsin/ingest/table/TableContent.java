package io.tocsin.ingest.table;

import java.util.List;
import java.util.SortedMap;

/**
 * A table as it was read.
 *
 * @param cells {@code row/column} and the number or text there
 * @param empty the cells without a number or text, {@code row/column}
 */
public record TableContent(SortedMap<String, TableCell> cells, List<String> empty) {}
