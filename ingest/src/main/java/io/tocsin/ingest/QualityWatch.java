package io.tocsin.ingest;

import io.tocsin.ingest.decode.QualityMapping;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells once, for each member or column with qualities, that one was 0 and nothing says in which codes. The source's
 * reading thread.
 */
public final class QualityWatch {
    private final String sourceName;
    private final SourceContext context;
    private final Set<String> told = new HashSet<>();

    public QualityWatch(String sourceName, SourceContext context) {
        this.sourceName = sourceName;
        this.context = context;
    }

    /**
     * The quality of a reading was 0, and its codes had to be assumed.
     *
     * @param sensorId of the reading
     * @param quality how it is configured
     */
    public void onAssumed(int sensorId, QualityMapping quality) {
        if (told.add(quality.path())) {
            context.log()
                    .accept("source " + sourceName + ": quality 0 of sensor "
                            + context.intake().sensorName(sensorId)
                            + " makes its reading BAD, as in OPC classic; in OPC UA 0 is good. Say which it is: quality: {path: "
                            + quality.path() + ", codes: opcua}, or codes: opc-classic");
        }
    }
}
