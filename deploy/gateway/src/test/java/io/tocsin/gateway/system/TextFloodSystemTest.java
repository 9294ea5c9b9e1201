package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.pipeline.Recovery;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import io.tocsin.persistence.journal.read.ChronicleJournalReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * More different texts than a gateway distinguishes: alarms on named texts keep working, and a later plan may name new
 * texts.
 */
class TextFloodSystemTest {
    private static final int FLOOD = 17_000;

    @TempDir
    private Path directory;

    private GatewayRun run;

    @Test
    void shouldKnowNamedTextsWhenAFloodOfOthersHasFilledTheDictionary() throws Exception {
        run = new GatewayRun(directory);
        StringBuilder rows = new StringBuilder("tag,value\n");
        for (int i = 0; i < FLOOD; i++) {
            rows.append("lot,lot ").append(i).append('\n');
        }
        rows.append("mode,RUN\nmode,FAULT\nmode,STOP\nmode,WARNING\nlot,lot 7\n");
        Gateway first = runOf("first.csv", rows.toString(), "{name: fault, sensor: mode, type: state, in: FAULT}", 1);
        assertThat(first.counters().get(Counter.PROCESSED)).isEqualTo(FLOOD + 5);
        // RUN, STOP and WARNING are not named.
        assertThat(first.counters().get(Counter.OTHER_TEXTS)).isEqualTo(FLOOD - 16_384 + 3);
        assertThat(events("fault")).containsExactly("RAISED FAULT", "CLEARED OTHER");
        assertThat(run.log())
                .filteredOn(line -> line.contains("OTHER"))
                .containsExactly(
                        "source first: the text \"lot 16384\" of sensor lot is read as OTHER, as further new texts are"
                                + " (counted as otherTexts): the gateway has places for 16384 texts, and more for those that tables and alarms"
                                + " name. Leave out what never repeats");

        String rules = "{name: warning, sensor: mode, type: state, in: WARNING, clear: RUN}";
        Gateway second =
                runOf("second.csv", "tag,value\nmode,WARNING\nmode,STOP\nmode,lot 3\nmode,FAULT\nmode,RUN\n", rules, 3);
        assertThat(events("warning")).containsExactly("RAISED WARNING", "CLEARED RUN");
        assertThat(second.counters().get(Counter.OTHER_TEXTS)).isEqualTo(1);

        GatewayConfig config = new ConfigLoader().load(directory.resolve("gateway.yaml"));
        JournalFold replay = new JournalFold(ResultHandler.NOTHING);
        try (ChronicleJournalReader reader =
                ChronicleJournalReader.open(config.journal().dir(), config.maxSensors(), torn -> {})) {
            Recovery.into(replay).replay(reader, 0);
        }
        assertThat(replay.outputDigest()).isEqualTo(second.outputDigest());
        assertThat(replay.view().processedCount()).isEqualTo(FLOOD + 10);
        assertThat(replay.textCount()).as("16,384 lots, FAULT, WARNING and RUN").isEqualTo(16_384 + 3);
    }

    private Gateway runOf(String file, String rows, String alarm, int shards) throws Exception {
        Files.writeString(directory.resolve(file), rows);
        return run.toTheEnd("""
                name: gw
                sources:
                  - file: {name: %s, path: %s, columns: {sensor: tag, value: value}}
                engine: {shards: %d}
                alarms:
                  - %s
                sinks:
                  log: {file: {path: alarms.jsonl}}
                """.formatted(file.replace(".csv", ""), file, shards, alarm));
    }

    private List<String> events(String alarm) throws Exception {
        return GatewayRun.jsonLines(directory.resolve("alarms.jsonl")).stream()
                .filter(event -> event.get("alarm").equals(alarm))
                .map(event -> event.get("event") + " " + event.get("value"))
                .toList();
    }
}
