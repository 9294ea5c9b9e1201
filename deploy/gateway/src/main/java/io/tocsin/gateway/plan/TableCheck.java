package io.tocsin.gateway.plan;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.config.yaml.TableReaders;
import io.tocsin.ingest.table.TableContent;
import io.tocsin.ingest.table.TableFaults;
import io.tocsin.ingest.table.TableSourceConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads the tables of a configuration and checks their cells against the rules. */
public final class TableCheck {
    private static final int MAX_WARNINGS = 20;

    private final List<String> errors = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private TableCheck() {}

    /**
     * Checks all tables.
     *
     * @return warnings of probable mistakes, a line each
     * @throws ConfigException with every cell that a rule cannot compute with, and every table that cannot be read
     */
    public static List<String> warnings(GatewayConfig config) throws ConfigException {
        TableCheck check = new TableCheck();
        for (SourceConfig source : config.sources()) {
            if (source instanceof SourceConfig.Table table) {
                check.check(table.config(), config);
            }
        }
        if (!check.errors.isEmpty()) {
            throw new ConfigException(check.errors);
        }
        return check.warnings;
    }

    private void check(TableSourceConfig table, GatewayConfig config) {
        TableFaults faults = new TableFaults(table, config.plan()::readsNumbersOf);
        try {
            TableContent content = TableReaders.of(table).read();
            errors.addAll(faults.of(content).values());
            for (String place : faults.limitless(content, MAX_WARNINGS)) {
                warnings.add(table.path() + ": warning: " + place + " is empty, so no limit");
            }
            faults.amongNumbers(content, MAX_WARNINGS)
                    .forEach(line -> warnings.add(line.replaceFirst(": ", ": warning: ")));
        } catch (IOException e) {
            errors.add(TableFaults.line(table, e));
        }
    }
}
