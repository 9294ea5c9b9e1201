package io.tocsin.alerts.log.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedFilesTest {
    @TempDir
    Path directory;

    /** A device that damages a file every day does not fill itself with them. */
    @Test
    void shouldKeepTheNewest() throws IOException {
        Path log = directory.resolve("0000000000000000000.alarms");
        Path other = Files.writeString(directory.resolve("0000000000000000007.alarms"), "whole");
        for (int day = 0; day < 30; day++) {
            Path name = DamagedFiles.freeName(log);
            assertThat(name).doesNotExist();
            Files.writeString(name, "day " + day);
            Files.setLastModifiedTime(name, FileTime.fromMillis(day * 86_400_000L));
            DamagedFiles.keepNewest(directory);
        }
        List<String> left = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : files.filter(each -> !each.equals(other)).toList()) {
                left.add(Files.readString(file));
            }
        }
        assertThat(left)
                .containsExactlyInAnyOrder(
                        "day 22", "day 23", "day 24", "day 25", "day 26", "day 27", "day 28", "day 29");
        assertThat(other).hasContent("whole");
    }
}
