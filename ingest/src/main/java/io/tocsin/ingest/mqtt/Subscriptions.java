package io.tocsin.ingest.mqtt;

import io.tocsin.engine.log.LineLog;
import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.plan.select.TopicFilter;
import io.tocsin.ingest.mqtt.link.LinkException;
import io.tocsin.ingest.mqtt.link.MqttLink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Subscriptions of a source, and those that the broker grants. A filter that is refused is told once with the broker's
 * reason, asked for again, and told when it is granted; the others continue meanwhile. The supervisor thread only.
 */
final class Subscriptions {
    private final String sourceName;
    private final List<String> configured;
    private final List<String> wanted;
    private final int qos;
    private final Counters counters;
    private final Consumer<String> log;
    /** By filter: why it is refused, as it was told. */
    private final Map<String, String> refused = new HashMap<>();

    private boolean subscribedBefore;

    /**
     * @param configured topic filters, which may overlap
     */
    Subscriptions(String sourceName, List<String> configured, int qos, Counters counters, Consumer<String> log) {
        this.sourceName = sourceName;
        this.configured = List.copyOf(configured);
        this.wanted = TopicFilters.disjoint(configured);
        this.qos = qos;
        this.counters = counters;
        this.log = log;
    }

    /** Says which filters stand for several configured ones. */
    void tellCovers() {
        for (String filter : wanted) {
            if (!configured.contains(filter)) {
                log.accept("source " + sourceName + ": topics overlap; subscribing to " + filter
                        + " for them, so that no message comes twice");
            }
        }
    }

    /** Whether the broker has refused a filter, so that it is to be asked again. */
    boolean hasRefused() {
        return !refused.isEmpty();
    }

    /**
     * Subscribes to everything, at the start of a connection.
     *
     * @throws LinkException when there is no answer, or nothing is granted
     */
    void subscribe(MqttLink link) throws LinkException {
        List<String> refusals = link.subscribe(wanted, qos, !subscribedBefore);
        List<String> reasons = new ArrayList<>();
        for (int i = 0; i < refusals.size(); i++) {
            if (refusals.get(i) != null) {
                counters.increment(Counter.MQTT_SUBSCRIPTIONS_REFUSED);
                reasons.add(named(wanted.get(i)) + " (" + refusals.get(i) + ")");
            }
        }
        if (reasons.size() == wanted.size()) {
            throw new LinkException(
                    LinkException.Kind.CREDENTIALS_REFUSED,
                    "it refuses every subscription: " + String.join(", ", reasons),
                    null);
        }
        subscribedBefore = true;
        tell(wanted, refusals);
    }

    /** Asks again for what is refused, on a connection that lives. */
    void askAgain(MqttLink link) throws LinkException {
        List<String> filters = wanted.stream().filter(refused::containsKey).toList();
        List<String> refusals = link.subscribe(filters, qos, false);
        refusals.stream()
                .filter(reason -> reason != null)
                .forEach(reason -> counters.increment(Counter.MQTT_SUBSCRIPTIONS_REFUSED));
        tell(filters, refusals);
    }

    private void tell(List<String> filters, List<String> refusals) {
        for (int i = 0; i < filters.size(); i++) {
            String filter = filters.get(i);
            String reason = i < refusals.size() ? refusals.get(i) : null;
            String told = reason == null ? refused.remove(filter) : refused.put(filter, reason);
            if (reason != null && !reason.equals(told)) {
                LineLog.warn(
                        log,
                        "source " + sourceName + ": the broker refuses the subscription to " + named(filter) + ": "
                                + reason
                                + "; nothing comes by it, the other filters stay subscribed; asking again from time to"
                                + " time (user name and access list of the broker?)");
            } else if (reason == null && told != null) {
                log.accept("source " + sourceName + ": the broker grants the subscription to " + filter + " now");
            }
        }
    }

    /** A filter, and the configured ones that it stands for. */
    private String named(String filter) {
        if (configured.contains(filter)) {
            return filter;
        }
        List<String> covered = configured.stream()
                .filter(one -> TopicFilter.overlap(one, filter))
                .toList();
        return filter + ", which stands for " + String.join(" and ", covered);
    }
}
