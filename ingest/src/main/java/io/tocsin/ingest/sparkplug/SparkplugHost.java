package io.tocsin.ingest.sparkplug;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.ingest.DistinctLog;
import io.tocsin.ingest.SourceContext;
import io.tocsin.ingest.decode.Utf8;
import io.tocsin.ingest.mapping.PayloadReader;
import io.tocsin.ingest.mapping.Readings;
import io.tocsin.ingest.mapping.TopicLevels;
import io.tocsin.ingest.sparkplug.MetricFields.Carrier;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * The host application: reads Sparkplug messages and keeps the state of every edge node.
 *
 * <p>Data are taken as they come: MQTT keeps the order of a device's topic, so the order of a sensor's readings does
 * not depend on the sequence number. A number that is missing for longer than the reorder timeout asks for a rebirth.
 * After a reconnect every living node is asked, for its births or its death may have been missed; a node that does not
 * answer within the interval becomes BAD.
 *
 * <p>One thread at a time. Allocates nothing for data with a birth.
 */
public final class SparkplugHost implements PayloadReader {
    private static final long NANOS_PER_MS = 1_000_000;
    private static final String NO_BIRTH = "data of an edge node or device whose birth has not come";
    private static final String NO_METRIC = "metric that the birth does not have";

    private static final byte[] BDSEQ = "bdSeq".getBytes(StandardCharsets.UTF_8);

    private final String sourceName;
    private final SparkplugConfig config;
    private final SourceContext context;
    private final DistinctLog log;
    private final SparkplugPayload payload = new SparkplugPayload();
    private final MetricFields fields = new MetricFields();
    private final Map<String, EdgeNode> nodes = new HashMap<>();
    private final Map<String, TopicTarget> targets = new HashMap<>();
    private boolean isStateLost;

    public SparkplugHost(String sourceName, SparkplugConfig config, SourceContext context) {
        this.sourceName = sourceName;
        this.config = config;
        this.context = context;
        this.log = new DistinctLog(context.log(), context.intake()::clockNs);
    }

    @Override
    public void read(byte[] bytes, int offset, int length, TopicLevels topic, Readings readings) {
        readings.clear();
        TopicTarget target = target(topic.text());
        switch (target.type()) {
            case STATE -> isStateLost |= HostMessages.isOffline(bytes, offset, length);
            case OTHER -> {
                // for edge nodes, or of another host
            }
            case INVALID ->
                readings.refuse(
                        Counter.DROPPED_BAD_TOPIC,
                        "no Sparkplug topic spBv1.0/GROUP/TYPE/NODE or spBv1.0/GROUP/TYPE/NODE/DEVICE");
            default -> readNode(bytes, offset, length, target, readings);
        }
    }

    private TopicTarget target(String topic) {
        TopicTarget known = targets.get(topic);
        if (known != null) {
            return known;
        }
        TopicTarget target = TopicTarget.of(topic, config.stateTopic());
        if (targets.size() < context.maxSensors()) {
            targets.put(topic, target);
        }
        return target;
    }

    private void readNode(byte[] bytes, int offset, int length, TopicTarget target, Readings readings) {
        if (!payload.read(bytes, offset, length)) {
            readings.refuse(Counter.DROPPED_BAD_PAYLOAD, "payload is no Sparkplug B protocol buffer");
            return;
        }
        EdgeNode node = node(target);
        if (node == null) {
            readings.refuse(Counter.DROPPED_SENSOR_LIMIT, "more edge nodes than engine.maxSensors");
            return;
        }
        long nowNs = context.intake().clockNs();
        if (target.type() != TopicTarget.Type.NBIRTH && target.type() != TopicTarget.Type.NDEATH) {
            takeSequence(node, nowNs);
        }
        switch (target.type()) {
            case NBIRTH -> onNodeBirth(node, nowNs, readings);
            case NDEATH -> onNodeDeath(node, nowNs, readings);
            case DBIRTH -> onDeviceBirth(node, target.deviceName(), nowNs, readings);
            case DDEATH -> onDeviceDeath(node, target.deviceName(), nowNs, readings);
            case NDATA -> onData(node, node.self(), nowNs, readings);
            default -> onData(node, node.devices().get(target.deviceName()), nowNs, readings);
        }
    }

    /** The edge node of a topic, new or known; null when there are too many. */
    private EdgeNode node(TopicTarget target) {
        if (target.node() == null) {
            String key = target.group() + '/' + target.nodeName();
            EdgeNode known = nodes.get(key);
            if (known == null && nodes.size() < context.maxSensors()) {
                known = new EdgeNode(target.group(), target.nodeName(), config.rebirthIntervalNs());
                nodes.put(key, known);
            }
            target.node(known);
        }
        return target.node();
    }

    private void takeSequence(EdgeNode node, long nowNs) {
        if (node.self().isBorn() && payload.seq() != SparkplugPayload.NO_SEQ) {
            node.sequence().take(payload.seq(), nowNs);
        }
    }

    private void onNodeBirth(EdgeNode node, long nowNs, Readings readings) {
        node.aliases().clear();
        node.sequence().begin(Math.max(payload.seq(), 0));
        node.bdSeq(bdSeq());
        node.rebirths().onBirth();
        define(node, node.self(), nowNs, readings);
        for (Device device : node.devices().values()) {
            device.awaitBirth(nowNs + config.reorderTimeoutNs());
        }
    }

    private void onDeviceBirth(EdgeNode node, String deviceName, long nowNs, Readings readings) {
        if (!node.self().isBorn()) {
            refuseUnborn(node, readings);
            return;
        }
        Device device = node.device(deviceName);
        node.aliases().values().removeIf(metric -> metric.device() == device);
        define(node, device, nowNs, readings);
    }

    /** Takes the metrics of a birth, with their values. */
    private void define(EdgeNode node, Device device, long nowNs, Readings readings) {
        readings.requireRoom();
        MetricTable old = device.table();
        boolean wasLiving = device.isLiving();
        MetricTable table = new MetricTable(payload.metricCount());
        for (int i = 0; i < payload.metricCount(); i++) {
            payload.metric(i, fields);
            if (!fields.hasName()) {
                readings.refuse(readings.add(0), Counter.DROPPED_BAD_NAME, "metric of a birth has no name");
                continue;
            }
            if (!Utf8.isValid(fields.bytes(), fields.nameFrom(), fields.nameTo())) {
                readings.refuse(readings.add(0), Counter.DROPPED_BAD_UTF8, "name of the metric is no UTF-8");
                continue;
            }
            Metric metric = metric(device, old, table);
            if (fields.hasAlias()) {
                node.aliases().put(fields.alias(), metric);
            }
            if (metric != Metric.CONTROL) {
                metric.type(fields.datatype());
                MetricReadings.add(readings, metric, payload, fields, true, nowNs);
            }
        }
        device.onBirth(table);
        if (wasLiving) {
            for (Metric gone : old.metrics()) {
                if (!gone.isIn(table)) {
                    MetricReadings.addBad(readings, gone, nowNs);
                }
            }
        }
    }

    /** The metric of the fields: that of the birth before, so that its times are kept, or a new one. */
    private Metric metric(Device device, MetricTable old, MetricTable table) {
        Metric same = table.find(fields.bytes(), fields.nameFrom(), fields.nameTo());
        if (same != null) {
            return same; // the birth has it twice
        }
        Metric known = old.find(fields.bytes(), fields.nameFrom(), fields.nameTo());
        if (known == null) {
            String name = new String(
                    fields.bytes(), fields.nameFrom(), fields.nameTo() - fields.nameFrom(), StandardCharsets.UTF_8);
            known = device.isControl(name) ? Metric.CONTROL : new Metric(device, name);
        }
        table.add(fields.bytes(), fields.nameFrom(), fields.nameTo(), known);
        return known;
    }

    private void onNodeDeath(EdgeNode node, long nowNs, Readings readings) {
        long dead = bdSeq();
        boolean isOld = dead != EdgeNode.NO_BDSEQ && node.bdSeq() != EdgeNode.NO_BDSEQ && dead != node.bdSeq();
        if (isOld && node.self().isBorn()) {
            return; // the will of a connection before the birth
        }
        node.aliases().clear();
        node.sequence().forgive();
        kill(node.self(), nowNs, readings);
        for (Device device : node.devices().values()) {
            kill(device, nowNs, readings);
        }
    }

    private void onDeviceDeath(EdgeNode node, String deviceName, long nowNs, Readings readings) {
        Device device = node.devices().get(deviceName);
        if (device != null) {
            node.aliases().values().removeIf(metric -> metric.device() == device);
            kill(device, nowNs, readings);
        } else if (!node.self().isBorn()) {
            node.wantRebirth("a message came before its birth");
        }
    }

    /** Makes the metrics of a device BAD, once. */
    private static void kill(Device device, long nowNs, Readings readings) {
        if (device.isLiving()) {
            device.onDeath();
            readings.requireRoom();
            for (Metric metric : device.table().metrics()) {
                MetricReadings.addBad(readings, metric, nowNs);
            }
        }
    }

    private long bdSeq() {
        for (int i = 0; i < payload.metricCount(); i++) {
            payload.metric(i, fields);
            if (fields.isNamed(BDSEQ) && (fields.carrier() == Carrier.INT || fields.carrier() == Carrier.LONG)) {
                return fields.bits();
            }
        }
        return EdgeNode.NO_BDSEQ;
    }

    private void onData(EdgeNode node, Device device, long nowNs, Readings readings) {
        if (!node.self().isBorn() || device == null || !device.isBorn()) {
            boolean isComing = node.self().isBorn() && device != null && device.isLiving();
            if (isComing) {
                readings.refuse(Counter.DROPPED_NO_BIRTH, NO_BIRTH);
            } else {
                refuseUnborn(node, readings);
            }
            return;
        }
        for (int i = 0; i < payload.metricCount(); i++) {
            payload.metric(i, fields);
            Metric metric = fields.hasAlias()
                    ? node.aliases().get(fields.alias())
                    : device.table().find(fields.bytes(), fields.nameFrom(), fields.nameTo());
            if (metric == null) {
                readings.refuse(readings.add(0), Counter.DROPPED_NO_BIRTH, NO_METRIC);
                node.wantRebirth("its data have a metric that its birth does not have");
            } else if (metric != Metric.CONTROL) {
                MetricReadings.add(readings, metric, payload, fields, false, nowNs);
            }
        }
    }

    private static void refuseUnborn(EdgeNode node, Readings readings) {
        readings.refuse(Counter.DROPPED_NO_BIRTH, NO_BIRTH);
        node.wantRebirth("a message came before its birth");
    }

    /** A connection was made: what was published before it may have been missed. */
    public void onConnected() {
        if (!config.commands()) {
            nodes.values().forEach(node -> node.sequence().forgive());
            return;
        }
        long dueNs = context.intake().clockNs() + Math.max(config.rebirthIntervalNs(), config.reorderTimeoutNs());
        for (EdgeNode node : nodes.values()) {
            boolean isLiving = node.self().isLiving();
            node.self().awaitBirth(dueNs);
            node.devices().values().forEach(device -> device.awaitBirth(dueNs));
            node.aliases().clear();
            node.sequence().forgive();
            if (isLiving) {
                node.wantRebirth("its messages may have been missed while there was no connection");
            }
        }
    }

    /** Whether the broker lost the host's state, so that the state must be published again; asked once. */
    public boolean takeStateLost() {
        boolean isLost = isStateLost;
        isStateLost = false;
        return isLost;
    }

    /**
     * Does what time demands: requests for rebirth, and BAD readings of nodes and devices whose birth has not come.
     *
     * @param commands takes the requests
     * @param readings is overwritten
     */
    public void due(CommandSink commands, Readings readings) {
        readings.clear();
        long nowNs = context.intake().clockNs();
        for (EdgeNode node : nodes.values()) {
            if (node.sequence().isOverdue(nowNs, config.reorderTimeoutNs())) {
                node.sequence().forgive();
                node.wantRebirth("a sequence number is missing");
            }
            killIfOverdue(node.self(), nowNs, readings);
            for (Device device : node.devices().values()) {
                killIfOverdue(device, nowNs, readings);
            }
            if (node.rebirths().isDue(nowNs)) {
                ask(node, nowNs, commands);
            }
        }
    }

    private void killIfOverdue(Device device, long nowNs, Readings readings) {
        if (device.isOverdue(nowNs)) {
            kill(device, nowNs, readings);
            log.report(
                    "no birth",
                    "source " + sourceName + ": the birth of " + device.owner()
                            + " has not come again; its sensors are BAD until it does");
        }
    }

    private void ask(EdgeNode node, long nowNs, CommandSink commands) {
        String what = "source " + sourceName + ": edge node " + node + " must publish its births again: "
                + node.wantedBecause();
        if (!config.commands()) {
            node.rebirths().onAsked(nowNs);
            log.report("commands", what + "; commands is false, so no request is sent");
            return;
        }
        if (!commands.send(node.commandTopic(), HostMessages.rebirth(nowNs / NANOS_PER_MS))) {
            return;
        }
        context.counters().increment(Counter.SPARKPLUG_REBIRTHS);
        node.rebirths().onAsked(nowNs);
        log.report(node.wantedBecause(), what + "; requested");
        if (node.rebirths().unanswered() >= RebirthRequests.TOLD_AFTER) {
            log.report(
                    "unanswered " + node,
                    "source " + sourceName + ": edge node " + node + " has not answered "
                            + node.rebirths().unanswered()
                            + " requests for its births; nothing of it is read until it does (may the gateway publish to "
                            + node.commandTopic() + "? does the node take Node Control/Rebirth?)");
        }
    }
}
