package io.tocsin.alerts.sink;

import io.tocsin.alerts.log.frame.LogFrame;
import io.tocsin.alerts.mqtt.ConnectionLostException;
import io.tocsin.alerts.mqtt.MqttPublisher;
import io.tocsin.alerts.mqtt.PubAck;
import io.tocsin.alerts.mqtt.PublishPacket;
import io.tocsin.alerts.mqtt.ReasonCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One delivery to a broker: sends messages in order, respects the broker's limit of unacknowledged messages, and issues
 * their receipts in order. Used once; one thread.
 */
final class PublishWindow {
    /** One message on its way. */
    private static final class Item {
        private final LogFrame frame;
        private final PublishPacket packet;
        private boolean isSent;
        /** Null until the broker has answered. */
        private ReasonCode.Verdict verdict;
        /** Of a message that was not accepted. */
        private String reason;

        private Item(LogFrame frame, PublishPacket packet, String refusal) {
            this.frame = frame;
            this.packet = packet;
            if (refusal != null) {
                this.verdict = ReasonCode.Verdict.FINAL;
                this.reason = refusal;
            }
        }
    }

    private final MqttPublisher connection;
    private final int limit;
    private final long ackTimeoutNs;
    private final Receipts receipts;
    private final List<Item> items = new ArrayList<>();
    private final Map<Integer, Item> inFlight = new HashMap<>();
    private int next;
    private int settled;

    /**
     * @param limit messages unacknowledged at once, at least 1
     * @param ackTimeoutNs how long the broker may take to acknowledge anything
     */
    PublishWindow(MqttPublisher connection, int limit, long ackTimeoutNs, Receipts receipts) {
        this.connection = connection;
        this.limit = limit;
        this.ackTimeoutNs = ackTimeoutNs;
        this.receipts = receipts;
    }

    /** A message to be sent. */
    void add(LogFrame frame, PublishPacket packet) {
        long length = packet.length(connection.version());
        long maximum = connection.granted().maximumPacketSize();
        String refusal = length <= maximum
                ? null
                : "its packet has " + length + " bytes and the broker takes " + maximum + " (Maximum Packet Size)";
        items.add(new Item(frame, packet, refusal));
    }

    /** Adds a frame that cannot become a message. */
    void addRefused(LogFrame frame, String reason) {
        items.add(new Item(frame, null, reason));
    }

    /** Sends all; returns when each has its receipt. */
    void deliver() throws IOException {
        try {
            while (settled < items.size()) {
                fill();
                settle();
                if (!inFlight.isEmpty() && settled < items.size()) {
                    takeAcks();
                }
            }
        } catch (ConnectionLostException e) {
            throw lost(e);
        }
    }

    /** Sends as many as the broker's limit allows. */
    private void fill() throws IOException {
        List<Item> withoutAck = new ArrayList<>();
        while (next < items.size() && inFlight.size() < limit) {
            Item item = items.get(next);
            next++;
            if (item.verdict == null) {
                int packetId = connection.send(item.packet);
                item.isSent = true;
                if (item.packet.qos() == 0) {
                    withoutAck.add(item);
                } else {
                    inFlight.put(packetId, item);
                }
            }
        }
        connection.flush();
        withoutAck.forEach(item -> item.verdict = ReasonCode.Verdict.ACCEPTED);
    }

    /** Waits for one acknowledgement and takes all that have arrived. */
    private void takeAcks() throws IOException {
        PubAck ack = connection.awaitAck(ackTimeoutNs);
        if (ack == null) {
            throw new IOException(
                    "the broker acknowledged nothing for " + TimeUnit.NANOSECONDS.toSeconds(ackTimeoutNs) + " s");
        }
        while (ack != null) {
            Item item = inFlight.remove(ack.packetId());
            if (item != null) {
                item.verdict = ReasonCode.verdict(ack.code());
                item.reason = "the broker refused it: " + ReasonCode.describe(ack.code(), ack.text());
            }
            ack = connection.awaitAck(0);
        }
    }

    /** Issues the receipts of all messages before the first unanswered one. */
    private void settle() throws IOException {
        while (settled < next && items.get(settled).verdict != null) {
            Item item = items.get(settled);
            switch (item.verdict) {
                case ACCEPTED -> receipts.delivered(item.frame);
                case FINAL -> receipts.refused(item.frame, item.reason);
                case DOUBTFUL -> throw new SuspectException(item.reason, List.of(item.frame), null);
                case LATER -> throw new IOException(item.reason);
            }
            settled++;
        }
    }

    /** Takes acknowledgements from before the end; any other message may have caused the end of the connection. */
    private IOException lost(ConnectionLostException end) throws IOException {
        IOException reason = end;
        try {
            while (true) {
                takeAcks();
            }
        } catch (ConnectionLostException e) {
            // the broker's DISCONNECT explains more than a failed write
            reason = end.blamesMessages() ? e : end;
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
        settle();
        List<LogFrame> suspects = new ArrayList<>();
        for (Item item : items.subList(settled, next)) {
            if (item.isSent && item.verdict == null) {
                suspects.add(item.frame);
            }
        }
        boolean blamesMessages = reason instanceof ConnectionLostException cause && cause.blamesMessages();
        return blamesMessages && !suspects.isEmpty()
                ? new SuspectException(reason.getMessage(), suspects, reason)
                : reason;
    }
}
