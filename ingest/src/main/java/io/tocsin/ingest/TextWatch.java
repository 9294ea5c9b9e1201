package io.tocsin.ingest;

import io.tocsin.engine.pipeline.Intake;
import io.tocsin.engine.reading.TextPlaces;
import io.tocsin.engine.reading.TextValue;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Tells of texts that rules pass over: a sensor that has said no number since the start, seen by rules that take
 * numbers only; and the first text that is read as OTHER. Decides nothing.
 *
 * <p>A sensor is told of once, and of one rule at most {@link #SENSORS_PER_RULE} sensors, for a rule may select all
 * there are. The source's reading thread; a number costs a look into an array.
 */
public final class TextWatch {
    /** How many sensors are told of in the name of one rule. */
    static final int SENSORS_PER_RULE = 3;

    private static final int RULES_PER_LINE = 3;
    private static final byte SILENT = 0;
    private static final byte SETTLED = 1;

    private final String sourceName;
    private final Intake intake;
    private final Consumer<String> log;
    private final Map<String, Integer> told = new HashMap<>();
    /** By sensor id: whether it has said anything. */
    private byte[] sensors = new byte[64];

    private boolean otherTold;

    public TextWatch(String sourceName, SourceContext context) {
        this.sourceName = sourceName;
        this.intake = context.intake();
        this.log = context.log();
    }

    /** A sensor has said a number. */
    public void onNumber(int sensorId) {
        if (sensorId >= sensors.length || sensors[sensorId] == SILENT) {
            settle(sensorId);
        }
    }

    /**
     * Notes a text of a sensor.
     *
     * @param value the text's id as a value
     * @param text holds it, UTF-8
     * @param from where it begins
     * @param length bytes
     */
    public void onText(int sensorId, double value, byte[] text, int from, int length) {
        if (TextValue.isOther(value)) {
            onOther(sensorId, text, from, length);
        }
        if (sensorId >= sensors.length || sensors[sensorId] == SILENT) {
            settle(sensorId);
            tell(sensorId, string(text, from, length));
        }
    }

    /** A text found no place. */
    public void onOther(int sensorId, byte[] text, int from, int length) {
        if (!otherTold) {
            otherTold = true;
            log.accept("source " + sourceName + ": the text \"" + string(text, from, length) + "\" of sensor "
                    + intake.sensorName(sensorId)
                    + " is read as OTHER, as further new texts are (counted as otherTexts): the gateway"
                    + " has places for " + TextPlaces.SAID.end()
                    + " texts, and more for those that tables and alarms name. Leave"
                    + " out what never repeats");
        }
    }

    private void tell(int sensorId, String text) {
        List<String> rules = intake.numberReaders(sensorId).stream()
                .filter(rule -> told.getOrDefault(rule, 0) < SENSORS_PER_RULE)
                .toList();
        if (rules.isEmpty()) {
            return;
        }
        rules.forEach(rule -> told.merge(rule, 1, Integer::sum));
        int more = rules.size() - RULES_PER_LINE;
        String names = String.join(", ", rules.subList(0, Math.min(rules.size(), RULES_PER_LINE)));
        log.accept("source " + sourceName + ": sensor " + intake.sensorName(sensorId)
                + " sends texts and no number so far, \""
                + text + "\"; rules that take numbers only look over them: " + names
                + (more > 0 ? " and " + more + " more" : "")
                + ". Select sensors with numbers there, or watch the text with an alarm of type state");
    }

    private void settle(int sensorId) {
        if (sensorId >= sensors.length) {
            sensors = Arrays.copyOf(sensors, Math.max(sensorId + 1, sensors.length * 2));
        }
        sensors[sensorId] = SETTLED;
    }

    private static String string(byte[] text, int from, int length) {
        return new String(text, from, length, StandardCharsets.UTF_8);
    }
}
