package io.tocsin.gateway.config.yaml;

import io.tocsin.engine.file.PlainFile;
import io.tocsin.engine.log.FaultText;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.schema.Scalar;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/**
 * Reads a YAML file to its tree of nodes, within bounds far above any sensible configuration: 1 MiB, 50 aliases, 32
 * levels, one document, no tags. It constructs no objects from the file, only a tree of nodes.
 */
public final class YamlReader {
    /** The largest file, bytes. */
    static final int MAX_BYTES = 1 << 20;
    /** The most aliases in a file. */
    static final int MAX_ALIASES = 50;
    /** The deepest nesting. */
    static final int MAX_DEPTH = 32;

    private final Path file;
    private final String label;
    private int aliasCount;
    private int depth;

    /**
     * @param file the file
     * @param label its name in messages
     */
    public YamlReader(Path file, String label) {
        this.file = file;
        this.label = label;
    }

    /**
     * @return the root of the tree
     * @throws ConfigException with the error that stopped the parser
     */
    public Node read() throws ConfigException {
        return read(bytes());
    }

    /**
     * Reads bytes as if they were in the file.
     *
     * @return the root of the tree
     * @throws ConfigException with the error that stopped the parser
     */
    public Node read(byte[] content) throws ConfigException {
        return tree(text(content));
    }

    /**
     * Reads a text that is no file of the user's.
     *
     * @param label its name in messages
     * @return the root of the tree
     * @throws ConfigException when it is no YAML
     */
    public static Node read(String text, String label) throws ConfigException {
        return new YamlReader(Path.of(label), label).tree(text);
    }

    private Node tree(String text) throws ConfigException {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(label)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .setCodePointLimit(MAX_BYTES)
                .setAllowNonScalarKeys(true)
                .build();
        try {
            for (Event event : new Parse(settings).parseString(text)) {
                checkNext(event);
            }
            Optional<Node> root = new Compose(settings).composeString(text);
            return root.orElseThrow(() -> failure(Place.START, "the file is empty"));
        } catch (MarkedYamlEngineException e) {
            throw failure(
                    e.getProblemMark().map(Place::of).orElse(Place.START),
                    "not YAML: " + reason(e) + YamlHints.of(text, e));
        } catch (ReaderException e) {
            throw failure(
                    placeOf(text, e.getPosition()),
                    String.format("not YAML: the character U+%04X is not allowed", e.getCodePoint()));
        } catch (YamlEngineException e) {
            throw failure(Place.START, "not YAML: " + e.getMessage());
        }
    }

    private void checkNext(Event event) throws ConfigException {
        if (event instanceof AliasEvent && ++aliasCount > MAX_ALIASES) {
            throw failure(event, "more than " + MAX_ALIASES + " aliases");
        }
        if (event instanceof CollectionStartEvent && ++depth > MAX_DEPTH) {
            throw failure(event, "nested deeper than " + MAX_DEPTH);
        }
        if (event instanceof CollectionEndEvent) {
            depth--;
        }
        Optional<String> tag = Optional.empty();
        if (event instanceof CollectionStartEvent start) {
            tag = start.getTag();
        } else if (event instanceof ScalarEvent scalar) {
            tag = scalar.getTag();
        }
        if (tag.isPresent()) {
            throw failure(event, "YAML tags are not supported: " + Scalar.quoted(tag.get()));
        }
    }

    private byte[] bytes() throws ConfigException {
        try {
            PlainFile.require(file);
            try (InputStream in = Files.newInputStream(file)) {
                return in.readNBytes(MAX_BYTES + 1);
            }
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(label + ": no such file"));
        } catch (IOException e) {
            throw new ConfigException(List.of(label + ": cannot be read: " + FaultText.of(e)));
        }
    }

    private String text(byte[] bytes) throws ConfigException {
        if (bytes.length > MAX_BYTES) {
            throw new ConfigException(List.of(label
                    + ": larger than 1 MiB, the most that a configuration may have; put thousands of"
                    + " limits into a table source and join it to the readings"));
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new ConfigException(List.of(label + ": not a text file in UTF-8"));
        }
    }

    private static String reason(MarkedYamlEngineException e) {
        String problem = e.getProblem();
        if (problem.contains("(TAB)")) {
            return "YAML does not allow tabs for indentation; use spaces";
        }
        if (problem.equals("but found another document")) {
            return "a second YAML document begins here; put each configuration into a file of its own";
        }
        String context = e.getContext() == null || e.getContext().isEmpty() ? "" : e.getContext() + ": ";
        return (context + problem).replaceAll("\\s+", " ");
    }

    private static Place placeOf(String text, int codePointIndex) {
        int line = 1;
        int column = 1;
        int end = text.offsetByCodePoints(0, Math.min(codePointIndex, text.codePointCount(0, text.length())));
        for (int i = 0; i < end; i = text.offsetByCodePoints(i, 1)) {
            boolean newLine = text.charAt(i) == '\n';
            line += newLine ? 1 : 0;
            column = newLine ? 1 : column + 1;
        }
        return new Place(line, column);
    }

    private ConfigException failure(Event event, String message) {
        Optional<Mark> mark = event.getStartMark();
        return failure(mark.map(Place::of).orElse(Place.START), message);
    }

    private ConfigException failure(Place place, String message) {
        return new ConfigException(List.of(label + ":" + place.line() + ":" + place.column() + ": " + message));
    }
}
