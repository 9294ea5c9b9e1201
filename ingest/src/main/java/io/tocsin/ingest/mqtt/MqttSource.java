package io.tocsin.ingest.mqtt;

import io.tocsin.ingest.Source;
import io.tocsin.ingest.SourceContext;

/** Readings from an MQTT broker. */
public final class MqttSource implements Source {
    private final MqttSourceConfig config;
    private final SourceContext context;

    /** Checks the configuration; connects at {@link #start()}. */
    public MqttSource(MqttSourceConfig config, SourceContext context) {
        this.config = config;
        this.context = context;
    }

    @Override
    public String name() {
        return config.name();
    }

    @Override
    public boolean isBounded() {
        return false;
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException(context.toString());
    }

    @Override
    public void stop() {}

    @Override
    public boolean awaitEnd(long timeoutMs) {
        return false;
    }
}
