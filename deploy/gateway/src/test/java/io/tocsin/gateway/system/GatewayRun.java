package io.tocsin.gateway.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import io.tocsin.gateway.run.Gateway;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.GZIPInputStream;

/** Runs a gateway in this process from a configuration text, to the end of its bounded sources. */
public final class GatewayRun {
    private static final long SOURCE_TIMEOUT_MS = 120_000;

    private final Path directory;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    GatewayRun(Path directory) {
        this.directory = directory;
    }

    /** Runs to the end of the sources and asserts that every reading is accounted for. The stopped gateway. */
    Gateway toTheEnd(String yaml) throws IOException, ConfigException, InterruptedException {
        return toTheEnd(load(yaml));
    }

    /** As {@link #toTheEnd(String)}, under the plan of a version that knew no life cycles of alarms. */
    Gateway toTheEndWithoutLifeCycles(String yaml) throws IOException, ConfigException, InterruptedException {
        GatewayConfig config = load(yaml);
        return toTheEnd(new GatewayConfig(
                config.file(),
                config.dataDir(),
                config.sources(),
                config.plan().withLifeCycles(Map.of()),
                config.idleAfter(),
                config.sinks(),
                config.journal(),
                config.retention(),
                config.onDamage(),
                config.alarmLogRetention(),
                config.snapshots(),
                config.maxSensors(),
                config.evictAfterNs(),
                config.stateMemoryBytes(),
                config.pipeline(),
                config.api(),
                config.commands(),
                config.functions(),
                config.warnings(),
                config.notes()));
    }

    private GatewayConfig load(String yaml) throws IOException, ConfigException {
        return new ConfigLoader().load(Files.writeString(directory.resolve("gateway.yaml"), yaml));
    }

    private Gateway toTheEnd(GatewayConfig config) throws IOException, InterruptedException {
        Gateway gateway = Gateway.open(config, log::add, (where, cause) -> {
            throw new AssertionError(where, cause);
        });
        gateway.start();
        assertThat(gateway.awaitSources(SOURCE_TIMEOUT_MS)).as("sources end").isTrue();
        gateway.stop();
        assertThat(gateway.isBalanced()).as("received = processed + dropped").isTrue();
        return gateway;
    }

    /** Log lines of the gateway. */
    List<String> log() {
        return List.copyOf(log);
    }

    /** Unpacks a file of the test resources {@code real/…} into the directory. */
    Path unpack(String resource) throws IOException {
        Path target = directory.resolve(
                resource.substring(resource.lastIndexOf('/') + 1).replace(".gz", ""));
        try (InputStream in = new GZIPInputStream(GatewayRun.class.getResourceAsStream("/real/" + resource))) {
            Files.copy(in, target);
        }
        return target;
    }

    /** The flat JSON objects of a file of JSON lines. */
    public static List<Map<String, String>> jsonLines(Path file) throws IOException {
        List<Map<String, String>> objects = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            objects.add(jsonObject(line));
        }
        return objects;
    }

    /** One flat JSON object, values as text. */
    public static Map<String, String> jsonObject(String line) throws IOException {
        Map<String, String> members = new LinkedHashMap<>();
        try (JsonParser parser = new JsonFactory().createParser(line)) {
            assertThat(parser.nextToken()).isEqualTo(JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                assertThat(members.put(name, parser.getText()))
                        .as("twice: " + name)
                        .isNull();
            }
            assertThat(parser.currentToken()).isEqualTo(JsonToken.END_OBJECT);
        }
        return members;
    }
}
