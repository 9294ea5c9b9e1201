package io.tocsin.engine.fold;

import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.plan.alarm.Level;
import io.tocsin.engine.plan.alarm.LifeCycle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The alarm board as the design says it, alarm by alarm and looked at after every record, with names in place of
 * numbers and states as letters. Slow and without any schedule.
 */
final class NaiveBoard {
    /**
     * An alarm of the plan.
     *
     * @param rank alarms that are due at one instant follow each other by this number, then by sensor
     */
    record Rule(LifeCycle lifeCycle, long onDelayNs, int rank) {}

    private static final class Alarm {
        private String state = "N";
        private int level = -1;
        private int acked = -1;
        private int rung = -1;
        private int least = -1;
        private String id;
        private final List<String> older = new ArrayList<>();
        private boolean isTold;
        private boolean isFirst;
        private int before;
        private int reminders;
        private int reminderLevel = -1;
        private Long rungAt;
        private Long ackedAt;
        private String shelf = "NONE";
        private Long shelfEnd;
        private boolean isSuppressed;
        private boolean isByDesign;
        private boolean isOut;
        private Long settleAt;

        boolean isActive() {
            return state.equals("UA") || state.equals("AA");
        }

        boolean isSilent() {
            return !shelf.equals("NONE") || isSuppressed || isByDesign || isOut;
        }
    }

    /** Newest event time of a sensor, and when it was received. */
    private record Newest(long eventNs, long receivedNs) {}

    private final Map<String, Rule> rules = new HashMap<>();
    /** By alarm and sensor. */
    private final Map<String, Alarm> alarms = new HashMap<>();

    private final Map<String, Newest> newest = new HashMap<>();
    private final List<String> sensors = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private long nowNs;

    List<String> said() {
        return said;
    }

    void rule(String name, Rule rule) {
        rules.put(name, rule);
        alarms.forEach((key, alarm) -> {
            if (key.startsWith(name + " ") && !rule.lifeCycle.ackRequired()) {
                alarm.state = alarm.state.equals("UA")
                        ? "AA"
                        : alarm.state.equals("RU") ? "N" : alarm.state.equals("LU") ? "LA" : alarm.state;
            }
        });
        markFirst();
    }

    void sensor(String name) {
        sensors.add(name);
    }

    /** A record of this time is next; the event time is that of a reading of the sensor, or null. */
    void clock(long atNs, String sensor, long eventNs) {
        nowNs = atNs;
        for (String due = earliest(); due != null; due = earliest()) {
            fire(due);
        }
        for (String key : ranked()) {
            Alarm alarm = alarms.get(key);
            long timeNs = eventTime(sensorOf(key));
            if (sensorOf(key).equals(sensor)) {
                timeNs = Math.max(timeNs, eventNs);
            }
            if (alarm.settleAt != null && timeNs > alarm.settleAt) {
                annunciate(key, alarm, alarm.settleAt);
            }
        }
        if (sensor != null && (!newest.containsKey(sensor) || newest.get(sensor).eventNs < eventNs)) {
            newest.put(sensor, new Newest(eventNs, atNs));
        }
    }

    private String earliest() {
        String first = null;
        for (String key : ranked()) {
            if (due(key) < nowNs && (first == null || due(key) < due(first))) {
                first = key;
            }
        }
        return first;
    }

    private List<String> ranked() {
        List<String> keys = new ArrayList<>(alarms.keySet());
        keys.sort(Comparator.comparing((String key) -> rules.get(alarmOf(key)).rank)
                .thenComparing(key -> sensors.indexOf(sensorOf(key))));
        return keys;
    }

    private long due(String key) {
        Alarm alarm = alarms.get(key);
        long due = alarm.shelfEnd == null ? Long.MAX_VALUE : alarm.shelfEnd;
        return Math.min(due, Math.min(reAlarmAt(key), remindAt(key)));
    }

    private long reAlarmAt(String key) {
        Alarm alarm = alarms.get(key);
        long every = lifeCycle(key).reAlarmNs();
        return every > 0 && alarm.state.equals("AA") && alarm.ackedAt != null ? alarm.ackedAt + every : Long.MAX_VALUE;
    }

    private long remindAt(String key) {
        Alarm alarm = alarms.get(key);
        long every = lifeCycle(key).remindNs();
        boolean may = every > 0 && isCalling(key) && alarm.rungAt != null && !alarm.isSilent();
        return may ? alarm.rungAt + every : Long.MAX_VALUE;
    }

    private boolean isCalling(String key) {
        Alarm alarm = alarms.get(key);
        return alarm.state.equals("UA")
                || (alarm.state.equals("AA") && !lifeCycle(key).ackRequired());
    }

    private void fire(String key) {
        Alarm alarm = alarms.get(key);
        long due = due(key);
        if (alarm.shelfEnd != null && alarm.shelfEnd == due) {
            unshelve(key, alarm, due, "TIME");
        } else if (reAlarmAt(key) == due) {
            boolean isRequired = lifeCycle(key).ackRequired();
            alarm.state = isRequired ? "UA" : "AA";
            alarm.ackedAt = isRequired ? null : due;
            alarm.rung = -1;
            alarm.least = alarm.level;
            boolean rings = !alarm.isSilent();
            if (rings) {
                ring(alarm, due);
            }
            say("REALARMED", due, key, alarm, rings, "TIME");
        } else {
            long every = lifeCycle(key).remindNs();
            long waiting = (nowNs - 1 - alarm.rungAt) / every;
            if (waiting > 16) {
                alarm.reminders += (int) (waiting - 1);
                alarm.rungAt += (waiting - 1) * every;
            }
            alarm.rungAt += every;
            alarm.reminders++;
            alarm.reminderLevel = alarm.level;
            say("REMINDED", alarm.rungAt, key, alarm, true, "#" + alarm.reminders + " TIME");
        }
    }

    private Alarm alarm(String key) {
        Alarm alarm = alarms.get(key);
        if (alarm == null) {
            alarm = new Alarm();
            alarms.put(key, alarm);
            alarm.isByDesign = isByDesign(key);
        }
        return alarm;
    }

    /** Whether an alarm that suppresses this one is active at a sensor of the same key. */
    private boolean isByDesign(String key) {
        LifeCycle own = lifeCycle(key);
        return alarms.keySet().stream()
                .filter(other -> alarmOf(other).equals(own.suppressWhen()))
                .filter(other -> placeOf(other, own).equals(placeOf(key, own)))
                .anyMatch(other -> alarms.get(other).isActive());
    }

    /** The only templates are {@code {1}} and none. */
    private static String placeOf(String key, LifeCycle lifeCycle) {
        String sensor = sensorOf(key);
        return lifeCycle.suppressKey().isEmpty() ? sensor : sensor.substring(0, sensor.indexOf('/'));
    }

    /** Begins and ends suppressions by design, at the clock's time. */
    void lookNow() {
        look(nowNs);
    }

    /** Begins and ends suppressions by design. */
    void look(long timeNs) {
        for (String key : ranked()) {
            Alarm alarm = alarms.get(key);
            if (alarm.isByDesign == isByDesign(key)) {
                continue;
            }
            alarm.isByDesign = !alarm.isByDesign;
            if (alarm.isByDesign) {
                silence(alarm);
                say("SUPPRESSED", timeNs, key, alarm, false, "DESIGN");
            } else {
                say("UNSUPPRESSED", timeNs, key, alarm, false, "DESIGN");
                sound(key, alarm);
            }
        }
    }

    /** An event of a rule. */
    void event(String kind, String name, String sensor, int level, long timeNs, String id, boolean isRuleChange) {
        String key = name + " " + sensor;
        Alarm alarm = alarm(key);
        LifeCycle lifeCycle = lifeCycle(key);
        boolean rings = false;
        switch (kind) {
            case "RAISED" -> {
                if (List.of("RU", "LU").contains(alarm.state)) {
                    alarm.before++;
                }
                if (alarm.id != null) {
                    alarm.older.add(alarm.id);
                }
                boolean isFirst =
                        group(key).stream().noneMatch(other -> alarms.get(other).isActive());
                alarm.isFirst = alarm.isFirst || (isFirst && !group(key).isEmpty());
                alarm.id = id;
                alarm.level = level;
                alarm.least = level;
                alarm.acked = -1;
                alarm.rung = -1;
                alarm.reminders = 0;
                alarm.settleAt = null;
                alarm.rungAt = null;
                alarm.isTold = false;
                alarm.state = lifeCycle.ackRequired() ? "UA" : "AA";
                alarm.ackedAt = lifeCycle.ackRequired() ? null : nowNs;
                rings = !alarm.isSilent();
            }
            case "LEVEL_CHANGED" -> {
                int before = alarm.level;
                alarm.level = level;
                if (rank(level) < rank(alarm.least)) {
                    alarm.least = level;
                }
                boolean isOther = isHigh(level) != isHigh(before);
                int above = alarm.state.equals("UA") ? alarm.rung : alarm.acked < 0 ? before : alarm.acked;
                if (isOther || (rank(level) > rank(before) && rank(level) > rank(above))) {
                    if (alarm.state.equals("AA") && lifeCycle.ackRequired()) {
                        alarm.state = "UA";
                        alarm.rung = -1;
                        alarm.least = level;
                        alarm.ackedAt = null;
                    }
                    rings = !alarm.isSilent();
                }
            }
            default -> {
                alarm.level = level;
                boolean isAcked = alarm.state.equals("AA");
                alarm.state = lifeCycle.latch() ? (isAcked ? "LA" : "LU") : isAcked ? "N" : "RU";
                alarm.rungAt = null;
                alarm.ackedAt = null;
                alarm.settleAt = null;
                if (group(key).stream().noneMatch(other -> alarms.get(other).isActive())) {
                    group(key).forEach(other -> alarms.get(other).isFirst = false);
                }
                boolean wasTold = alarm.isTold;
                alarm.isTold = false;
                say(kind, timeNs, key, alarm, wasTold, "");
                if (alarm.shelf.equals("ONE_SHOT") && !isRuleChange) {
                    unshelve(key, alarm, timeNs, "RETURN_TO_NORMAL");
                }
                return;
            }
        }
        if (rings) {
            ring(alarm, nowNs);
        }
        say(kind, timeNs, key, alarm, rings, "");
    }

    /** An operator's action, whose time the clock has reached. */
    void action(OperatorAction action) {
        String key = action.alarm() + " " + action.sensor();
        String refusal;
        if (action.kind().word().equals("decommission")) {
            if (sensors.contains(action.sensor())) {
                alarms.keySet().removeIf(other -> sensorOf(other).equals(action.sensor()));
                markFirst();
                said.add("COMMENTED " + action.atNs());
            } else {
                said.add("REFUSED " + action.atNs() + " UNKNOWN_ALARM");
            }
            return;
        }
        if (!rules.containsKey(action.alarm()) || !sensors.contains(action.sensor())) {
            said.add("REFUSED " + action.atNs() + " UNKNOWN_ALARM");
            return;
        }
        Alarm alarm = alarm(key);
        String word = action.kind().word();
        if (alarm.isOut && !word.equals("in-service") && !word.equals("comment")) {
            refusal = word.equals("out-of-service") ? "ALREADY_OUT_OF_SERVICE" : "OUT_OF_SERVICE";
        } else if ((word.equals("out-of-service") || word.equals("comment"))
                && action.why().isEmpty()) {
            refusal = "REASON_REQUIRED";
        } else {
            refusal = act(action, key, alarm);
        }
        if (refusal != null) {
            say("REFUSED", action.atNs(), key, alarm, false, "OPERATOR " + refusal);
        }
    }

    private String act(OperatorAction action, String key, Alarm alarm) {
        long at = action.atNs();
        switch (action.kind().word()) {
            case "ack" -> {
                String named = action.id();
                if (!action.eventId().isEmpty()) {
                    String eventId = action.eventId();
                    named = eventId.substring(0, eventId.lastIndexOf('/', eventId.lastIndexOf('/') - 1));
                }
                if (!named.isEmpty() && !named.equals(alarm.id)) {
                    return alarm.older.contains(named) ? "SUPERSEDED" : "UNKNOWN_ID";
                }
                if (alarm.state.equals("N")) {
                    return "NOTHING_TO_ACKNOWLEDGE";
                }
                if (alarm.state.endsWith("A") && !alarm.state.equals("UA")) {
                    return "ALREADY_ACKNOWLEDGED";
                }
                int seen = seen(action.eventId(), alarm);
                alarm.acked = seen;
                if (alarm.level < 0 || (isHigh(seen) == isHigh(alarm.level) && rank(alarm.level) <= rank(seen))) {
                    alarm.ackedAt = alarm.state.equals("UA") ? at : null;
                    alarm.state = alarm.state.equals("UA") ? "AA" : alarm.state.equals("RU") ? "N" : "LA";
                    alarm.before = 0;
                    alarm.rung = -1;
                    alarm.settleAt = null;
                }
                say("ACKNOWLEDGED", at, key, alarm, false, "OPERATOR");
            }
            case "reset" -> {
                if (alarm.isActive()) {
                    return "STILL_ACTIVE";
                }
                if (!alarm.state.startsWith("L")) {
                    return "NOT_LATCHED";
                }
                if (alarm.state.equals("LU")) {
                    return "NOT_ACKNOWLEDGED";
                }
                alarm.state = "N";
                say("RESET", at, key, alarm, false, "OPERATOR");
            }
            case "shelve", "shelve-once" -> {
                boolean isOnce = action.kind().word().equals("shelve-once");
                long max = lifeCycle(key).maxShelveNs();
                long lasts = isOnce && action.durationNs() == 0 ? max : action.durationNs();
                if (lasts <= 0 || lasts > max) {
                    return "DURATION_OUT_OF_RANGE";
                }
                if (alarm.shelf.equals(isOnce ? "ONE_SHOT" : "TIMED")) {
                    return "ALREADY_SHELVED";
                }
                alarm.shelf = isOnce ? "ONE_SHOT" : "TIMED";
                alarm.shelfEnd = at + lasts;
                silence(alarm);
                say("SHELVED", at, key, alarm, false, "OPERATOR");
            }
            case "unshelve" -> {
                if (alarm.shelf.equals("NONE")) {
                    return "NOT_SHELVED";
                }
                unshelve(key, alarm, at, "OPERATOR");
            }
            case "suppress" -> {
                if (alarm.isSuppressed) {
                    return "NOT_ALLOWED";
                }
                alarm.isSuppressed = true;
                silence(alarm);
                say("SUPPRESSED", at, key, alarm, false, "OPERATOR");
            }
            case "unsuppress" -> {
                if (!alarm.isSuppressed) {
                    return "NOT_ALLOWED";
                }
                alarm.isSuppressed = false;
                say("UNSUPPRESSED", at, key, alarm, false, "OPERATOR");
                sound(key, alarm);
            }
            case "out-of-service" -> {
                alarm.isOut = true;
                silence(alarm);
                say("OUT_OF_SERVICE", at, key, alarm, false, "OPERATOR");
            }
            case "in-service" -> {
                if (!alarm.isOut) {
                    return "NOT_OUT_OF_SERVICE";
                }
                alarm.isOut = false;
                say("IN_SERVICE", at, key, alarm, false, "OPERATOR");
                sound(key, alarm);
            }
            default -> say("COMMENTED", at, key, alarm, false, "OPERATOR");
        }
        return null;
    }

    private static int seen(String eventId, Alarm alarm) {
        if (eventId.isEmpty() || alarm.level < 0) {
            return alarm.level;
        }
        String rest = eventId.substring(eventId.lastIndexOf('/') + 1);
        if (eventId.contains("/REMINDED/") && rest.equals(Integer.toString(alarm.reminders))) {
            return alarm.reminderLevel;
        }
        for (Level level : Level.values()) {
            if (rest.endsWith("-" + level) || rest.contains("-" + level + "-")) {
                return level.ordinal();
            }
        }
        return alarm.least;
    }

    private void unshelve(String key, Alarm alarm, long timeNs, String cause) {
        alarm.shelf = "NONE";
        alarm.shelfEnd = null;
        say("UNSHELVED", timeNs, key, alarm, false, cause);
        sound(key, alarm);
    }

    private static void silence(Alarm alarm) {
        alarm.rungAt = null;
        alarm.settleAt = null;
    }

    private void sound(String key, Alarm alarm) {
        if (alarm.isSilent() || !isCalling(key)) {
            return;
        }
        long settle = lifeCycle(key).settleNs() < 0
                ? rules.get(alarmOf(key)).onDelayNs
                : lifeCycle(key).settleNs();
        long timeNs = eventTime(sensorOf(key));
        if (settle == 0) {
            annunciate(key, alarm, timeNs);
        } else {
            alarm.settleAt = timeNs + settle;
        }
    }

    private void annunciate(String key, Alarm alarm, long timeNs) {
        ring(alarm, nowNs);
        say("ANNUNCIATED", timeNs, key, alarm, true, "");
    }

    private static void ring(Alarm alarm, long atNs) {
        alarm.rung = alarm.level;
        alarm.isTold = true;
        alarm.rungAt = atNs;
        alarm.settleAt = null;
    }

    /** The keys of the alarm's group; empty without a group. */
    private List<String> group(String key) {
        String of = groupOf(key);
        return of.isEmpty()
                ? List.of()
                : alarms.keySet().stream()
                        .filter(other -> groupOf(other).equals(of))
                        .toList();
    }

    /** The only template of a group is {@code {1}}. */
    private String groupOf(String key) {
        boolean hasGroup = !lifeCycle(key).group().isEmpty();
        return hasGroup ? sensorOf(key).substring(0, sensorOf(key).indexOf('/')) : "";
    }

    /** After a change of plan or of sensors: no mark outlives the last active member of its group. */
    private void markFirst() {
        for (String key : alarms.keySet()) {
            List<String> group = group(key);
            if (group.stream().noneMatch(other -> alarms.get(other).isActive())) {
                alarms.get(key).isFirst = false;
            }
        }
    }

    private long eventTime(String sensor) {
        Newest last = newest.get(sensor);
        return last == null ? nowNs : last.eventNs + (nowNs - last.receivedNs);
    }

    private LifeCycle lifeCycle(String key) {
        return rules.get(alarmOf(key)).lifeCycle;
    }

    private static String alarmOf(String key) {
        return key.substring(0, key.indexOf(' '));
    }

    private static String sensorOf(String key) {
        return key.substring(key.indexOf(' ') + 1);
    }

    private static boolean isHigh(int level) {
        return level < 0 || Level.values()[level].isHigh();
    }

    private static int rank(int level) {
        return level < 0 ? 0 : level < 2 ? 2 : 1;
    }

    private void say(String kind, long timeNs, String key, Alarm alarm, boolean rings, String rest) {
        said.add(kind + " " + timeNs + " " + key + " " + alarm.state
                + (rings ? " rings" : "")
                + (alarm.isFirst ? " first" : "")
                + (alarm.isSuppressed ? " suppressed" : "")
                + (alarm.isByDesign ? " bydesign" : "")
                + (alarm.isOut ? " out" : "")
                + (alarm.shelf.equals("NONE") ? "" : " " + alarm.shelf + " until " + alarm.shelfEnd)
                + " acked=" + alarm.acked
                + " rung=" + alarm.rung
                + " before=" + alarm.before
                + (rest.isEmpty() ? "" : " " + rest));
    }
}
