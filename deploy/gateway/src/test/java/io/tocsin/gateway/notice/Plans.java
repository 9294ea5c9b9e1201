package io.tocsin.gateway.notice;

import io.tocsin.engine.plan.Plan;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Plans from the text of a configuration's streams and alarms. */
final class Plans {
    private Plans() {}

    static Plan of(Path directory, String streamsAndAlarms) throws IOException, ConfigException {
        return new ConfigLoader()
                .load(Files.writeString(directory.resolve("gateway.yaml"), """
                        name: g
                        sources: [{mqtt: {name: plant, url: "tcp://h:1", topics: [{filter: "#"}]}}]
                        sinks: {out: {console: {}}}
                        """ + streamsAndAlarms))
                .plan();
    }
}
