package io.tocsin.gateway.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.event.ResultFormatter;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.MissingRule;
import io.tocsin.engine.plan.StreamNode;
import io.tocsin.engine.plan.alarm.Priority;
import io.tocsin.engine.plan.select.SensorSelector;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.EmitMode;
import io.tocsin.engine.plan.window.LatePolicy;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.AlarmEventKind;
import io.tocsin.engine.result.AlarmEventReason;
import io.tocsin.engine.result.ResultNames;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ResultLinesTest {
    @TempDir
    private Path dir;

    @Test
    void shouldWriteEventsAndRowsToFilesOfTheirOwn() throws Exception {
        Path events = dir.resolve("alarms.jsonl");
        Path rows = dir.resolve("rows.jsonl");
        try (ResultLines lines = ResultLines.to(events, rows)) {
            offer(lines);
            assertThat(lines.eventCount()).isEqualTo(1);
            assertThat(lines.rowCount()).isEqualTo(2);
        }

        assertThat(Files.readAllLines(events)).singleElement().asString().contains("\"alarm\":\"silent\"");
        assertThat(Files.readAllLines(rows)).hasSize(2).allMatch(line -> line.contains("\"stream\":\"max-10s\""));
    }

    @Test
    void shouldOnlyCountWhatHasNoFile() throws Exception {
        Path rows = dir.resolve("rows.jsonl");
        try (ResultLines lines = ResultLines.to(null, rows)) {
            offer(lines);
            assertThat(lines.eventCount()).isEqualTo(1);
        }
        try (ResultLines lines = ResultLines.to(null, null)) {
            offer(lines);
            assertThat(lines.rowCount()).isEqualTo(2);
        }

        assertThat(Files.readAllLines(rows)).hasSize(2);
    }

    private static void offer(ResultLines lines) {
        lines.formatter(ResultFormatter.replay("hall", new Names()));
        StreamRowFlyweight row = new StreamRowFlyweight()
                .wrap(new UnsafeBuffer(new byte[StreamRowFlyweight.lengthOf(1)]), 0, 1)
                .valueCount(1)
                .count(3)
                .value(0, 84);
        lines.onRow(row);
        lines.onAlarm(new AlarmEventFlyweight()
                .wrap(new UnsafeBuffer(new byte[AlarmEventFlyweight.LENGTH]), 0)
                .levelCode(AlarmEventFlyweight.NO_LEVEL)
                .kind(AlarmEventKind.RAISED)
                .reason(AlarmEventReason.RULE));
        lines.onRow(row.ordinal(2).flags(true, false));
    }

    private static final class Names implements ResultNames {
        private static final SensorSelector ALL = new SensorSelector("#");

        @Override
        public AlarmRule rule(int ruleId) {
            return new MissingRule("silent", ALL, Priority.LOW, "", List.of(), 1, true, 0);
        }

        @Override
        public String text(int textId) {
            throw new AssertionError("no value is a text");
        }

        @Override
        public int version(int ruleId) {
            return 1;
        }

        @Override
        public StreamNode stream(int streamId) {
            return new StreamNode(
                    "max-10s",
                    ALL,
                    "",
                    new AlignedWindow(10, 10, 0),
                    false,
                    List.of(Aggregate.MAX),
                    0,
                    0,
                    LatePolicy.DROP,
                    EmitMode.APPEND,
                    List.of("file"));
        }

        @Override
        public int streamVersion(int streamId) {
            return 1;
        }

        @Override
        public String sensorName(int sensorId) {
            return "plant/temp";
        }
    }
}
