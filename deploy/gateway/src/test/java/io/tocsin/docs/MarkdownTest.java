package io.tocsin.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The pages for people: prose as wide as .editorconfig says, links that lead somewhere, names of classes that exist.
 */
class MarkdownTest {
    private static final Path ROOT = Path.of(System.getProperty("tocsin.root"));
    private static final int MAX_WIDTH = 120;

    /** Behind indentation and bullet one word or code span: nowhere to break. */
    private static final Pattern ONE_WORD = Pattern.compile("\\s*(?:- )?(?:`[^`]*`|[^\\s`])+");

    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#\\s]+)(?:#[^)]*)?\\)");
    private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]+(?:[A-Z][a-z0-9]+)+)`");

    @Test
    void shouldKeepProseWithinTheWidth() throws IOException {
        List<String> tooLong = new ArrayList<>();
        for (Path page : pages()) {
            int number = 0;
            for (String line : withoutCode(Files.readString(page))) {
                number++;
                boolean prose = !line.stripLeading().startsWith("|")
                        && !line.startsWith("#")
                        && !ONE_WORD.matcher(line).matches();
                if (prose && line.codePointCount(0, line.length()) > MAX_WIDTH) {
                    tooLong.add(ROOT.relativize(page) + ":" + number);
                }
            }
        }
        assertThat(tooLong).isEmpty();
    }

    @Test
    void shouldLinkToFilesThatExist() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(String.join("\n", withoutCode(Files.readString(page))))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .forEach(target -> dead.add(ROOT.relativize(page) + ": " + target));
        }
        assertThat(dead).isEmpty();
    }

    @Test
    void shouldListEveryPageInTheIndex() throws IOException {
        Path docs = ROOT.resolve("docs");
        Set<Path> listed = new HashSet<>();
        LINK.matcher(Files.readString(docs.resolve("README.md")))
                .results()
                .forEach(link -> listed.add(docs.resolve(link.group(1))));
        assertThat(pages())
                .filteredOn(page -> page.startsWith(docs))
                .filteredOn(page -> !page.getParent().endsWith("adr") && !page.equals(docs.resolve("README.md")))
                .isNotEmpty()
                .allSatisfy(page -> assertThat(listed).contains(page));
    }

    @Test
    void shouldNameClassesThatExistToContributors() throws IOException {
        Set<String> classes = classes();
        for (String page : List.of(".github/CONTRIBUTING.md", "docs/releasing.md")) {
            List<String> named = CLASS_NAME
                    .matcher(Files.readString(ROOT.resolve(page)))
                    .results()
                    .map(name -> name.group(1))
                    .toList();
            assertThat(named).isNotEmpty();
            assertThat(named.stream().filter(name -> !classes.contains(name)))
                    .as("classes that " + page + " names and nobody has")
                    .isEmpty();
        }
    }

    private static Set<String> classes() throws IOException {
        Set<String> classes = new HashSet<>();
        for (String module : List.of("engine", "ingest", "persistence", "alerts", "deploy/gateway", "bench")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src"))) {
                files.map(file -> file.getFileName().toString())
                        .filter(name -> name.endsWith(".java"))
                        .map(name -> name.substring(0, name.length() - ".java".length()))
                        .forEach(classes::add);
            }
        }
        return classes;
    }

    private static List<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md"), ROOT.resolve("CHANGELOG.md")));
        for (String directory : List.of("docs", ".github")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(directory))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages;
    }

    /** The lines of a page, with empty ones in the place of code blocks. */
    private static List<String> withoutCode(String page) {
        List<String> lines = new ArrayList<>();
        boolean code = false;
        for (String line : page.lines().toList()) {
            boolean fence = line.stripLeading().startsWith("```");
            lines.add(code || fence ? "" : line);
            code ^= fence;
        }
        return lines;
    }
}
