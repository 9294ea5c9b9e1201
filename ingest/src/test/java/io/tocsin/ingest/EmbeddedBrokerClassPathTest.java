package io.tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.moquette.broker.Server;
import io.moquette.broker.config.MemoryConfig;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.Test;

/** The embedded broker as we cut it down (see docs/dependencies.md) still carries a message over MQTT 5. */
class EmbeddedBrokerClassPathTest {
    @Test
    void shouldDeliverAMessageWithoutTheExcludedLibraries() throws Exception {
        Server broker = new Server();
        broker.startServer(new MemoryConfig(brokerSettings()));
        try {
            BlockingQueue<String> received = new ArrayBlockingQueue<>(1);
            IMqttMessageListener listener = (topic, message) ->
                    received.add(topic + "=" + new String(message.getPayload(), StandardCharsets.UTF_8));
            MqttClient client =
                    new MqttClient("tcp://127.0.0.1:" + broker.getPort(), "class-path", new MemoryPersistence());
            client.connect();
            client.subscribe(
                    new MqttSubscription[] {new MqttSubscription("plant/#", 1)}, new IMqttMessageListener[] {listener});
            client.publish("plant/temp", new MqttMessage("81.5".getBytes(StandardCharsets.UTF_8), 1, false, null));
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("plant/temp=81.5");
            client.disconnect();
            client.close();
        } finally {
            broker.stopServer();
        }
    }

    private static Properties brokerSettings() {
        Properties settings = new Properties();
        settings.setProperty("host", "127.0.0.1");
        settings.setProperty("port", "0");
        settings.setProperty("allow_anonymous", "true");
        settings.setProperty("persistence_enabled", "false");
        settings.setProperty("websocket_port", "disabled");
        // On by default: Moquette would report its host to its makers.
        settings.setProperty("telemetry_enabled", "false");
        return settings;
    }
}
