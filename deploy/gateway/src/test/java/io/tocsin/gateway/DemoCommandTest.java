package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DemoCommandTest {
    @TempDir
    private Path dir;

    @Test
    void shouldAccountForEveryReadingWhenTheDemoEnds() {
        CommandLineRun run = CommandLineRun.of("demo", "--for", "2s", "--rate", "300", "--dir", dir.toString());

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("press hall: 36 sensors publish to tcp://127.0.0.1:", "press hall: published ")
                .contains(" readings received = ", " dropped\n", "kept in " + dir)
                .doesNotContain("THE BALANCE IS OFF", "\u001B");
        assertThat(dir.resolve("press-hall.yaml")).exists();
        assertThat(CommandLineRun.of(
                                "journal",
                                "verify",
                                "--dir",
                                dir.resolve("data/press-hall").toString())
                        .exitCode())
                .isZero();
    }

    @Test
    void shouldMeasureThisMachine() {
        CommandLineRun run = CommandLineRun.of("bench", "--for", "1s", "--rate", "2000", "--sensors", "10");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .startsWith("bench: 10 sensors, 2,000 readings/s for 1 s; ")
                .contains("10 sensors, ", "receive→journalled", "receive→decided")
                .doesNotContain("THE BALANCE IS OFF");
    }

    @Test
    void shouldEndWithTwoWhenAnOptionCannotWork() {
        assertThat(CommandLineRun.of("demo", "--rate", "9000"))
                .isEqualTo(new CommandLineRun(2, "", "--rate must be 1 to 5000, is 9000\n"));
        assertThat(CommandLineRun.of("bench", "--for", "10").err())
                .startsWith("Invalid value for option '--for'")
                .contains("must be a duration such as 10ms, 5s, 2m, 1h or 7d");
        assertThat(CommandLineRun.of("bench", "--sensors", "0").exitCode()).isEqualTo(2);
    }
}
