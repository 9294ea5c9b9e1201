package io.tocsin.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alerts.sink.SinkConfig;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.engine.plan.window.Aggregate;
import io.tocsin.engine.result.StreamRowFlyweight;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file sink through kills at random points: each round starts from the cursor of some earlier moment and a file
 * that is at least as far, cut at any byte, as a kill between the file's write and the cursor's leaves them. In the end
 * the file holds each event and row of the log once, in order.
 */
class FileSinkModelTest {
    private static final int SEEDS = 20;
    private static final int ROUNDS = 8;

    @TempDir
    Path temp;

    private final TestPlant plant = new TestPlant();
    private final int rule = plant.limitRule("hot", "{sensor} at {value}");
    private final int stream = plant.stream("rows", List.of(Aggregate.MAX), "file");
    private final int sensor = plant.sensor("plant/temp");

    @Test
    void shouldHaveEachEventOnceInOrderWhenKilledAnywhere() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                run(temp.resolve("seed-" + seed), new Random(seed));
            } catch (Exception | AssertionError e) {
                throw new AssertionError("seed=" + seed, e);
            }
        }
    }

    private void run(Path directory, Random random) throws Exception {
        Path file = directory.resolve("alarms.jsonl");
        List<String> expected = new ArrayList<>();
        int offered = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Path earlier = directory.resolve("cursors-" + round);
            copy(directory.resolve("data/cursors"), earlier);
            long earlierSize = Files.exists(file) ? Files.size(file) : 0;

            AlarmOutputs outputs = open(directory, file);
            outputs.beginRecovery(offered, 0);
            for (int i = 0; i < offered; i++) {
                offer(outputs, i);
            }
            outputs.endRecovery();
            outputs.startSinks();
            int count = random.nextInt(200);
            for (int i = offered; i < offered + count; i++) {
                offer(outputs, i);
                expected.add(json(i));
            }
            offered += count;
            outputs.stop(Duration.ofSeconds(20));
            assertThat(Files.readAllLines(file)).isEqualTo(expected);

            if (round > 0 && random.nextInt(4) > 0) {
                copy(earlier, directory.resolve("data/cursors"));
                cut(file, earlierSize + random.nextLong(Files.size(file) - earlierSize + 1));
            }
        }
        AlarmOutputs outputs = open(directory, file);
        outputs.beginRecovery(offered, 0);
        outputs.endRecovery();
        outputs.startSinks();
        outputs.stop(Duration.ofSeconds(20));
        assertThat(Files.readAllLines(file)).isEqualTo(expected);
    }

    @Test
    void shouldWriteToANewFileWhenTheOldOneWasMovedAway() throws Exception {
        Path file = temp.resolve("alarms.jsonl");
        Files.writeString(file, "# a note\n{\"half\":", StandardCharsets.UTF_8);
        AlarmOutputs first = open(temp, file);
        first.beginRecovery(0, 0);
        first.endRecovery();
        first.startSinks();
        first.onAlarm(TestPlant.raised(rule, sensor, 0, 0, 0));
        first.stop(Duration.ofSeconds(20));
        assertThat(Files.readAllLines(file)).hasSize(2).startsWith("# a note");
        Files.move(file, temp.resolve("alarms.1"));

        AlarmOutputs second = open(temp, file);
        second.beginRecovery(1, 0);
        second.onAlarm(TestPlant.raised(rule, sensor, 0, 0, 0));
        second.endRecovery();
        second.startSinks();
        second.onAlarm(TestPlant.raised(rule, sensor, 1, 1, 1));
        second.stop(Duration.ofSeconds(20));

        assertThat(Files.readAllLines(file)).singleElement().asString().contains("\"position\":1");
    }

    private void offer(AlarmOutputs outputs, int i) {
        if (isRow(i)) {
            outputs.onRow(row(i));
        } else {
            outputs.onAlarm(TestPlant.raised(rule, sensor, i, i, i));
        }
    }

    private String json(int i) {
        return isRow(i)
                ? plant.formatter().format(row(i)).json()
                : plant.formatter()
                        .format(TestPlant.raised(rule, sensor, i, i, i))
                        .json();
    }

    private static boolean isRow(int i) {
        return i % 3 != 0;
    }

    /** Rows of few windows; updates may repeat a row, as a stream with {@code emit: complete} does. */
    private StreamRowFlyweight row(int i) {
        boolean isUpdate = i % 3 == 1;
        int count = isUpdate ? i / 20 : i;
        return TestPlant.row(stream, sensor, i, i, i / 20, count, count).flags(isUpdate, false);
    }

    private AlarmOutputs open(Path directory, Path file) {
        return AlarmOutputs.open(
                directory.resolve("data"),
                directory.resolve("dead-letters"),
                "press-hall",
                plant,
                List.of(new SinkConfig.File("file", file)),
                Delivery.WHEN_FORCED,
                new Counters(),
                new Latencies(),
                (where, cause) -> {
                    throw new AssertionError(where, cause);
                },
                line -> {},
                () -> 0);
    }

    private static void cut(Path file, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.exists(from)) {
            return;
        }
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path source, BasicFileAttributes attributes) throws IOException {
                Files.createDirectories(to);
                Files.copy(source, to.resolve(from.relativize(source)), StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
