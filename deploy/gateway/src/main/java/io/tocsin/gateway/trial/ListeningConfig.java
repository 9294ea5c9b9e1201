package io.tocsin.gateway.trial;

import io.tocsin.gateway.config.ApiConfig;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.SourceConfig;
import io.tocsin.gateway.datadir.DataDirectory;
import io.tocsin.persistence.journal.JournalConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** Makes the configuration of a gateway that only listens: files elsewhere, no sinks, clients of its own. */
public final class ListeningConfig {
    private static final String CLIENT = "tocsin-try-";
    /** An MQTT 3.1.1 broker may refuse longer client ids */
    private static final int MAX_CLIENT_ID_LENGTH = 23;

    private ListeningConfig() {}

    /**
     * @param config the user's
     * @param dir takes journal, snapshots and alarm log
     */
    public static GatewayConfig of(GatewayConfig config, Path dir) {
        return new GatewayConfig(
                config.file(),
                dir,
                config.sources().stream().map(ListeningConfig::listening).toList(),
                config.plan(),
                config.idleAfter(),
                List.of(),
                new JournalConfig(
                        DataDirectory.journal(dir),
                        config.journal().sync(),
                        config.journal().segmentBytes(),
                        config.journal().keepFreeBytes()),
                config.retention(),
                config.onDamage(),
                config.alarmLogRetention(),
                config.snapshots(),
                config.maxSensors(),
                config.evictAfterNs(),
                config.stateMemoryBytes(),
                config.pipeline(),
                ApiConfig.OFF,
                null,
                config.functions(),
                config.warnings(),
                List.of());
    }

    private static SourceConfig listening(SourceConfig source) {
        return source instanceof SourceConfig.Mqtt mqtt
                ? new SourceConfig.Mqtt(mqtt.config().listening(clientId()), mqtt.embeddedPort())
                : source;
    }

    private static String clientId() {
        String id = CLIENT + UUID.randomUUID().toString().replace("-", "");
        return id.substring(0, MAX_CLIENT_ID_LENGTH);
    }
}
