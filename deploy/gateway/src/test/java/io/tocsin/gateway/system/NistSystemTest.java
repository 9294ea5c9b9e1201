package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.gateway.run.Gateway;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One day of a real machine runs whole: 48,644 rows with two clocks, text states and lost connections. */
class NistSystemTest {
    private static final long ROWS = 48_644;
    /** Rows of GOOD quality whose value is a text: state rules are not there yet. */
    private static final long TEXT_ROWS = 625;

    @TempDir
    private Path directory;

    @Test
    void shouldProcessOrCountEveryRow() throws Exception {
        GatewayRun run = new GatewayRun(directory);
        run.unpack("nist/20181212.readings.csv.gz");
        Gateway gateway = run.toTheEnd("""
                name: mazak
                sources:
                  - file:
                      path: 20181212.readings.csv
                      columns: {sensor: tag, value: value, time: event_time_ms, quality: quality}
                      timeUnit: ms
                alarms:
                  - {name: SP_TEMP_LO, sensor: Stemp, type: limit, lo: 5, deadband: 2, onDelay: 5s, reorder: 2m}
                  - {name: X_LOAD_HI, sensor: Xload, type: limit, hi: 40, deadband: 10, onDelay: 2s, offDelay: 3s}
                  - {name: SILENT, sensor: "#", type: missing, timeout: 2m, of: group}
                sinks:
                  log: {file: {path: alarms.jsonl}}
                """);
        Counters counters = gateway.counters();
        assertThat(counters.get(Counter.RECEIVED)).isEqualTo(ROWS);
        assertThat(counters.get(Counter.DROPPED_NOT_A_NUMBER)).isEqualTo(TEXT_ROWS);
        assertThat(counters.get(Counter.PROCESSED)).isEqualTo(ROWS - TEXT_ROWS);
        assertThat(counters.get(Counter.QUARANTINED)).isEqualTo(TEXT_ROWS);
        assertThat(GatewayRun.jsonLines(directory.resolve("alarms.jsonl"))).isNotEmpty();
    }
}
