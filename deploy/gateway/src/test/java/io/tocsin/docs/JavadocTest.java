package io.tocsin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments of all Java sources: Javadoc begins with its noun or verb, lines are as wide as .editorconfig says. */
class JavadocTest {
    private static final Path ROOT = Path.of(System.getProperty("tocsin.root"));
    private static final int MAX_WIDTH = 120;

    private static final Pattern JAVADOC = Pattern.compile("(?m)^\\s*/\\*\\*\\s*(?:\\*\\s+)?(?:<p>)?(?=\\S)");
    private static final Pattern RELATIVE =
            Pattern.compile("(?:What|Whatever|Who|Whoever|Whose|Those|That)\\b|This is\\b");
    private static final Pattern COMMENT = Pattern.compile("^\\s*(?:/?\\*|//).*|.*;\\s+// .*");

    @Test
    void shouldBeginJavadocWithItsNounOrVerb() throws IOException {
        List<String> odd = new ArrayList<>();
        for (Path source : sources()) {
            String text = Files.readString(source);
            JAVADOC.matcher(text)
                    .results()
                    .filter(begin -> RELATIVE.matcher(text)
                            .region(begin.end(), text.length())
                            .lookingAt())
                    .map(begin -> place(source, text.substring(0, begin.end())))
                    .forEach(odd::add);
        }
        assertThat(odd).isEmpty();
    }

    @Test
    void shouldKeepCommentsWithinTheWidth() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path source : sources()) {
            int number = 0;
            for (String line : Files.readAllLines(source)) {
                number++;
                if (line.codePointCount(0, line.length()) > MAX_WIDTH
                        && COMMENT.matcher(line).matches()) {
                    tooLong.add(ROOT.relativize(source) + ":" + number);
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    private static String place(Path source, String before) {
        return ROOT.relativize(source) + ":" + before.lines().count();
    }

    /** Sources of all modules, those outside the default build too. */
    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (String module : List.of("engine", "ingest", "persistence", "alerts", "deploy", "bench")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !file.toString().contains("/target/"))
                        .sorted()
                        .forEach(sources::add);
            }
        }
        assertThat(sources).hasSizeGreaterThan(1_000);
        return sources;
    }
}
