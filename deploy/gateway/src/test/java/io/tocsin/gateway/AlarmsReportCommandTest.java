package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report, with the files, commands and output of its page. */
class AlarmsReportCommandTest {
    private static final Path PAGE = Path.of(System.getProperty("tocsin.root"), "docs", "how-to", "read-the-report.md");
    private static final String[] PERIOD = {"--from", "2026-11-20T06:00:00Z", "--to", "2026-11-20T14:00:00Z"};

    @TempDir
    private Path dir;

    private String page;
    private Path config;

    @BeforeEach
    void run() throws IOException {
        page = Files.readString(PAGE);
        Files.writeString(dir.resolve("shift.csv"), block("csv\n"));
        config = Files.writeString(dir.resolve("shift.yaml"), block("yaml\n"));
        CommandLineRun run = CommandLineRun.of("run", "-c", config.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private String block(String head) {
        Matcher block = Pattern.compile("```" + Pattern.quote(head) + "(.*?)```", Pattern.DOTALL)
                .matcher(page);
        assertThat(block.find()).as("a block of %s", head).isTrue();
        return block.group(1);
    }

    private CommandLineRun report(String... options) {
        String[] args = new String[3 + PERIOD.length + options.length + 1];
        args[0] = "alarms";
        args[1] = "report";
        args[2] = "-c";
        args[3] = config.toString();
        System.arraycopy(PERIOD, 0, args, 4, PERIOD.length);
        System.arraycopy(options, 0, args, 4 + PERIOD.length, options.length);
        return CommandLineRun.of(args);
    }

    @Test
    void shouldPrintTheTableOfThePage() {
        CommandLineRun run = report();

        assertThat(run.err()).isEmpty();
        assertThat(run.exitCode()).isZero();
        assertThat(page)
                .contains(
                        "$ tocsin alarms report -c shift.yaml " + String.join(" ", PERIOD) + "\n" + run.out() + "```");
    }

    @Test
    void shouldReportTheSameFromAReplay() {
        CommandLineRun replay = report("--replay");

        assertThat(replay.exitCode()).as(replay.err()).isZero();
        assertThat(replay.out()).isEqualTo(report().out());
    }

    @Test
    void shouldReportOnRulesThatAreNotDeployed() throws IOException {
        Files.writeString(config, block("yaml\n").replace("hi: 180", "hi: 190"));

        CommandLineRun replay = report("--replay", "--levels", "0");

        assertThat(replay.out()).contains("  alarms              1\n").doesNotContain("Areas");
    }

    @Test
    void shouldPrintJsonAndCsv() {
        assertThat(report("--json").out()).startsWith("{\"from\":\"2026-11-20T06:00:00.000000000Z\"");
        assertThat(report("--csv").out()).startsWith("area,figure,item,value\n,alarms,,5\n");
    }

    @Test
    void shouldReportNoAlarmsOfAQuietPeriod() {
        CommandLineRun run = CommandLineRun.of(
                "alarms", "report", "-c", config.toString(), "--to", "2026-11-20T06:10:00Z", "--levels", "2");

        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .startsWith("Alarms of shift from 2026-11-19T06:10:00Z to 2026-11-20T06:10:00Z (1d)\n")
                .contains("  alarms              0\n", "  floods              none\n");
    }

    @Test
    void shouldSayWhichOptionIsWrong() {
        assertThat(report("--levels", "-1").err()).isEqualTo("--levels must not be negative, is -1\n");
        assertThat(report("--positions", "0").err()).isEqualTo("--positions must be at least 1, is 0\n");
        assertThat(report("--journal", "x").err()).isEqualTo("--journal needs --replay\n");
        assertThat(report("--json", "--csv").exitCode()).isEqualTo(2);
        CommandLineRun backwards =
                CommandLineRun.of("alarms", "report", "-c", config.toString(), "--from", PERIOD[3], "--to", PERIOD[1]);
        assertThat(backwards.exitCode()).isEqualTo(2);
        assertThat(backwards.err())
                .isEqualTo("the end of the period must be after its begin, from 2026-11-20T14:00:00Z to"
                        + " 2026-11-20T06:00:00Z\n");
        assertThat(CommandLineRun.of("alarms", "report", "-c", config.toString(), "--from", "yesterday")
                        .err())
                .startsWith("Invalid value for option '--from': 'yesterday' is no time such as 2026-11-20T17:31:00Z\n");
        assertThat(CommandLineRun.of("alarms").err()).startsWith("One of list, ack, ");
    }
}
