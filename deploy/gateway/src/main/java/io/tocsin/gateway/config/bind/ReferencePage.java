package io.tocsin.gateway.config.bind;

import io.tocsin.gateway.config.alarm.AlarmSections;
import io.tocsin.gateway.config.schema.CommandKeys;
import io.tocsin.gateway.config.schema.FileKeys;
import io.tocsin.gateway.config.schema.GatewayKeys;
import io.tocsin.gateway.config.schema.JoinKeys;
import io.tocsin.gateway.config.schema.Key;
import io.tocsin.gateway.config.schema.ModbusKeys;
import io.tocsin.gateway.config.schema.QualityKeys;
import io.tocsin.gateway.config.schema.Section;
import io.tocsin.gateway.config.schema.SinkKeys;
import io.tocsin.gateway.config.schema.SourceKeys;
import io.tocsin.gateway.config.schema.SparkplugKeys;
import io.tocsin.gateway.config.schema.StreamKeys;
import io.tocsin.gateway.config.schema.TimeKeys;
import io.tocsin.gateway.config.schema.TopicKeys;
import io.tocsin.gateway.config.schema.ValueKeys;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The reference of the configuration, written from the tables of keys that the binders read through. */
public final class ReferencePage {
    private static final int WIDTH = 120;

    /** Code spans are not broken */
    private static final Pattern WORD = Pattern.compile("(?:`[^`]*`|[^\\s`])+");

    private static final List<Section> BEFORE_ALARMS = List.of(
            GatewayKeys.GATEWAY,
            SourceKeys.SOURCE,
            SourceKeys.MQTT,
            SparkplugKeys.SPARKPLUG,
            TopicKeys.TOPIC,
            ValueKeys.VALUE,
            TimeKeys.TIME,
            FileKeys.FILE,
            FileKeys.COLUMNS,
            FileKeys.VALUE,
            QualityKeys.QUALITY,
            SourceKeys.TABLE,
            ModbusKeys.MODBUS,
            ModbusKeys.GROUP,
            ModbusKeys.REGISTER,
            SourceKeys.RATE,
            GatewayKeys.TIME,
            StreamKeys.STREAM,
            StreamKeys.WINDOW,
            StreamKeys.TUMBLING_WINDOW,
            StreamKeys.SLIDING_WINDOW,
            StreamKeys.SESSION_WINDOW,
            StreamKeys.COUNT_WINDOW,
            StreamKeys.STATE_WINDOW,
            StreamKeys.CUMULATIVE_WINDOW,
            StreamKeys.CALENDAR_WINDOW,
            StreamKeys.ROLLING_WINDOW,
            StreamKeys.TIME_IN_STATE,
            JoinKeys.JOINED_STREAM,
            JoinKeys.JOIN);

    private static final List<Section> AFTER_ALARMS = List.of(
            SinkKeys.SINK,
            SinkKeys.MQTT,
            SinkKeys.FILE,
            SinkKeys.CONSOLE,
            GatewayKeys.JOURNAL,
            GatewayKeys.RETENTION,
            GatewayKeys.ALARM_LOG,
            GatewayKeys.LOG_RETENTION,
            GatewayKeys.SNAPSHOTS,
            GatewayKeys.ENGINE,
            GatewayKeys.HTTP,
            CommandKeys.COMMANDS,
            CommandKeys.MQTT);

    private static final String INTRO = """
            # Configuration reference

            <!-- Written by `./tocsin reference > docs/configuration.md` from the tables the loader reads by. Change those. -->

            One YAML file of at most 1 MiB configures a gateway. The loader is strict: unknown keys, keys given
            twice, wrong types and combinations that cannot work are errors, all reported at once, each with file, line and
            column. `tocsin check -c FILE` only loads a configuration; examples are in `deploy/examples`.

            How values are written:

            | value | written as |
            |---|---|
            | time of day | in quotes: `"06:00"` |
            | time zone | a name of the IANA data base: `Europe/Berlin` |
            | duration | a whole number and `ns`, `us`, `ms`, `s`, `m`, `h` or `d`: `10ms`, `5s`, `7d` |
            | size | a whole number and `B`, `KiB`, `MiB`, `GiB` or `TiB`: `64KiB` |
            | path | relative to the directory of the configuration file |
            | topic filter | levels between `/`; `+` matches one level, `#` at the end all further levels: `plant/+/temp`, `plant/#` |
            | secret | `${env:NAME}`, an environment variable, or `${file:PATH}`, a file without read and write permission for other users |
            | name | 1 to 128 characters without `/`, `+`, `#`, `$` and control characters |
            | text | needs quotes when it looks like a number, `true` or `false` |

            Keys marked *later* are planned: this version accepts their neutral value only, or none.
            """;

    private ReferencePage() {}

    /** The page. */
    public static String markdown() {
        StringBuilder page = new StringBuilder(INTRO);
        for (Section section : sections()) {
            page.append("\n## ").append(section.title()).append("\n\n");
            String place = section.path().isEmpty() ? "" : "At `" + section.path() + "`. ";
            page.append(wrapped(place + section.intro()));
            if (!section.keys().isEmpty()) {
                page.append("\n| key | type | default | meaning |\n|---|---|---|---|\n");
                section.keys().forEach(key -> page.append(row(key)));
            }
        }
        return page.toString();
    }

    private static List<Section> sections() {
        List<Section> sections = new ArrayList<>(BEFORE_ALARMS);
        sections.addAll(AlarmSections.reference());
        sections.addAll(AFTER_ALARMS);
        return sections;
    }

    /** One paragraph in lines of at most {@value #WIDTH} characters. */
    private static String wrapped(String text) {
        StringBuilder lines = new StringBuilder();
        int width = 0;
        for (String word : WORD.matcher(text).results().map(MatchResult::group).toList()) {
            boolean fits = width + 1 + word.length() <= WIDTH;
            lines.append(width == 0 ? "" : fits ? " " : "\n").append(word);
            width = width > 0 && fits ? width + 1 + word.length() : word.length();
        }
        return lines.append('\n').toString();
    }

    private static String row(Key<?> key) {
        return "| `" + key.name() + "` | " + cell(key.label()) + " | " + cell(standard(key)) + " | "
                + cell(key.meaning()) + " |\n";
    }

    private static String standard(Key<?> key) {
        return switch (key.presence()) {
            case REQUIRED -> "**required**";
            case DEFAULT -> "`" + key.defaultText() + "`";
            case OPTIONAL -> key.defaultText();
            case LATER -> key.defaultText().isEmpty() ? "*later*" : "`" + key.defaultText() + "`, *others later*";
        };
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }
}
