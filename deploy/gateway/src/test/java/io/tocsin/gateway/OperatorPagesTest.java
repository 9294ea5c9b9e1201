package io.tocsin.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages about operators: their files make a gateway run, and their commands print what the pages show. */
class OperatorPagesTest {
    private static final Path PAGES = Path.of(System.getProperty("tocsin.root"), "docs", "how-to");
    private static final Pattern FILE =
            Pattern.compile("`([a-z-]+\\.(?:csv|yaml))`.*?\n+```\\w+\n(.*?)```", Pattern.DOTALL);
    private static final Pattern SESSION = Pattern.compile("```\n(\\$ (?:tocsin alarms|echo).*?)```", Pattern.DOTALL);
    private static final Pattern TIME = Pattern.compile("\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?Z");
    private static final Pattern ECHO = Pattern.compile("echo \"(.*)\" >> (\\S+)");
    private static final String LIST = "tocsin alarms list";
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final long WAIT_NS = TimeUnit.SECONDS.toNanos(30);

    @TempDir
    private Path dir;

    /** A command of a page and the output that the page shows. */
    private record Step(String command, String output) {}

    @ParameterizedTest
    @ValueSource(strings = {"act-on-alarms.md", "suppress-a-stopped-machine.md"})
    void shouldPrintWhatThePageShows(String name) throws Exception {
        String page = Files.readString(PAGES.resolve(name));
        Path config = null;
        Matcher files = FILE.matcher(page);
        while (files.find()) {
            Path file = Files.writeString(dir.resolve(files.group(1)), files.group(2));
            config = file.toString().endsWith(".yaml") && config == null ? file : config;
        }
        List<Step> steps = steps(page);
        assertThat(steps).hasSizeGreaterThan(2);
        List<String> log = new ArrayList<>();
        Gateway gateway = Gateway.open(new ConfigLoader().load(config), log::add, (reason, cause) -> log.add(reason));
        try {
            gateway.start();
            for (Step step : steps) {
                take(step, config);
            }
        } finally {
            gateway.stop();
        }
    }

    private void take(Step step, Path config) throws IOException {
        Matcher echo = ECHO.matcher(step.command);
        if (echo.matches()) {
            Files.writeString(dir.resolve(echo.group(2)), echo.group(1) + "\n", StandardOpenOption.APPEND);
            return;
        }
        String expected = masked(step.output);
        long deadlineNs = System.nanoTime() + WAIT_NS;
        String printed = print(step, config);
        // an appended row takes its time
        while (step.command.startsWith(LIST) && !printed.equals(expected) && System.nanoTime() < deadlineNs) {
            printed = print(step, config);
        }
        assertThat(printed).as(step.command).isEqualTo(expected);
    }

    private String print(Step step, Path config) {
        CommandLineRun run = CommandLineRun.of(words(step.command.substring("tocsin ".length()), config));
        return masked(run.out() + run.err());
    }

    private static List<Step> steps(String page) {
        List<Step> steps = new ArrayList<>();
        Matcher sessions = SESSION.matcher(page);
        while (sessions.find()) {
            for (String step : sessions.group(1).split("(?m)^\\$ ", -1)) {
                if (!step.isBlank()) {
                    int end = step.indexOf('\n');
                    steps.add(new Step(step.substring(0, end), step.substring(end + 1)));
                }
            }
        }
        return steps;
    }

    private String[] words(String command, Path config) {
        List<String> words = new ArrayList<>();
        Matcher matcher = WORD.matcher(command);
        while (matcher.find()) {
            String word = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
            words.add(word.endsWith(".yaml") ? config.toString() : word);
        }
        return words.toArray(String[]::new);
    }

    /** Times, and the widths that they make, differ from run to run. */
    private static String masked(String text) {
        return TIME.matcher(text).replaceAll("TIME").replaceAll(" {2,}", "  ");
    }
}
