package io.tocsin.gateway.config;

import io.tocsin.ingest.file.FileSourceConfig;
import io.tocsin.ingest.modbus.ModbusSourceConfig;
import io.tocsin.ingest.mqtt.MqttSourceConfig;
import io.tocsin.ingest.rate.RateSourceConfig;
import io.tocsin.ingest.table.TableSourceConfig;

/** Configuration of one source, in the form of its module. */
public sealed interface SourceConfig {
    /** {@link Mqtt#embeddedPort} of a source whose broker runs elsewhere. */
    int NO_EMBEDDED_BROKER = 0;

    /** Unique among the sources. */
    String name();

    /**
     * An MQTT source.
     *
     * @param embeddedPort port of the broker to start inside this process, or {@link #NO_EMBEDDED_BROKER}
     */
    record Mqtt(MqttSourceConfig config, int embeddedPort) implements SourceConfig {
        @Override
        public String name() {
            return config.name();
        }

        /** Whether the broker runs inside this process. */
        public boolean isEmbedded() {
            return embeddedPort != NO_EMBEDDED_BROKER;
        }
    }

    /** A CSV file. */
    record File(FileSourceConfig config) implements SourceConfig {
        @Override
        public String name() {
            return config.name();
        }
    }

    /** A table of numbers whose cells are sensors. */
    record Table(TableSourceConfig config) implements SourceConfig {
        @Override
        public String name() {
            return config.name();
        }
    }

    /** A Modbus TCP device. */
    record Modbus(ModbusSourceConfig config) implements SourceConfig {
        @Override
        public String name() {
            return config.name();
        }
    }

    /** A generator. */
    record Rate(RateSourceConfig config) implements SourceConfig {
        @Override
        public String name() {
            return config.name();
        }
    }
}
