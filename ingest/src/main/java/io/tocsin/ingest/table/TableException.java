package io.tocsin.ingest.table;

import io.tocsin.ingest.SourceException;
import java.util.List;

/**
 * A table cannot be used as it is, and there is nothing in the journal to continue with. The message has a line for
 * each fault.
 */
public final class TableException extends SourceException {
    private static final long serialVersionUID = 1L;

    /**
     * @param faults at least one, each a line that begins with the file's name
     */
    public TableException(List<String> faults) {
        super(String.join("\n", faults));
    }

    /** The faults. */
    public List<String> faults() {
        return getMessage().lines().toList();
    }
}
