package io.tocsin.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.broker.EmbeddedBroker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttMessageListener;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.junit.jupiter.api.Test;

/** The embedded broker works without the libraries that the build leaves out of it. */
class EmbeddedBrokerClassPathTest {
    @Test
    void shouldDeliverAMessageWithoutTheExcludedLibraries() throws Exception {
        try (EmbeddedBroker broker = new EmbeddedBroker(EmbeddedBroker.LOOPBACK, freePort(), line -> {})) {
            broker.start();
            BlockingQueue<String> received = new ArrayBlockingQueue<>(1);
            IMqttMessageListener listener = (topic, message) ->
                    received.add(topic + "=" + new String(message.getPayload(), StandardCharsets.UTF_8));
            MqttClient client = new MqttClient(broker.url(), "class-path", new MemoryPersistence());
            client.connect();
            client.subscribe(
                    new MqttSubscription[] {new MqttSubscription("plant/#", 1)}, new IMqttMessageListener[] {listener});
            client.publish("plant/temp", new MqttMessage("81.5".getBytes(StandardCharsets.UTF_8), 1, false, null));
            assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("plant/temp=81.5");
            client.disconnect();
            client.close();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
