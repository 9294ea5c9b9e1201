package io.tocsin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * NOTICE and docs/dependencies.md name the libraries that Maven puts beside the gateway's jar, neither more nor less.
 */
class ShippedLibrariesTest {
    private static final Path ROOT = Path.of(System.getProperty("tocsin.root"));

    /** A line of Maven's {@code dependency:list}: {@code group:artifact:jar:[classifier:]version:scope:file}. */
    private static final Pattern LISTED = Pattern.compile("(?m)^\\s*([\\w.-]+):([\\w.-]+):jar(?::([\\w.-]+))?:[\\w.-]+"
            + ":(?:compile|runtime):(.+?\\.jar)(?: -- module .*)?$");

    private static final Pattern NOTICE_LINE = Pattern.compile("(?m)^ {2}(\\S+:\\S+) {2,}\\S.*$");
    private static final Pattern TOTAL = Pattern.compile("(\\d+) jars, (\\d+\\.\\d) MiB");
    private static final Pattern CHOSEN_ROW = Pattern.compile("(?m)^\\| [^|]+ \\| (\\d[^ |]*) \\|");
    private static final Pattern VERSION_PROPERTY = Pattern.compile("<[\\w-]+\\.version>([^<]+)</");
    private static final double MIB = 1024 * 1024;

    private static List<Library> libraries;

    /**
     * A jar of the gateway's lib directory.
     *
     * @param name {@code group:artifact} or {@code group:artifact:classifier}
     */
    private record Library(String name, Path jar) {
        static Library of(MatchResult line) {
            String classifier = line.group(3) == null ? "" : ":" + line.group(3);
            return new Library(line.group(1) + ":" + line.group(2) + classifier, Path.of(line.group(4)));
        }

        long bytes() {
            try {
                return Files.size(jar);
            } catch (IOException e) {
                throw new AssertionError("no such library, jar=" + jar, e);
            }
        }
    }

    @BeforeAll
    static void readLibraries() throws IOException {
        String list = Files.readString(ROOT.resolve("deploy/gateway/target/shipped-libraries.txt"));
        libraries = LISTED.matcher(list).results().map(Library::of).toList();
        assertThat(libraries).isNotEmpty();
        assertThat(list.lines().filter(line -> line.contains(":jar:"))).hasSameSizeAs(libraries);
    }

    @Test
    void shouldListEachLibraryInTheNotice() throws IOException {
        List<String> noticed = groups(NOTICE_LINE, Files.readString(ROOT.resolve("NOTICE")));

        assertThat(noticed)
                .containsExactlyInAnyOrderElementsOf(
                        libraries.stream().map(Library::name).toList());
    }

    @Test
    void shouldSayInTheDocsHowManyAndHowLargeTheyAre() throws IOException {
        double mebibytes = libraries.stream().mapToLong(Library::bytes).sum() / MIB;

        MatchResult total = TOTAL.matcher(dependencies())
                .results()
                .findFirst()
                .orElseThrow(() -> new AssertionError("docs/dependencies.md has no total: N jars, N.N MiB"));
        assertThat(total.group())
                .isEqualTo(String.format(Locale.ROOT, "%d jars, %.1f MiB", libraries.size(), mebibytes));
    }

    @Test
    void shouldSayInTheDocsWhichVersionsWereChosen() throws IOException {
        List<String> versions = groups(CHOSEN_ROW, dependencies());

        assertThat(versions).isNotEmpty();
        assertThat(groups(VERSION_PROPERTY, Files.readString(ROOT.resolve("pom.xml"))))
                .containsAll(versions);
    }

    private static String dependencies() throws IOException {
        return Files.readString(ROOT.resolve("docs/dependencies.md"));
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(result -> result.group(1)).toList();
    }
}
