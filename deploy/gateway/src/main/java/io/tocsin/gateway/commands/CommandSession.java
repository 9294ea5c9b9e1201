package io.tocsin.gateway.commands;

import io.tocsin.engine.log.LineLog;
import io.tocsin.gateway.api.Problem;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** One connection: takes its commands and publishes their answers. Paho's threads. */
final class CommandSession implements MqttCallback {
    private static final int QOS = 1;
    private static final int MAX_TOPIC_LENGTH = 500;

    private final MqttAsyncClient client;
    private final String topic;
    private final CommandDesk desk;
    private final Semaphore room;
    private final Consumer<String> log;
    private final CountDownLatch lost = new CountDownLatch(1);

    /**
     * @param room for commands that wait for their answers
     */
    CommandSession(MqttAsyncClient client, String topic, CommandDesk desk, Semaphore room, Consumer<String> log) {
        this.client = client;
        this.topic = topic;
        this.desk = desk;
        this.room = room;
        this.log = log;
    }

    /** Waits until the connection is lost; returns whether it is. */
    boolean awaitLost(long timeoutMs) throws InterruptedException {
        return lost.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    @Override
    public void messageArrived(String commandTopic, MqttMessage message) {
        if (message.isRetained()) {
            LineLog.warn(log, "commands: ignored a retained command; publish commands without retain");
            return;
        }
        MqttProperties properties = message.getProperties();
        if (!room.tryAcquire()) {
            answer(properties, CommandDesk.Answer.of(Problem.busy()));
            return;
        }
        CompletableFuture<Void> unused = desk.handle(commandTopic, message.getPayload())
                .handleAsync((answer, failure) -> {
                    room.release();
                    if (failure == null) {
                        answer(properties, answer);
                    } else {
                        LineLog.warn(log, "commands: a command failed: " + failure);
                        answer(properties, CommandDesk.Answer.of(Problem.internal()));
                    }
                    return null;
                });
    }

    private void answer(MqttProperties properties, CommandDesk.Answer answer) {
        String responseTopic = properties == null ? null : properties.getResponseTopic();
        if (responseTopic == null || !isAllowed(responseTopic)) {
            return;
        }
        MqttMessage message = new MqttMessage(answer.json().getBytes(StandardCharsets.UTF_8));
        message.setQos(QOS);
        MqttProperties own = new MqttProperties();
        own.setCorrelationData(properties.getCorrelationData());
        own.setContentType(answer.mediaType());
        message.setProperties(own);
        try {
            client.publish(responseTopic, message);
        } catch (MqttException e) {
            LineLog.warn(log, "commands: cannot publish an answer: " + e);
        }
    }

    /** A topic of the sender's: no filter, none of the broker's own, and none of commands, which would come back. */
    private boolean isAllowed(String responseTopic) {
        return !responseTopic.isEmpty()
                && responseTopic.length() <= MAX_TOPIC_LENGTH
                && !responseTopic.startsWith("$")
                && !responseTopic.startsWith(topic + '/')
                && responseTopic.chars().noneMatch(c -> c == '+' || c == '#' || Character.isISOControl(c));
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
        lost.countDown();
    }

    /** An error that ends the connection is told to {@link #disconnected} too. */
    @Override
    public void mqttErrorOccurred(MqttException e) {}

    @Override
    public void deliveryComplete(IMqttToken token) {}

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {}

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
