package io.tocsin.alerts.sink;

/** Creates sinks from their configurations. */
public final class Sinks {
    private Sinks() {}

    /** A sink that is not open yet. */
    public static Sink create(SinkConfig config) {
        if (config instanceof SinkConfig.Console console) {
            return ConsoleSink.standardOutput(console.name());
        }
        if (config instanceof SinkConfig.File file) {
            return new FileSink(file.name(), file.path());
        }
        if (config instanceof SinkConfig.Mqtt mqtt) {
            return new MqttSink(mqtt);
        }
        throw new IllegalArgumentException("a sink of no known type, name=" + config.name());
    }
}
