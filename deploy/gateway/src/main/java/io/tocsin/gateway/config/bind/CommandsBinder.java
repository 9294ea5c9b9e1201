package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.CommandsConfig;
import io.tocsin.gateway.config.read.BindContext;
import io.tocsin.gateway.config.read.SectionReader;
import io.tocsin.gateway.config.schema.CommandKeys;
import io.tocsin.gateway.config.schema.GatewayKeys;
import io.tocsin.gateway.config.yaml.Problems;
import java.util.List;
import java.util.Set;

/** Reads the section {@code commands}. */
final class CommandsBinder {
    private final BindContext context;
    private final Problems problems;

    CommandsBinder(BindContext context) {
        this.context = context;
        this.problems = context.problems();
    }

    /**
     * @param gatewayName null when it has errors
     * @return null without the section, or with errors
     */
    CommandsConfig bind(SectionReader gateway, String gatewayName) {
        SectionReader commands = gateway.section(GatewayKeys.COMMANDS_KEY, CommandKeys.COMMANDS);
        SectionReader keys = commands == null ? null : commands.section(CommandKeys.MQTT_KEY, CommandKeys.MQTT);
        if (keys == null) {
            return null;
        }
        int errorsBefore = problems.errorCount();
        String url = keys.get(CommandKeys.URL);
        String clientId = keys.get(CommandKeys.CLIENT_ID);
        Credentials credentials = Credentials.bind(keys, url, context);
        String topic = topic(keys, gatewayName);
        List<String> allowed = keys.getAll(CommandKeys.ALLOW);
        return problems.errorCount() > errorsBefore
                ? null
                : new CommandsConfig(
                        url,
                        clientId == null ? "tocsin-" + gatewayName + "-commands" : clientId,
                        credentials.username(),
                        credentials.password(),
                        credentials.caFile(),
                        topic,
                        Set.copyOf(allowed));
    }

    private String topic(SectionReader keys, String gatewayName) {
        String topic = keys.get(CommandKeys.TOPIC);
        if (topic == null) {
            return "tocsin/commands/" + gatewayName;
        }
        boolean isSound = !topic.isEmpty()
                && !topic.startsWith("$")
                && !topic.endsWith("/")
                && topic.chars().noneMatch(c -> c == '+' || c == '#' || Character.isISOControl(c));
        if (!isSound) {
            problems.error(
                    keys.item(CommandKeys.TOPIC),
                    "must be a topic without + and #, and neither begin with $ nor end with /");
        }
        return topic;
    }
}
