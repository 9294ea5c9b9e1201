package io.tocsin.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The PlantUML diagram in docs/architecture.md, as ArchUnit wants it: a file of its own. */
final class Diagram {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```plantuml\\n(.*?)^```$");
    private static final Pattern STEREOTYPE = Pattern.compile("<<(io\\.tocsin[\\w.]*)>>");

    private final String text;

    private Diagram(String text) {
        this.text = text;
    }

    static Diagram read() throws IOException {
        Path page = root().resolve("docs/architecture.md");
        List<String> blocks = BLOCK.matcher(Files.readString(page))
                .results()
                .map(result -> result.group(1))
                .toList();
        if (blocks.size() != 1) {
            throw new IllegalStateException("expected one plantuml block in file=" + page + ", found=" + blocks.size());
        }
        return new Diagram(blocks.get(0));
    }

    Path writeTo(Path directory) throws IOException {
        return Files.writeString(directory.resolve("architecture.puml"), text);
    }

    /** The package patterns of the components, such as {@code io.tocsin.engine.plan..}. */
    String[] packages() {
        return STEREOTYPE.matcher(text).results().map(result -> result.group(1)).toArray(String[]::new);
    }

    /** The project's root: Maven tells it; an IDE may start anywhere inside. */
    static Path root() {
        String told = System.getProperty("tocsin.root");
        Path directory = Path.of(told == null ? "" : told).toAbsolutePath();
        while (directory != null && !Files.exists(directory.resolve("docs/architecture.md"))) {
            directory = directory.getParent();
        }
        if (directory == null) {
            throw new IllegalStateException(
                    "docs/architecture.md is not above directory=" + Path.of("").toAbsolutePath());
        }
        return directory;
    }
}
