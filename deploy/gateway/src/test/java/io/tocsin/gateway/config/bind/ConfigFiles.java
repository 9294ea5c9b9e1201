package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Configurations for tests, written into a directory and loaded from there. */
public final class ConfigFiles {
    /** The least that can be run without a warning. */
    static final String MINIMAL = """
            name: test
            sources:
              - rate: {}
            alarms:
              - {name: high, sensor: rate/+, type: limit, hi: 9}
            sinks:
              out: {console: {}}
            """;

    private final Path dir;
    private final Map<String, String> environment;

    public ConfigFiles(Path dir) {
        this(dir, Map.of());
    }

    ConfigFiles(Path dir, Map<String, String> environment) {
        this.dir = dir;
        this.environment = environment;
    }

    /** Loads a text that must be right. */
    GatewayConfig load(String yaml) {
        try {
            return new ConfigLoader(environment::get).load(write(yaml));
        } catch (ConfigException e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    /** The errors of a text that must be wrong, without the file's name. */
    public List<String> errors(String yaml) {
        Path file = write(yaml);
        try {
            new ConfigLoader(environment::get).load(file);
        } catch (ConfigException e) {
            return withoutName(e.errors(), file);
        }
        throw new AssertionError("was loaded: " + yaml);
    }

    /** The warnings of a text that must be right, without the file's name. */
    List<String> warnings(String yaml) {
        return withoutName(load(yaml).warnings(), dir.resolve("gateway.yaml"));
    }

    public Path write(String yaml) {
        return write(yaml, "gateway.yaml");
    }

    Path write(String text, String fileName) {
        try {
            return Files.writeString(dir.resolve(fileName), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> withoutName(List<String> lines, Path file) {
        return lines.stream().map(line -> line.replace(file + ":", "")).toList();
    }
}
