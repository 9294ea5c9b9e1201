package io.tocsin.gateway.run;

import io.tocsin.engine.action.ActionDoor;
import io.tocsin.gateway.api.LocalApi;
import io.tocsin.gateway.api.MetricsPage;
import io.tocsin.gateway.commands.MqttCommands;
import io.tocsin.gateway.config.GatewayConfig;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The ways of operators into a running gateway: the local API, and commands over MQTT where they are configured. One
 * thread. A door that cannot open stops nothing else.
 */
final class Doors {
    private final GatewayConfig config;
    private final ActionDoor actions;
    private final Supplier<MetricsPage> metrics;
    private final Consumer<String> log;
    private LocalApi api;
    private MqttCommands commands;

    /**
     * @param actions takes the actions
     * @param metrics makes the metrics for the first scrape
     * @param log any thread
     */
    Doors(GatewayConfig config, ActionDoor actions, Supplier<MetricsPage> metrics, Consumer<String> log) {
        this.config = config;
        this.actions = actions;
        this.metrics = metrics;
        this.log = log;
    }

    /** Opens the doors; waits for nothing. */
    void start() {
        if (config.api().isEnabled()) {
            Supplier<MetricsPage> shown = config.api().hasMetrics() ? metrics : null;
            api = LocalApi.start(config.dataDir(), config.api().port(), actions, shown, log);
        }
        if (config.commands() != null) {
            commands = MqttCommands.start(config.commands(), actions, log);
        }
    }

    /** Closes the doors; actions that wait for an answer lose it. */
    void stop() throws InterruptedException {
        if (commands != null) {
            commands.stop();
        }
        if (api != null) {
            api.stop();
        }
    }
}
