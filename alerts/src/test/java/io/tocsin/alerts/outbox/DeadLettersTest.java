package io.tocsin.alerts.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.TestPlant;
import io.tocsin.alerts.log.frame.FrameType;
import io.tocsin.alerts.log.frame.LogFrame;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadLettersTest {
    @TempDir
    Path directory;

    private DeadLetters open(long maxBytes) {
        return new DeadLetters(directory.resolve("dead"), "a/b", maxBytes, () -> TestPlant.START_NS);
    }

    private DeadLetters open() {
        return open(DeadLetters.DEFAULT_MAX_BYTES);
    }

    private List<String> lines() throws IOException {
        return Files.readAllLines(directory.resolve("dead/a%2Fb.jsonl"));
    }

    private static LogFrame frame(long sequence) {
        return frame(sequence, "{\"id\":\"hot/1/m/" + sequence + "\"}");
    }

    private static LogFrame frame(long sequence, String json) {
        return new LogFrame(FrameType.EVENT, sequence, sequence, 0, 0, 0, 0, List.of(), json);
    }

    @Test
    void shouldKeepTheEventAsItIsAndEscapeTheRest() throws Exception {
        assertThat(open().add(frame(7), "topic a\u0007", "it said \"no\"\n,\"event\":{"))
                .isTrue();

        assertThat(lines())
                .containsExactly("{\"sequence\":7,\"time\":\"2026-11-20T17:31:00Z\",\"sink\":\"a/b\","
                        + "\"target\":\"topic a\\u0007\",\"reason\":\"it said \\\"no\\\"\\n,\\\"event\\\":{\","
                        + "\"event\":{\"id\":\"hot/1/m/7\"}}");
    }

    @Test
    void shouldMakeNoFileWhenThereIsNothingToKeep() throws Exception {
        open().close();

        assertThat(directory.resolve("dead")).doesNotExist();
    }

    @Test
    void shouldAppendOverRestartsAndNotRepeatWhatACrashGivesAgain() throws Exception {
        DeadLetters first = open();
        first.add(frame(1), "t", "r");
        first.add(frame(2), "t", "r, \"event\":{");
        first.close();

        DeadLetters second = open();
        assertThat(second.add(frame(1), "t", "r")).isTrue();
        assertThat(second.add(frame(2), "t", "another reason")).isTrue();
        assertThat(second.add(frame(2, "{\"id\":\"another log's\"}"), "t", "r")).isTrue();
        assertThat(second.add(frame(3), "t", "r")).isTrue();
        second.close();

        assertThat(lines().stream().map(line -> line.replaceAll(".*\"event\":", "")))
                .containsExactly(
                        "{\"id\":\"hot/1/m/1\"}}",
                        "{\"id\":\"hot/1/m/2\"}}",
                        "{\"id\":\"another log's\"}}",
                        "{\"id\":\"hot/1/m/3\"}}");
    }

    @Test
    void shouldCutOffHalfALineAndKeepItWhole() throws Exception {
        DeadLetters first = open();
        first.add(frame(1), "t", "r");
        first.add(frame(2), "t", "r");
        first.close();
        Path file = directory.resolve("dead/a%2Fb.jsonl");
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 5));

        open().add(frame(2), "t", "r");

        assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
    }

    @Test
    void shouldRefuseWhatGoesBeyondTheBound() throws Exception {
        DeadLetters letters = open(450);
        assertThat(letters.add(frame(1), "t", "r".repeat(200))).isTrue();
        assertThat(letters.add(frame(2), "t", "r".repeat(200))).isFalse();
        assertThat(letters.add(frame(3), "t", "r")).isTrue();

        assertThat(lines()).hasSize(2);
        assertThat(Files.size(directory.resolve("dead/a%2Fb.jsonl"))).isLessThanOrEqualTo(450);
    }

    @Test
    void shouldBeginAnewWhenTheFileIsMovedAway() throws Exception {
        DeadLetters letters = open();
        letters.add(frame(1), "t", "r");
        Path file = directory.resolve("dead/a%2Fb.jsonl");
        Files.move(file, directory.resolve("old"));
        letters.add(frame(2), "t", "r");
        assertThat(lines()).hasSize(1);
        Files.delete(file);
        Files.delete(directory.resolve("dead"));
        letters.add(frame(3), "t", "r");

        assertThat(lines()).singleElement().asString().contains("\"sequence\":3");
    }

    @Test
    void shouldLeaveLinesOfOthersAlone() throws Exception {
        Files.createDirectories(directory.resolve("dead"));
        Path file = directory.resolve("dead/a%2Fb.jsonl");
        Files.writeString(file, "# looked at by me\n\n", StandardOpenOption.CREATE);

        open().add(frame(1), "t", "r");

        assertThat(lines()).hasSize(3).startsWith("# looked at by me", "");
    }
}
