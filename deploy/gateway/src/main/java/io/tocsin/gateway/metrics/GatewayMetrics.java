package io.tocsin.gateway.metrics;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.tocsin.engine.metrics.Counters;
import io.tocsin.engine.metrics.Latencies;
import io.tocsin.gateway.api.MetricsPage;
import java.io.IOException;
import java.io.OutputStream;

/** All metrics of one gateway, written as a scrape asks for them. Any thread. */
public final class GatewayMetrics implements MetricsPage {
    private static final String OPEN_METRICS = "application/openmetrics-text";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter text = PrometheusTextFormatWriter.builder()
            .setIncludeCreatedTimestamps(false)
            .build();
    private final OpenMetricsTextFormatWriter openText = OpenMetricsTextFormatWriter.create();

    public GatewayMetrics(GatewayView gateway, Counters counters, Latencies latencies, String version) {
        registry.register(new GatewayGauges(gateway, version));
        registry.register(new CounterMetrics(counters));
        registry.register(new LatencyMetrics(latencies));
        JvmMetrics.builder().register(registry);
    }

    @Override
    public String contentType(String accept) {
        return isOpen(accept) ? openText.getContentType() : text.getContentType();
    }

    @Override
    public void write(String accept, OutputStream out) throws IOException {
        if (isOpen(accept)) {
            openText.write(out, registry.scrape(), EscapingScheme.DEFAULT);
        } else {
            text.write(out, registry.scrape(), EscapingScheme.DEFAULT);
        }
    }

    private static boolean isOpen(String accept) {
        return accept != null && accept.contains(OPEN_METRICS);
    }
}
