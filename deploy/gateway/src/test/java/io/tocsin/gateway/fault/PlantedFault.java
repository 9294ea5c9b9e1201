package io.tocsin.gateway.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.system.TocsinProcess;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Faults as people really make them, each in one place of the gateway's own code, and the words of the check that must
 * notice.
 */
enum PlantedFault {
    ACKNOWLEDGES_ON_ARRIVAL(
            "ingest/src/main/java/io/tocsin/ingest/mqtt/Acknowledger.java",
            "peekDurable(durablePosition.getAsLong(),",
            "peekDurable(Long.MAX_VALUE,",
            "acknowledged readings that are not in the journal"),
    ACKNOWLEDGES_BEFORE_THE_SYNC(
            "persistence/src/main/java/io/tocsin/persistence/journal/ChronicleJournal.java",
            "return maintenance.durablePosition();",
            "return maintenance.journalledPosition();",
            "acknowledged readings that are not in the journal"),
    LEAVES_OLD_GENERATIONS_UNFORCED(
            "persistence/src/main/java/io/tocsin/persistence/journal/ChronicleJournal.java",
            "            JournalFiles.forceLeftBehind(config.dir(), forcer);",
            "",
            "offset="),
    OPENS_THE_DURABLE_GATE(
            "engine/src/main/java/io/tocsin/engine/pipeline/OutputStage.java",
            "if (gate == AlarmGate.JOURNALLED) {",
            "if (gate != null) {",
            ""),
    BEGINS_BEHIND_WHAT_THE_ALARM_LOG_LOST(
            "deploy/gateway/src/main/java/io/tocsin/gateway/restart/Restart.java",
            "return Recovery.eventCountOf(new StateInput(state)) <= firstMissing;",
            "return Recovery.eventCountOf(new StateInput(state)) >= 0;",
            "the journal has everything"),
    SKIPS_WHAT_WAITS_WHEN_A_CURSOR_IS_DAMAGED(
            "alerts/src/main/java/io/tocsin/alerts/outbox/Cursor.java",
            "return new Content(alarmLog.retainedFrom(), Anchor.NONE, true, Told.NOTHING);",
            "return new Content(alarmLog.endSequence(), alarmLog.last(), true, Told.NOTHING);",
            "down.jsonl"),
    NEVER_SYNCS_THE_ALARM_FILE(
            "alerts/src/main/java/io/tocsin/alerts/sink/FileSink.java",
            "            channel.force(false);\n        } catch",
            "            channel.position(bytes);\n        } catch",
            "events that the journal gives and the file has not"),
    IGNORES_THE_CHECKSUM(
            "persistence/src/main/java/io/tocsin/persistence/journal/format/BatchHead.java",
            "if (crc != checksum(bytes, index + BatchLayout.SHORT_CRC_START, index + length)) {",
            "if (crc == 0) {",
            "cycle="),
    IGNORES_THE_CHAIN(
            "persistence/src/main/java/io/tocsin/persistence/journal/read/Continuity.java",
            "if (batches.firstPosition() != expectedPosition) {",
            "if (expectedPosition >= 0) { return null; } if (batches.firstPosition() != expectedPosition) {",
            "cycle="),
    IGNORES_THE_END_MARK(
            "persistence/src/main/java/io/tocsin/persistence/journal/read/JournalIndex.java",
            "if (EndMark.read(segmentFile.getParent()) > expectedPosition) {",
            "if (EndMark.read(segmentFile.getParent()) == Long.MAX_VALUE) {",
            "cut, but it was closed in order"),
    BELIEVES_A_DAMAGED_SNAPSHOT(
            "persistence/src/main/java/io/tocsin/persistence/snapshot/BlockInput.java",
            "if ((int) actual.getValue() != crc) {",
            "if ((int) actual.getValue() != crc && crc == 0) {",
            ".tocsnap"),
    FORGETS_DUPLICATES(
            "engine/src/main/java/io/tocsin/engine/fold/Redeliveries.java",
            "if (!isNewest && memories.contains(",
            "if (isNewest && memories.contains(",
            "readings counted by windows"),
    LETS_RESULTS_OUT_IN_HASH_ORDER(
            "engine/src/main/java/io/tocsin/engine/scope/IdleSchedule.java",
            "        Arrays.sort(dueScopes, 0, dueCount);",
            """
            java.util.Set<int[]> hashed = new java.util.HashSet<>();
            for (int i = 0; i < dueCount; i++) {
                hashed.add(new int[] {dueScopes[i]});
            }
            int at = 0;
            for (int[] scope : hashed) {
                dueScopes[at++] = scope[0];
            }
            """,
            "the alarm file is what a replay gives"),
    RETRIES_A_FAILED_SYNC(
            "persistence/src/main/java/io/tocsin/persistence/journal/disk/Forcer.java",
            "mapped.force(from, to - from);",
            "try { mapped.force(from, to - from); } catch (UncheckedIOException e) { mapped.force(from, to - from); }",
            "stops after"),
    GOES_ON_AFTER_A_FAILURE(
            "deploy/gateway/src/main/java/io/tocsin/gateway/run/ProcessFailStop.java",
            "Runtime.getRuntime().halt(EXIT_FAILED);",
            "",
            "stops after"),
    LETS_A_SECOND_GATEWAY_IN(
            "persistence/src/main/java/io/tocsin/persistence/journal/disk/DataDirectoryLock.java",
            "return lock != null;",
            "return lock != null || channel.isOpen();",
            "the second gateway refuses"),
    SKIPS_THE_DIRECTORY_SYNC(
            "persistence/src/main/java/io/tocsin/persistence/journal/SegmentFile.java",
            "            forcer.forceDirectory(generation);",
            "",
            "directories whose names were never forced");

    private final String source;
    private final String right;
    private final String wrong;
    private final String words;

    PlantedFault(String source, String right, String wrong, String words) {
        this.source = source;
        this.right = right;
        this.wrong = wrong;
        this.words = words;
    }

    /** Message of the check that catches the fault. */
    String words() {
        return words;
    }

    /** Compiles the class with the fault in it. */
    Path compile(Path directory) throws IOException {
        Path file = Path.of(System.getProperty("tocsin.root"), source);
        String text = Files.readString(file);
        assertThat(text.split(Pattern.quote(right), -1))
                .as("the line stands once in %s: %s", source, right)
                .hasSize(2);
        Path copy = Files.createDirectories(directory.resolve(name())).resolve(file.getFileName());
        Files.writeString(copy, text.replace(right, wrong));
        Path classes = Files.createDirectories(directory.resolve(name()).resolve("classes"));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter errors = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", TocsinProcess.classPath());
            boolean compiled = compiler.getTask(
                            errors, files, null, options, null, files.getJavaFileObjects(copy.toFile()))
                    .call();
            assertThat(compiled).as(errors.toString()).isTrue();
        }
        return classes;
    }
}
