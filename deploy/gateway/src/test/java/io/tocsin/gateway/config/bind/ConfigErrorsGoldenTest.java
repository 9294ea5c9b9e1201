package io.tocsin.gateway.config.bind;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The text of every error a user can make, as a table: configuration, then its errors. */
final class ConfigErrorsGoldenTest {
    @TempDir
    private Path dir;

    /** Surroundings of the cases below: each text takes the place of the key of the same name. */
    private static final String[] BASE = {
        "name: test",
        "sources: [{rate: {}}]",
        "alarms: [{name: high, sensor: rate/+, type: limit, hi: 9}]",
        "sinks: {out: {console: {}}}"
    };

    private record Case(String yaml, List<String> errors) {
        @Override
        public String toString() {
            return yaml.replace('\n', ' ');
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldReportEverythingWhenTheConfigurationIsWrong(Case wrong) {
        List<String> errors = new ConfigFiles(dir).errors(inBase(wrong.yaml));

        assertThat(errors.stream()
                        .map(error -> error.replace(dir.toString(), "DIR"))
                        .toList())
                .containsExactlyElementsOf(wrong.errors);
    }

    private static String inBase(String yaml) {
        String key = yaml.substring(0, yaml.indexOf(':') + 1);
        List<String> lines = new ArrayList<>(List.of(yaml));
        for (String line : BASE) {
            if (!line.startsWith(key)) {
                lines.add(line);
            }
        }
        return String.join("\n", lines);
    }

    private static Stream<Case> cases() {
        return Stream.of(
                        topLevel(),
                        sections(),
                        sources(),
                        topics(),
                        streams(),
                        windows(),
                        joins(),
                        alarms(),
                        sinks(),
                        acrossSections())
                .flatMap(cases -> cases);
    }

    private static Case wrong(String yaml, String... errors) {
        return new Case(yaml, List.of(errors));
    }

    private static Stream<Case> topLevel() {
        return Stream.of(
                wrong("nam: test", "1:1: nam: unknown key; did you mean \"name\"?"),
                wrong("zzzz: 1", "1:1: zzzz: unknown key"),
                wrong("\"a\\eb\": 1", "1:1: \"a?b\": unknown key"),
                wrong("name:", "1:6: name: has no value"),
                wrong("name: 12", "1:7: name: must be text, is the number 12; put the text in quotes"),
                wrong("name: [a]", "1:7: name: must be name, is a list"),
                wrong(
                        "name: a/b",
                        "1:7: name: must be 1 to 128 characters without / + # $ or control characters, is \"a/b\""),
                wrong("dataDir: a\ndataDir: b", "2:1: dataDir: given twice, first in line 1"),
                wrong("dataDir: ''", "1:10: dataDir: must be a path, is empty"),
                wrong("? [a]\n: 1", "1:3: ?: a key must be text"),
                wrong(
                        "snapshots: {every: 0s, keep: 0}",
                        "1:20: snapshots.every: must be positive, is \"0s\"",
                        "1:30: snapshots.keep: must be 1 to 1000, is the number 0"),
                wrong("http: 8080", "1:7: http: must be a map with keys such as enabled, is the number 8080"),
                wrong(
                        "http: {enabled: yes, port: 65536}",
                        "1:17: http.enabled: must be true or false, is \"yes\"",
                        "1:28: http.port: must be 0 to 65535, is the number 65536"),
                wrong("commands: {}", "1:11: commands.mqtt: is missing"),
                wrong(
                        "commands: {mqtt: {topic: a/#, password: x, allow: []}}",
                        "1:18: commands.mqtt.url: is missing",
                        "1:26: commands.mqtt.topic: must be a topic without + and #, and neither begin with $ nor end"
                                + " with /",
                        "1:41: commands.mqtt.password: needs a username",
                        "1:51: commands.mqtt.allow: must not be an empty list"),
                wrong("alarmGate: never", "1:12: alarmGate: must be journalled or durable, is \"never\""),
                wrong(
                        "alarmGate: durabel",
                        "1:12: alarmGate: must be journalled or durable, is \"durabel\"; did you mean \"durable\"?"));
    }

    private static Stream<Case> sections() {
        return Stream.of(
                wrong("time: 5s", "1:7: time: must be a map with keys such as idleAfter, is \"5s\""),
                wrong(
                        "time: {idleAfter: 30, futureLimit: 0s}",
                        "1:19: time.idleAfter: must be a duration such as 10ms, 5s, 2m, 1h or 7d, is \"30\"",
                        "1:36: time.futureLimit: must be positive, is \"0s\""),
                wrong("time: {scope: group}", "1:15: time.scope: must be sensor or source, is \"group\""),
                wrong(
                        "time: {scope: source}\nstreams: [{name: w, from: a, window: {type: tumbling, size: 1s},"
                                + " aggregates: [max], time: receive}]",
                        "2:91: streams[0].time: receive cannot be combined with time.scope: source; leave one of the"
                                + " two keys out"),
                wrong(
                        "time: {scope: sensor, outOfOrderness: 2}",
                        "1:39: time.outOfOrderness: must be a duration such as 10ms, 5s, 2m, 1h or 7d, is \"2\""),
                wrong(
                        "journal: {sync: 10, segmentSize: 1KiB}",
                        "1:17: journal.sync: must be os, always or a duration such as 10ms, is the number 10",
                        "1:34: journal.segmentSize: must be 1MiB to 1GiB, is \"1KiB\""),
                wrong(
                        "journal: {sync: 0s}",
                        "1:17: journal.sync: must be os, always or a duration such as 10ms," + " is \"0s\""),
                wrong(
                        "journal: {retention: {maxAge: 7}}",
                        "1:31: journal.retention.maxAge: must be a duration such as 10ms, 5s, 2m, 1h or 7d, is \"7\""),
                wrong("engine: {shards: 65}", "1:18: engine.shards: must be 1 to 64, is the number 65"),
                wrong("engine: {shards: two}", "1:18: engine.shards: must be a whole number, is \"two\""),
                wrong("engine: {maxSensors: 0}", "1:22: engine.maxSensors: must be 1 to 10000000, is the number 0"),
                wrong("engine: {maxSensors: 1.5}", "1:22: engine.maxSensors: must be a whole number, is 1.5"),
                wrong("engine: {ringSize: 5000}", "1:20: engine.ringSize: must be a power of two, is the number 5000"),
                wrong(
                        "engine: {waitStrategy: spin}",
                        "1:24: engine.waitStrategy: must be auto, busySpin, yielding, phased or blocking, is \"spin\""));
    }

    private static Stream<Case> sources() {
        return Stream.of(
                wrong("sources: []", "1:10: sources: must not be empty"),
                wrong("sources: {rate: {}}", "1:10: sources: must be a list, is a map"),
                wrong("sources: [rate]", "1:11: sources[0]: must be a map with keys such as mqtt, is \"rate\""),
                wrong("sources: [{}]", "1:11: sources[0]: needs one of mqtt, file, table, modbus or rate"),
                wrong("sources: [{mqqt: {}}]", "1:12: sources[0].mqqt: unknown key; did you mean \"mqtt\"?"),
                wrong(
                        "sources: [{rate: {}, file: {}}]",
                        "1:11: sources[0]: has more than one of mqtt, file, table, modbus or rate; each needs an entry"
                                + " of its own"),
                wrong(
                        "sources: [{rate: {sensors: 0, perSecond: -1, limit: x}}]",
                        "1:28: sources[0].rate.sensors: must be 1 to 10000000, is the number 0",
                        "1:42: sources[0].rate.perSecond: must be 0 to 1000000000, is the number -1",
                        "1:53: sources[0].rate.limit: must be a whole number, is \"x\""),
                wrong(
                        "sources: [{mqtt: {}}]",
                        "1:18: sources[0].mqtt: needs url, or embedded to start a broker inside this process",
                        "1:18: sources[0].mqtt.topics: is missing"),
                wrong(
                        "sources: [{mqtt: {url: \"tcp://h:1\", embedded: 1883, qos: 2, topics: []}}]",
                        "1:47: sources[0].mqtt.embedded: not with url: the broker is either here or there",
                        "1:58: sources[0].mqtt.qos: must be 0 or 1, is the number 2",
                        "1:69: sources[0].mqtt.topics: must not be empty"),
                wrong(
                        "sources: [{mqtt: {url: localhost:1883, topics: [{filter: a}]}}]",
                        "1:24: sources[0].mqtt.url: must be tcp://HOST:PORT or ssl://HOST:PORT, is \"localhost:1883\""),
                wrong(
                        "sources: [{mqtt: {url: \"tcp://u:p@h:1\", topics: [{filter: a}]}}]",
                        "1:24: sources[0].mqtt.url: must not contain a user or password; use the keys username and"
                                + " password"),
                wrong(
                        "sources: [{mqtt: {url: \"tcp://h:1\", password: x, caFile: ca.pem, topics: [{filter: a}]}}]",
                        "1:47: sources[0].mqtt.password: needs a username",
                        "1:58: sources[0].mqtt.caFile: works only with ssl:// addresses"),
                wrong(
                        "sources: [{mqtt: {embedded: 1883, username: u, topics: [{filter: a}]}}]",
                        "1:45: sources[0].mqtt.username: not with embedded: that broker listens on 127.0.0.1 and asks"
                                + " for none"),
                wrong(
                        "sources: [{mqtt: {url: \"tcp://h:1\", username: \"${env:NO_SUCH}\", topics: [{filter: a}]}}]",
                        "1:47: sources[0].mqtt.username: the environment variable NO_SUCH is not set"),
                wrong(
                        "sources: [{mqtt: {url: \"tcp://h:1\", clientId: \"${env:X}\", topics: [{filter: a}]}}]",
                        "1:47: sources[0].mqtt.clientId: must not contain ${…}, which works only in username and"
                                + " password"),
                wrong(
                        "sources: [{file: {path: x.csv, columns: {sensor: s}, timeUnit: ms, pace: 2}}]",
                        "1:25: sources[0].file.path: there is no file DIR/x.csv",
                        "1:41: sources[0].file.columns.value: is missing",
                        "1:64: sources[0].file.timeUnit: needs columns.time, the column with the event time",
                        "1:74: sources[0].file.pace: must be max, realtime or a factor such as 60x, is the number 2"),
                wrong(
                        "sources: [{file: {path: x.csv, separator: x, header: maybe, order: sort, follow: true,"
                                + " columns: {value: [a, a, [b]], sensor: tag, except: [c]}}}]",
                        "1:25: sources[0].file.path: there is no file DIR/x.csv",
                        "1:43: sources[0].file.separator: must be one of the signs , ; | in quotes, tab or blanks, is"
                                + " \"x\"",
                        "1:54: sources[0].file.header: must be true, false or the list of the columns' names:"
                                + " [time, name, value]",
                        "1:68: sources[0].file.order: not with follow: a file that is followed has no end to be sorted"
                                + " to",
                        "1:68: sources[0].file.order: needs columns.time, the column with the event time",
                        "1:109: sources[0].file.columns.value[1]: names the column a twice",
                        "1:112: sources[0].file.columns.value[2]: must be a column, is a list",
                        "1:139: sources[0].file.columns.except: leaves columns out of \"*\", and value has none"),
                wrong(
                        "sources: [{file: {path: x.csv, header: [t, v], unitRows: 1, timeUnit: s, columns:"
                                + " {value: [v, watt], sensor: t, time: [t, day], quality: quality}}}]",
                        "1:25: sources[0].file.path: there is no file DIR/x.csv",
                        "1:58: sources[0].file.unitRows: counts rows behind the header, and there is none: use skipRows",
                        "1:71: sources[0].file.timeUnit: a date and a time of day in two columns are text: set timeUnit"
                                + " to iso or to a pattern such as dd.MM.yyyy HH:mm:ss",
                        "1:91: sources[0].file.columns.value: is the column watt, which header does not name",
                        "1:110: sources[0].file.columns.sensor: needs {column}: several columns with values would be one"
                                + " sensor; write \"{t}/{column}\"",
                        "1:119: sources[0].file.columns.time: is the column day, which header does not name",
                        "1:138: sources[0].file.columns.quality: is the column quality, which header does not name"),
                wrong(
                        "sources: [{file: {path: x.csv, header: false, columns: {value: temp, sensor: \"{\"}}}]",
                        "1:25: sources[0].file.path: there is no file DIR/x.csv",
                        "1:64: sources[0].file.columns.value: must be a column's number from 1, for header: false leaves"
                                + " the columns without names, is temp",
                        "1:78: sources[0].file.columns.sensor: has a { without }"));
    }

    private static Case topic(String topic, String... errors) {
        String[] placed = new String[errors.length];
        for (int i = 0; i < errors.length; i++) {
            placed[i] = "4:" + errors[i].replace("T.", "sources[0].mqtt.topics[0].");
        }
        return wrong("sources:\n- mqtt:\n    url: tcp://h:1\n    topics: [" + topic + "]", placed);
    }

    private static Stream<Case> topics() {
        return Stream.of(
                topic(
                        "{filter: a/b#}",
                        "23: T.filter: must be a topic filter: '+' only as a whole level, '#' only as the whole last"
                                + " level, is \"a/b#\""),
                topic(
                        "{filter: $share/g/a}",
                        "23: T.filter: must not be a shared subscription, which breaks the order"
                                + " of a sensor's readings, is \"$share/g/a\""),
                topic(
                        "{filter: spBv1.0/#}",
                        "23: T.filter: must not be Sparkplug's; give the source the key sparkplug, which reads births, aliases"
                                + " and deaths, is \"spBv1.0/#\""),
                topic("{filter: a, payload: csv}", "35: T.payload: csv: not in this version yet"),
                topic(
                        "{filter: a, payload: number, value: v, time: t, quality: q}",
                        "50: T.value: is for payloads json, cbor and msgpack; a payload number has no members",
                        "59: T.time: is for payloads json, cbor and msgpack; a payload number has no members",
                        "71: T.quality: is for payloads json, cbor and msgpack; a payload number has no members"),
                topic("{filter: a, type: word}", "32: T.type: must be any, number or text, is \"word\""),
                topic("{filter: a, quality: [q]}", "35: T.quality: must be text, is a list"),
                topic("{filter: a, quality: {codes: opcua}}", "35: T.quality.path: is missing"),
                topic(
                        "{filter: a, quality: {path: q, codes: opc}}",
                        "52: T.quality.codes: must be opcua or opc-classic, is \"opc\""),
                topic(
                        "{filter: a, quality: {path: q, codes: opcua, good: 0}}",
                        "52: T.quality.codes: cannot be combined with good, uncertain or bad; leave codes or these"
                                + " lists out"),
                topic(
                        "{filter: a, quality: {path: q, uncertain: 1}}",
                        "35: T.quality: needs values for good or for bad"),
                topic(
                        "{filter: a, quality: {path: q, good: [1, OK], bad: ok}}",
                        "35: T.quality: has the value ok twice"),
                topic(
                        "{filter: a, quality: {path: q, good: [[1], '']}}",
                        "52: T.quality.good[0]: must be text, number, true or false, is a list",
                        "57: T.quality.good[1]: must be 1 to 128 bytes without control characters, is \"\""),
                topic("{filter: a, value: []}", "33: T.value: must not be an empty list; leave the key out instead"),
                topic("{filter: a, value: [v, v], sensor: '{topic}/{member}'}", "33: T.value: names a member twice"),
                topic("{filter: a, timeUnit: ms}", "36: T.timeUnit: needs time, the member with the event time"),
                topic(
                        "{filter: a, dedupe: 4}",
                        "34: T.dedupe: needs time: without event times no re-delivery can be told"),
                topic(
                        "{filter: a, time: t, dedupe: 2000000}",
                        "43: T.dedupe: must be 0 to 1048576, is the number 2000000"),
                topic(
                        "{filter: a, value: [v, w], sensor: '{topic}'}",
                        "49: T.sensor: needs {member}: 2 values would be one sensor"),
                topic(
                        "{filter: a, payload: number, sensor: 'x/{member}'}",
                        "51: T.sensor: has {member}, but a payload number has no members"),
                topic(
                        "{filter: a/+, payload: number, sensor: '{topik}'}",
                        "53: T.sensor: has {topik}, but a payload number has no members; did you mean \"topic\"?"),
                topic(
                        "{filter: a/+, sensor: '{a[]}'}",
                        "36: T.sensor: has {a[]}, which leads to more than one member; a placeholder is {topic}, a level {1},"
                                + " {member}, {key} or the path of a member"),
                topic(
                        "{filter: a/+, value: a..b}",
                        "35: T.value: the path \"a..b\" has an empty part: a dot separates two names"),
                topic("{filter: a/+, value: [a, {name: x}]}", "39: T.value[1]: needs path, where the value is"),
                topic(
                        "{filter: a/+, each: 'a[x]'}",
                        "34: T.each: the path \"a[x]\" has [x]: brackets hold nothing, for every"
                                + " element, or a number from 0; a name with brackets needs double quotes"),
                topic(
                        "{filter: a/+, scale: 0}",
                        "35: T.scale: scale must be a number other than 0, and offset a number, scale=0.0, offset=0.0"),
                topic(
                        "{filter: a/+, from: [4, 20]}",
                        "34: T.from: from and to need each other: from: [4000, 20000], to: [0, 10]"),
                topic(
                        "{filter: a/+, scale: 2, from: [4, 20], to: [0, 1]}",
                        "35: T.scale: not with from and to, which say scale and offset by themselves"),
                topic("{filter: a/+, valid: [1, 2, 3]}", "35: T.valid: must be two numbers: valid: [0, 10]"),
                topic("{filter: a/+, text: {ON: yes}}", "39: T.text.ON: must be a number, is \"yes\""),
                topic("{filter: a/+, zone: Europe/Berlin}", "34: T.zone: needs time, the member with the event time"),
                topic(
                        "{filter: a/+, time: t, zone: Europe/Berlin}",
                        "43: T.zone: a zone is for times in text; a number counts from 1970 in UTC, unit=MS, zone=Europe/Berlin"),
                topic(
                        "{filter: a/+, time: t, timeUnit: 'dd.MM.yyyy HH:mi'}",
                        "47: T.timeUnit: has the letter i, which has no meaning; there are yyyy MM dd HH hh mm ss SSS a XXX, and"
                                + " text in single quotes, pattern=dd.MM.yyyy HH:mi"),
                topic(
                        "{filter: a/+, except: [x]}",
                        "36: T.except: leaves members out of a *, and neither value nor each has one"),
                topic(
                        "{filter: a/+, payload: kepwar}",
                        "37: T.payload: must be number, text, json, cbor, msgpack, senml, senml-cbor, influx or a preset,"
                                + " is \"kepwar\"; did you mean \"kepware\"?"),
                topic("{filter: a/+, sensor: '{1}/{3}'}", "36: T.sensor: has {3}, but the filter has 2 levels"),
                topic("{filter: a, sensor: '{topic'}", "34: T.sensor: has a { without }"));
    }

    private static Case alarm(String alarm, String... errors) {
        String[] placed = new String[errors.length];
        for (int i = 0; i < errors.length; i++) {
            placed[i] = "1:" + errors[i].replace("A.", "alarms[0].").replace("A:", "alarms[0]:");
        }
        return wrong("alarms: [{" + alarm + "}]", placed);
    }

    private static Case wrongStream(String stream, String... errors) {
        return wrong("streams: [{name: w, from: 'rate/+', aggregates: avg, " + stream + "}]", errors);
    }

    private static Stream<Case> streams() {
        return Stream.of(
                wrong(
                        "streams: [{}]",
                        "1:11: streams[0].name: is missing",
                        "1:11: streams[0].from: is missing",
                        "1:11: streams[0].window: is missing",
                        "1:11: streams[0].aggregates: is missing"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, emit: complete",
                        "1:96: streams[0].emit: needs sinks that receive the table"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, late: side",
                        "1:96: streams[0].late: needs sinks that receive the rows"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, late: update",
                        "1:96: streams[0].late: needs emit: update or complete, because append emits one final row"
                                + " for each window",
                        "1:96: streams[0].late: needs a lateness above 0s, the time during which a row may change"),
                wrongStream(
                        "window: {type: count, count: 5}, lateness: 1s, emit: update",
                        "1:97: streams[0].lateness: cannot be combined with windows of type count, whose rows never"
                                + " change",
                        "1:107: streams[0].emit: a window of type count emits final rows only: use append"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, time: receive, outOfOrderness: 1s",
                        "1:121: streams[0].outOfOrderness: cannot be combined with time: receive, where readings"
                                + " arrive in order; leave the key out"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, groupBy: machine",
                        "1:99: streams[0].groupBy: a key needs at least one level of the sensor's name, such as {1}"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, sinks: [ot]",
                        "1:98: streams[0].sinks[0]: there is no sink named \"ot\"; did you mean \"out\"?"),
                wrong(
                        "streams: [{name: w, from: '#', aggregates: [avg, time_weighted_avg], lateness: 1s,"
                                + " window: {type: tumbling, size: 1m}}]",
                        "1:80: streams[0].lateness: cannot be combined with time_weighted_avg, which needs readings"
                                + " in the order of their time; use outOfOrderness instead"),
                wrong(
                        "streams: [{name: w, from: '#', aggregates: increase, groupBy: '{1}', lateness: 1s, window: {type: tumbling, size: 1m}}]",
                        "1:63: streams[0].groupBy: cannot be combined with increase, which needs the readings of one counter;"
                                + " leave the key out, and sum the increase of each counter in a second stream",
                        "1:80: streams[0].lateness: cannot be combined with increase, which needs readings in the order of"
                                + " their time; use outOfOrderness instead"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, rollover: 65536",
                        "1:100: streams[0].rollover: needs increase or counter_rate among the aggregates; leave the key out"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, rollover: 0",
                        "1:100: streams[0].rollover: must be positive, is the number 0",
                        "1:100: streams[0].rollover: needs increase or counter_rate among the aggregates; leave the key out"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, carryFor: 1h",
                        "1:100: streams[0].carryFor: needs timeIn or time_weighted_avg; leave the key out"),
                wrong(
                        "streams: [{name: w, from: '#', timeIn: {on: 1}, carryFor: 1d, window: {type: tumbling, size: 1s}}]",
                        "1:59: streams[0].carryFor: is longer than 65535 windows; make it shorter, or the windows longer"),
                wrong(
                        "streams: [{name: w, from: '#', timeIn: {on: 1}, carryFor: 1d, window: {type: session, gap: 1s}}]",
                        "1:59: streams[0].carryFor: cannot be combined with windows of type session, which begin and end"
                                + " by their readings; leave the key out"),
                wrong(
                        "streams: [{name: w, from: '#', timeIn: {on: 1}, lateness: 1s, window: {type: tumbling, size: 1m}}]",
                        "1:59: streams[0].lateness: cannot be combined with timeIn, which needs readings in the order"
                                + " of their time; use outOfOrderness instead"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, timeIn: {a: x, b: {}, c: {min: 1, above: 2}, d: {min: 2, max: 1},"
                                + " e: {over: 1}, f/g: 1, h: {above: 1, max: 1}}",
                        "1:102: streams[0].timeIn.a: must be a number, is \"x\"",
                        "1:108: streams[0].timeIn.b: needs min or above, max or below, one of each, or in",
                        "1:115: streams[0].timeIn.c: has two ends on one side; use either min or above, and either"
                                + " max or below",
                        "1:138: streams[0].timeIn.d: the state d contains no value or every value, least=2.0, greatest=1.0",
                        "1:160: streams[0].timeIn.e.over: unknown key",
                        "1:170: streams[0].timeIn.f/g: must be 1 to 128 characters without / + # $ or control characters,"
                                + " is \"f/g\"",
                        "1:181: streams[0].timeIn.h: the state h contains no value or every value, least=1.0, greatest=1.0"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, timeIn: {}",
                        "1:98: streams[0].timeIn: must not be empty; leave the key out instead"),
                wrongStream(
                        "window: {type: tumbling, size: 1s}, timeIn: [on]",
                        "1:98: streams[0].timeIn: must be a map from names, is a list"),
                wrongStream(
                        "window: {type: rolling, size: 5s}, lateness: 1s, emit: update",
                        "1:99: streams[0].lateness: cannot be combined with windows of type rolling, whose rows never"
                                + " change",
                        "1:109: streams[0].emit: a window of type rolling emits final rows only: use append"),
                wrong(
                        "streams: [{name: w, from: '#', aggregates: p95, window: {type: rolling, size: 10m}}]",
                        "1:57: streams[0].window: not percentiles or distinct with a window of type rolling, which keeps its"
                                + " aggregates for every reading in it: they would be 4128 bytes a reading"),
                wrong(
                        "streams: [{name: w, from: '#', aggregates: p95, window: {type: sliding, size: 10m, slide: 1s}}]",
                        "1:57: streams[0].window: with percentiles or distinct, a window may need at most 1048576 bytes of"
                                + " state a key: make its slide or step longer, or out-of-orderness and lateness shorter,"
                                + " bytesPerPane=4128"),
                wrong(
                        "streams: [{name: w, from: '#', aggregates: [avg, mean], window: {type: count, count: 1}}]",
                        "1:50: streams[0].aggregates[1]: must be count, sum, avg, min, max, range, first, last, stddev, rate, time_weighted_avg, p50, p90, p95, p99, p999, distinct, increase or counter_rate, is \"mean\"; did you mean \"avg\"?"),
                wrong(
                        "streams: [{name: w, from: '#', aggregates: avg, window: {type: count, count: 1}},"
                                + " {name: w, from: '#', aggregates: avg, window: {type: count, count: 1}}]",
                        "1:90: streams[1].name: another stream is named \"w\", in line 1; give each a name of its"
                                + " own"));
    }

    private static Case wrongJoin(String join, String errors) {
        return wrong("streams: [{name: j, from: 'rate/+', groupBy: '{1}', join: " + join + "}]", errors);
    }

    private static Stream<Case> joins() {
        return Stream.of(
                wrong(
                        "streams: [{join: {}}]",
                        "1:11: streams[0].name: is missing",
                        "1:11: streams[0].from: is missing",
                        "1:11: streams[0].groupBy: is missing",
                        "1:18: streams[0].join.with: is missing",
                        "1:18: streams[0].join: needs one of: lower and upper, a window, or latest: true"),
                wrongJoin("{with: '#', lower: 0s}", "1:59: streams[0].join: needs both lower and upper"),
                wrongJoin(
                        "{with: '#', lower: 0s, upper: 1s, window: {type: tumbling, size: 1s}}",
                        "1:59: streams[0].join: needs one of: lower and upper, a window, or latest: true"),
                wrongJoin(
                        "{with: '#', lower: 2s, upper: -1s}",
                        "1:78: streams[0].join.lower: lower must not be above upper, lowerNs=2000000000,"
                                + " upperNs=-1000000000"),
                wrongJoin(
                        "{with: '#', window: {type: session, gap: 1s}}",
                        "1:79: streams[0].join.window: a join needs windows that time alone defines, type=session"),
                wrongJoin(
                        "{with: '#', lower: 0s, upper: 1s, groupBy: press}",
                        "1:102: streams[0].join.groupBy: a key needs at least one level of the sensor's name, such as"
                                + " {1}"),
                wrongJoin(
                        "{with: '#', lower: 0s, upper: 1s, type: outer}",
                        "1:99: streams[0].join.type: must be inner, left, right, full or anti, is \"outer\""),
                wrong(
                        "streams: [{name: j, from: 'rate/+', groupBy: '{1}', outOfOrderness: 1s, join: {with: '#', latest:"
                                + " true}}]",
                        "1:69: streams[0].outOfOrderness: cannot be combined with latest, which never waits; leave"
                                + " the key out"),
                wrong(
                        "sources: [{table: {path: none.csv}}, {table: {path: x, format: yaml, key: k, reload: 0s}}]",
                        "1:26: sources[0].table.path: there is no file DIR/none.csv",
                        "1:53: sources[1].table.path: there is no file DIR/x",
                        "1:75: sources[1].table.key: not with yaml, where the map's keys are the keys",
                        "1:86: sources[1].table.reload: must be positive, is \"0s\""),
                wrongJoin(
                        "{with: '#', type: full, latest: true}",
                        "1:11: streams[0]: a join with the latest right reading must have type inner, left or anti,"
                                + " type=full"),
                wrong(
                        "streams: [{name: j, from: 'rate/+', groupBy: '{1}', emit: update, values: [left, left],"
                                + " join: {with: '#', lower: 0s, upper: 1s}}]",
                        "1:53: streams[0].emit: works only in streams over windows, not in a join; leave the key out"));
    }

    private static Case wrongWindow(String window, String... errors) {
        return wrong("streams: [{name: w, from: 'rate/+', aggregates: avg, window: " + window + "}]", errors);
    }

    private static Stream<Case> windows() {
        return Stream.of(
                wrongWindow("{size: 1s}", "1:62: streams[0].window.type: is missing"),
                wrongWindow(
                        "{type: hopping, size: 1s}",
                        "1:69: streams[0].window.type: must be tumbling, sliding, session, count, state, cumulative,"
                                + " calendar or rolling, is \"hopping\"; did you mean \"sliding\"?"),
                wrongWindow(
                        "{type: tumbling, size: 1s, gap: 2s}",
                        "1:89: streams[0].window.gap: works only in windows of type session"),
                wrongWindow("{type: rolling}", "1:62: streams[0].window.size: is missing"),
                wrongWindow(
                        "{type: rolling, size: 1m, slide: 1s}",
                        "1:88: streams[0].window.slide: works only in windows of type sliding"),
                wrongWindow(
                        "{type: sliding, size: 1s, slide: 2s}",
                        "1:62: streams[0].window: the slide must not be longer than the size, or readings between two"
                                + " windows would be in no window"),
                wrongWindow(
                        "{type: sliding, size: 1d, slide: 1ms}",
                        "1:62: streams[0].window: a window must need at most 65536 panes for size, out-of-orderness and"
                                + " lateness, panes=86400002, paneNs=1000000"),
                wrongWindow("{type: session}", "1:62: streams[0].window: needs either gap or gapPerUnit"),
                wrongWindow("{type: state}", "1:62: streams[0].window: needs min, max or both"),
                wrongWindow(
                        "{type: cumulative, size: 1h, step: 7m}",
                        "1:62: streams[0].window: the step must divide the size"),
                wrongWindow(
                        "{type: tumbling, size: 2d, zone: Europe/Berlin}",
                        "1:85: streams[0].window.size: must be at most 1d with a zone"),
                wrongWindow(
                        "{type: calendar, zone: Europe/Berln}",
                        "1:85: streams[0].window.zone: there is no time zone \"Europe/Berln\""),
                wrongWindow(
                        "{type: calendar, zone: UTC, starts: ['06:00', '25:00']}",
                        "1:108: streams[0].window.starts[1]: must be a time of day such as \"06:00\" in quotes, is"
                                + " \"25:00\""));
    }

    private static Stream<Case> alarms() {
        return Stream.of(
                alarm("", "10: A.name: is missing", "10: A.sensor: is missing", "10: A.type: is missing"),
                alarm("name: a, sensor: rate/+, type: limit", "10: A: needs at least one of hihi, hi, lo or lolo"),
                alarm(
                        "name: a, sensor: rate/+, type: lmit",
                        "42: A.type: must be limit, missing, stuck, rateOfChange, state or quality, is \"lmit\"; did you mean \"limit\"?"),
                alarm("name: a, sensor: rate/+, type: deviation", "42: A.type: deviation: not in this version yet"),
                alarm("name: a, sensor: rate/+, type: pattern", "42: A.type: pattern: not in this version yet"),
                alarm(
                        "name: a, sensor: rate/+, type: rate",
                        "42: A.type: must be limit, missing, stuck, rateOfChange, state or quality, is \"rate\"; did you mean"
                                + " \"rateOfChange\"?"),
                alarm("name: a, sensor: rate/+, type: rateOfChange, limit: 5", "10: A.per: is missing"),
                alarm(
                        "name: a, sensor: rate/+, type: rateOfChange, limit: 5, per: 1m, hi: 3",
                        "75: A.hi: works only in alarms of type limit"),
                alarm(
                        "name: a, sensor: rate/+, type: rateOfChange, limit: 5, per: 1m, message: '{limit}'",
                        "84: A.message: {limit} works only in alarms of type limit"),
                alarm(
                        "name: a, sensor: rate/+, type: rateOfChange, limit: 5, per: 1m, deadband: 6",
                        "10: A: deadband must be at most limit, or no rate clears the alarm, deadband=6.0"),
                alarm(
                        "name: a, sensor: rate/+, type: timeout",
                        "42: A.type: must be limit, missing, stuck, rateOfChange, state or quality, is \"timeout\"; did you mean"
                                + " \"missing\"?"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 95,5",
                        "56: A.5: unknown key; a comma ends a value in { }, use a point: hi: 95.5"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: {limit: 95,5}",
                        "64: A.hi.5: unknown key; a comma ends a value in { }, use a point: limit: 95.5"),
                alarm("name: a, sensor: rate/+, type: limit, hi: 1.095,5", "59: A.5: unknown key"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: '95,5'",
                        "53: A.hi: must be a number, is \"95,5\"; use a point: 95.5"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: '95.5'",
                        "53: A.hi: must be a number, is \"95.5\"; write the number without quotes"),
                wrong(
                        "alarms:\n- name: a\n  sensor: rate/+\n  type: state\n  in: 1,5",
                        "5:7: alarms[0].in: must be a number or a quoted text, is \"1,5\"; use a point: 1.5; or put"
                                + " the text in quotes"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, message: {sensor}",
                        "65: A.message: must be text with placeholders, is a map; a text that begins with { needs quotes:"
                                + " \"{sensor}\""),
                wrong(
                        "alarms:\n- name: a\n  sensor: #\n  type: limit\n  hi: 9",
                        "3:10: alarms[0].sensor: has no value; a # behind a blank begins a comment in YAML: quote it,"
                                + " \"#\""),
                notYaml(
                        "message: {sensor} is hot",
                        "21: not YAML: while parsing a block mapping: expected <block end>, but found '<scalar>'; quote the"
                                + " text that has {sensor}"),
                notYaml(
                        "message: hot: {sensor}",
                        "15: not YAML: mapping values are not allowed here; quote a text that has a colon and a blank"),
                notYaml(
                        "sensor: *",
                        "12: not YAML: while scanning an alias: unexpected character found (10); quote a text that begins"
                                + " with *"),
                notYaml(
                        "message: @home",
                        "12: not YAML: while scanning for the next token: found character '@' that cannot start any token."
                                + " (Do not use @ for indentation); quote a text that begins with @"),
                wrong(
                        "alarms:\n- {name: a, message: hot {sensor}}",
                        "2:26: not YAML: while parsing a flow mapping: expected ',' or '}', but got {; quote the text that"
                                + " has {sensor}"),
                wrong(
                        "alarms:\n- {name: a, sensor: #, type: limit}",
                        "3:5: not YAML: while parsing a flow mapping: expected ',' or '}', but got :; the"
                                + " # in line 2 begins a comment: quote it, \"#\""),
                alarm(
                        "name: a, sensor: rate/+, type: missing, hi: 9",
                        "10: A.timeout: is missing",
                        "51: A.hi: works only in alarms of type limit"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, timeout: 5s",
                        "56: A.timeout: works only in alarms of type" + " missing"),
                alarm("name: a, sensor: rate/+, type: stuck", "10: A.hold: is missing"),
                alarm(
                        "name: a, sensor: rate/+, type: quality, hold: 5m, message: '{level}'",
                        "51: A.hold: works only in alarms of type stuck",
                        "70: A.message: {level} works only in alarms of type limit"),
                alarm(
                        "name: a, sensor: rate/+, type: quality, reorder: 2s",
                        "60: A.reorder: cannot be combined with type: quality, which keeps the order of arrival;"
                                + " leave the key out"),
                alarm(
                        "name: a, sensor: rate/+, type: quality, onBad: clear",
                        "58: A.onBad: cannot be combined with type: quality, which a BAD reading raises; leave the"
                                + " key out"),
                alarm(
                        "name: a, sensor: rate/+, type: missing, timeout: 5s, onBad: hold",
                        "71: A.onBad: cannot be combined with type: missing, where a BAD reading is no sign of life;"
                                + " leave the key out"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, onBad: reset",
                        "63: A.onBad: must be hold or clear, is \"reset\""),
                alarm("name: a, sensor: rate/+, type: state", "10: A.in: is missing"),
                alarm(
                        "name: a, sensor: rate/+, type: state, in: [], message: '{limit}'",
                        "53: A.in: must not be an empty list",
                        "66: A.message: {limit} works only in alarms of type limit"),
                alarm(
                        "name: a, sensor: rate/+, type: state, in: [FAULT, ~, [x]], clear: \"\"",
                        "61: A.in[1]: has no value",
                        "64: A.in[2]: must be text or number, is a list",
                        "77: A.clear: must be 1 to 128 bytes without control characters, is \"\""),
                alarm(
                        "name: a, sensor: rate/+, type: state, in: [1, FAULT], clear: [true]",
                        "10: A: no state can both raise and clear an alarm, name=a"),
                alarm(
                        "name: a, sensor: rate/+, type: state, in: 1, reorder: 2s, order: arrival",
                        "65: A.reorder: cannot be combined with order: arrival; leave one of the two keys out"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 1, in: [FAULT]",
                        "56: A.in: works only in alarms of type state"),
                alarm(
                        "name: a, sensor: rate/+, type: quality, order: time",
                        "58: A.order: must be arrival with type: quality"),
                alarm(
                        "name: a, sensor: rate/+, type: stuck, hold: 5m, hi: 9, timeout: 1s",
                        "59: A.hi: works only in alarms of type limit",
                        "66: A.timeout: works only in alarms of type missing"),
                alarm(
                        "name: a, sensor: rate/+, type: missing, timeout: 5s, expect: [rate/1, b], of: group",
                        "72: A.expect: cannot be combined with of: group, whose first reading arms the alarm"),
                alarm(
                        "name: a, sensor: rate/+, type: missing, timeout: 5s, expect: [rate/1, b]",
                        "72: A.expect: the alarm does not select b; correct the name, or the alarm's sensor"),
                alarm(
                        "name: a, sensor: rate/+, type: missing, timeout: 5s, expectFile: none.txt",
                        "76: A.expectFile: no such file: none.txt"),
                alarm(
                        "name: a, sensor: rate/+, type: missing, timeout: 5s, expectFile: /dev/zero",
                        "76: A.expectFile: cannot be read: /dev/zero: is a device, not a file"),
                alarm(
                        "name: a, sensor: rate/+, type: missing, timeout: 5s, expect: rate/1, expectFile: n",
                        "92: A.expectFile: cannot be combined with expect; use one of the two keys"),
                alarm(
                        "name: a, sensor: rate/+, type: missing, timeout: 5s, maxGap: 5m",
                        "64: A.maxGap: works only in alarms of type stuck"),
                alarm(
                        "name: a, sensor: rate/+, type: stuck, hold: 5m, tolerance: -1, minSamples: 1",
                        "70: A.tolerance: must not be negative, is the number -1",
                        "86: A.minSamples: must be 2 to 1000000, is the number 1"),
                alarm(
                        "name: a, sensor: rate/+, type: stuck, hold: 5, maxGap: 0s, ignoreAbsAtMost: -0.5",
                        "55: A.hold: must be a duration such as 10ms, 5s, 2m, 1h or 7d, is \"5\"",
                        "66: A.maxGap: must be positive, is \"0s\"",
                        "87: A.ignoreAbsAtMost: must not be negative, is the number -0.5"),
                alarm(
                        "name: a, sensor: rate/+, type: stuck, hold: 5m, message: '{limit}'",
                        "68: A.message: {limit} works only in alarms of type limit"),
                alarm(
                        "name: a, sensor: rate/+, type: stuck, hold: 5m, mingap: 5s",
                        "59: A.mingap: unknown key; did you mean \"maxGap\"?"),
                alarm("name: a, sensor: rate/+, type: limit, hi: warm", "53: A.hi: must be a number, is \"warm\""),
                alarm("name: a, sensor: rate/+, type: limit, hi: .inf", "53: A.hi: must be a number, is \".inf\""),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 1e999",
                        "53: A.hi: must be a number, is the number" + " 1e999"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: {deadband: -1}",
                        "53: A.hi.limit: is missing",
                        "64:" + " A.hi.deadband: must not be negative, is the number -1"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, hihi: 8",
                        "10: A: limits must ascend lolo < lo < hi < hihi, HI=9.0, HIHI=8.0"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, ack: maybe",
                        "61: A.ack: must be required or none, is \"maybe\""),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, group: press",
                        "63: A.group: a key needs at least one level of the sensor's name, such as {1}"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, latch: on",
                        "63: A.latch: must be true or false, is" + " \"on\""),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, order: arrival, reorder: 2s",
                        "81: A.reorder: cannot be combined with order: arrival; leave one of the two keys out"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, message: '{sensr} hot'",
                        "65: A.message: has no placeholder {sensr}; did you mean \"sensor\"? (there are {alarm} {gateway}"
                                + " {level} {limit} {priority} {sensor} {time} {value} {1} …)"),
                alarm(
                        "name: a, sensor: rate/+, type: missing, timeout: 5s, message: '{limit}'",
                        "73: A.message: {limit} works only in alarms of type limit"),
                alarm(
                        "name: a, sensor: a+/b, type: limit, hi: 9",
                        "28: A.sensor: '+' must be a whole level and '#' the" + " whole last level, filter=a+/b"),
                alarm(
                        "name: a, sensor: rate/+, type: limit, hi: 9, sinks: []",
                        "63: A.sinks: must not be an empty list;" + " leave the key out instead"));
    }

    /** A line of an alarm without braces at which YAML gives up. */
    private static Case notYaml(String line, String error) {
        return wrong("alarms:\n- name: a\n  " + line + "\n", "3:" + error);
    }

    private static Stream<Case> sinks() {
        return Stream.of(
                wrong("sinks: [out]", "1:8: sinks: must be a map from names, is a list"),
                wrong("sinks: {out: {}}", "1:14: sinks.out: needs one of mqtt, file or console"),
                wrong("sinks: {out: {webhook: {}}}", "1:15: sinks.out.webhook: not in this version yet"),
                wrong("sinks: {out: {console: {color: true}}}", "1:25: sinks.out.console.color: unknown key"),
                wrong("sinks: {out: {console: yes}}", "1:24: sinks.out.console: must be a map, is \"yes\""),
                wrong("sinks: {out: {file: {}}}", "1:21: sinks.out.file.path: is missing"),
                wrong("sinks: {a: {console: {}}, a: {console: {}}}", "1:27: sinks.a: given twice, first in line 1"),
                wrong(
                        "sinks: {out: {mqtt: {url: \"tcp://h:1\", topic: \"a/#\"}}}",
                        "1:47: sinks.out.mqtt.topic: must be a topic for publishing, without + and #, and not begin"
                                + " with $"),
                wrong(
                        "sinks: {out: {mqtt: {url: \"tcp://h:1\", rows: \"$a/{stream}\"}}}",
                        "1:46: sinks.out.mqtt.rows: must be a topic for publishing, without + and #, and not begin"
                                + " with $"),
                wrong(
                        "sinks: {out: {mqtt: {url: \"tcp://h:1\", rows: \"a/{alarm}\"}}}",
                        "1:46: sinks.out.mqtt.rows: has no placeholder {alarm} (there are {gateway} {sensor} {stream})"));
    }

    private static Stream<Case> acrossSections() {
        return Stream.of(
                wrong(
                        "sources: [{rate: {name: r}}, {rate: {name: r}}]",
                        "1:37: sources[1].rate: only one rate source is allowed; a second one would have the same"
                                + " sensors",
                        "1:44: sources[1].rate.name: another source is named \"r\", in line 1; give each a name of"
                                + " its own"),
                wrong(
                        "alarms: [{name: a, sensor: rate/+, type: limit, hi: 9, sinks: [outt]},"
                                + " {name: a, sensor: rate/+, type: limit, hi: 9, sinks: none}]",
                        "1:64: alarms[0].sinks[0]: there is no sink named \"outt\"; did you mean \"out\"?",
                        "1:79: alarms[1].name: another alarm is named \"a\", in line 1; give each a name of its own",
                        "1:125: alarms[1].sinks: there is no sink named \"none\""),
                wrong(
                        "sinks: {a: {mqtt: {url: \"tcp://h:1\", clientId: x}}, b: {mqtt: {url: \"tcp://h:1\","
                                + " clientId: x}}}",
                        "1:92: sinks.b.mqtt.clientId: the client id \"x\" is already in use at that broker, by"
                                + " sinks.a.mqtt.clientId; give each a clientId of its own"),
                wrong(
                        "sinks: {a: {file: {path: data/test/journal/x}}, b: {file: {path: y}}, c: {file: {path: ./y}}}",
                        "1:26: sinks.a.file.path: must not be inside the journal's directory DIR/data/test/journal",
                        "1:88: sinks.c.file.path: is also the file of sinks.b.file.path; give each sink a file of its"
                                + " own"));
    }
}
