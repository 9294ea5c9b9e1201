package io.tocsin.alerts.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alerts.log.AlarmLogException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CursorTest {
    @TempDir
    Path directory;

    private final List<String> lines = new ArrayList<>();

    private Cursor open(long end) {
        return Cursor.open(directory, "alarms", 0, end, lines::add);
    }

    @Test
    void shouldBeginAtTheLogsEndWhenTheSinkIsNew() {
        assertThat(open(7).sequence()).isEqualTo(7);
        // Even if the process is killed before it moves.
        assertThat(open(9).sequence()).isEqualTo(7);
    }

    @Test
    void shouldStandWhereItWasPersistedWhenOpenedAgain() {
        Cursor cursor = open(0);
        cursor.moveTo(5);
        cursor.persist();
        cursor.moveTo(8);

        assertThat(open(10).sequence()).isEqualTo(5);
    }

    @Test
    void shouldBeSetBackForGoodWhenTheLogLostItsTail() {
        Cursor cursor = open(0);
        cursor.moveTo(8);
        cursor.persist();

        assertThat(open(5).sequence()).isEqualTo(5);
        assertThat(lines).anyMatch(line -> line.contains("from=8, to=5"));
        // The log has grown again with other frames before the next crash.
        assertThat(open(12).sequence()).isEqualTo(5);
    }

    @Test
    void shouldNameTheFileWhenItIsDamaged() throws Exception {
        open(3);
        Path file = directory.resolve("alarms.cursor");
        byte[] bytes = Files.readAllBytes(file);
        bytes[9] ^= 1;
        Files.write(file, bytes);

        assertThatThrownBy(() -> open(3)).isInstanceOf(AlarmLogException.class).hasMessageContaining(file.toString());
    }

    @Test
    void shouldStayInItsDirectoryWhenTheSinksNameHasSlashes() throws Exception {
        Cursor.open(directory, "../../etc/x y", 0, 0, lines::add);

        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactly("%2E%2E%2F%2E%2E%2Fetc%2Fx%20y.cursor");
        }
    }

    @Test
    void shouldBeginWhereTheLogBeginsWhenItWasAwayTooLong() {
        Cursor cursor = open(10);
        cursor.moveTo(10);
        cursor.persist();
        Cursor later = Cursor.open(directory, "alarms", 25, 40, lines::add);
        assertThat(later.sequence()).isEqualTo(25);
        assertThat(lines)
                .containsExactly("sink alarms: was away while retention deleted 15 entries of the alarm log that it had"
                        + " not delivered");
    }
}
