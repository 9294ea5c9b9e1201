package io.tocsin.alerts.figure;

import io.tocsin.alerts.figure.FigureEvent.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Random histories of alarms, plausible for each alarm of a sensor: raised, acknowledged, hidden, cleared. */
final class RandomHistory {
    private static final String[] PRIORITIES = {"low", "medium", "high", "critical"};
    private static final String[] PEOPLE = {"ann", "bob", ""};
    private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);
    static final long BEGIN_NS = TimeUnit.DAYS.toNanos(20_000);

    private final Random random;
    private final List<FigureEvent> events = new ArrayList<>();
    private long timeNs = BEGIN_NS;

    RandomHistory(Random random) {
        this.random = random;
    }

    /** One alarm of a sensor. */
    private final class Life {
        private final String alarm;
        private final String sensor;
        private final String priority = PRIORITIES[random.nextInt(PRIORITIES.length)];
        private final boolean needsAck = random.nextInt(4) > 0;
        private boolean isActive;
        private boolean isWaiting;
        private final boolean[] isHidden = new boolean[3];

        private Life(String alarm, String sensor) {
            this.alarm = alarm;
            this.sensor = sensor;
        }

        private void step() {
            boolean isSilent = isHidden[0] || isHidden[1] || isHidden[2];
            switch (random.nextInt(14)) {
                case 0, 1, 2, 3 -> {
                    if (isActive && random.nextInt(20) > 0) {
                        return;
                    }
                    isActive = true;
                    isWaiting = needsAck;
                    tell(Kind.RAISED, !isSilent, "");
                }
                case 4, 5, 6 -> {
                    if (isActive) {
                        isActive = false;
                        tell(Kind.CLEARED, !isSilent, "");
                    }
                }
                case 7 -> {
                    if (isWaiting) {
                        isWaiting = false;
                        tell(Kind.ACKNOWLEDGED, false, PEOPLE[random.nextInt(2)]);
                    }
                }
                case 8 -> {
                    if (isActive) {
                        boolean again = !isWaiting && needsAck && random.nextBoolean();
                        isWaiting |= again;
                        tell(again ? Kind.REALARMED : Kind.LEVEL_CHANGED, !isSilent, "");
                    }
                }
                case 9 -> {
                    if (isActive && !isWaiting && needsAck) {
                        isWaiting = true;
                        tell(Kind.LEVEL_CHANGED, !isSilent && random.nextBoolean(), "");
                    }
                }
                case 10 -> tell(Kind.COMMENTED, false, PEOPLE[0]);
                default -> hideOrShow(random.nextInt(3));
            }
        }

        private void hideOrShow(int way) {
            if (isHidden[way] && (way > 0 || random.nextInt(3) > 0)) {
                isHidden[way] = false;
                Kind[] ends = {Kind.UNSHELVED, Kind.UNSUPPRESSED, Kind.IN_SERVICE};
                tell(ends[way], false, PEOPLE[random.nextInt(3)]);
                if (isActive && !isHidden[0] && !isHidden[1] && !isHidden[2]) {
                    tell(Kind.ANNUNCIATED, true, "");
                }
            } else {
                isHidden[way] = true;
                Kind[] begins = {Kind.SHELVED, Kind.SUPPRESSED, Kind.OUT_OF_SERVICE};
                tell(begins[way], false, PEOPLE[random.nextInt(3)]);
            }
        }

        private void tell(Kind kind, boolean rings, String by) {
            events.add(new FigureEvent(timeNs, events.size(), kind, alarm, sensor, priority, rings, isWaiting, by));
        }
    }

    /** A history in the order of time. */
    List<FigureEvent> events(int steps) {
        List<Life> lives = new ArrayList<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            lives.add(new Life(
                    "a" + random.nextInt(3),
                    List.of("t" + i, "p/t" + i, "p/q/t" + i, "r/t" + i).get(random.nextInt(4))));
        }
        int inBurst = 0;
        for (int i = 0; i < steps; i++) {
            if (inBurst > 0) {
                inBurst--;
                timeNs += random.nextInt(4) * SECOND_NS;
            } else {
                timeNs += pauseNs();
                inBurst = random.nextInt(100) == 0 ? random.nextInt(300) : 0;
            }
            // few alarms are the most of all alarms
            lives.get(random.nextInt(1 + random.nextInt(lives.size()))).step();
        }
        return events;
    }

    private long pauseNs() {
        return switch (random.nextInt(40)) {
            case 0 -> random.nextInt(30) * TimeUnit.HOURS.toNanos(1);
            case 1, 2, 3 -> random.nextInt(1_200) * SECOND_NS;
            case 4, 5, 6, 7 -> random.nextInt(600) * SECOND_NS / 7;
            case 8, 9 -> 0;
            default -> random.nextInt(10) * SECOND_NS;
        };
    }
}
