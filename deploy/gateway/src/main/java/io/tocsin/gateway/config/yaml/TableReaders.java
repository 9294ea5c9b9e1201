package io.tocsin.gateway.config.yaml;

import io.tocsin.ingest.table.CsvTableReader;
import io.tocsin.ingest.table.TableReader;
import io.tocsin.ingest.table.TableSourceConfig;

/** The reader for each format of a table. */
public final class TableReaders {
    private TableReaders() {}

    /** Reads the table of this configuration. */
    public static TableReader of(TableSourceConfig config) {
        return config.format() == TableSourceConfig.Format.CSV
                ? new CsvTableReader(config)
                : new YamlTableReader(config);
    }
}
