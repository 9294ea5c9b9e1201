package io.tocsin.gateway.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A hall of presses and its faults: values as a function of time, the same for the same seed. One thread.
 *
 * <p>Every {@value #CYCLE_S} seconds: a bearing overheats slowly, a hydraulic line loses pressure, a sensor goes silent
 * and returns, a vibration hovers around its limit. All of it begins and ends within the cycle.
 */
final class PressHall {
    /** Period after which all values repeat */
    static final int CYCLE_S = 30;

    private static final int LINES = 3;
    private static final int PRESSES_PER_LINE = 4;

    /** Quantity that a sensor measures, with its usual value and its noise. */
    private enum Quantity {
        TEMP(72, 0.4),
        PRESSURE(200, 0.8),
        VIBRATION(3, 0.15);

        private final double usual;
        private final double noise;

        Quantity(double usual, double noise) {
            this.usual = usual;
            this.noise = noise;
        }
    }

    /** One sensor. */
    private record Sensor(String name, Quantity quantity) {}

    private final List<Sensor> sensors = new ArrayList<>();
    private final Random random;

    PressHall(long seed) {
        this.random = new Random(seed);
        for (int line = 1; line <= LINES; line++) {
            for (int press = 1; press <= PRESSES_PER_LINE; press++) {
                for (Quantity quantity : Quantity.values()) {
                    String name = "plant/line" + line + "/press" + press + "/"
                            + quantity.name().toLowerCase(Locale.ROOT);
                    sensors.add(new Sensor(name, quantity));
                }
            }
        }
    }

    int sensorCount() {
        return sensors.size();
    }

    /** The sensor's name, also the topic it publishes to. */
    String name(int sensor) {
        return sensors.get(sensor).name();
    }

    /** Whether the sensor sends at this time. */
    boolean isSilent(int sensor, double timeS) {
        double t = timeS % CYCLE_S;
        return name(sensor).equals("plant/line3/press2/vibration") && t >= 9 && t < 17;
    }

    /**
     * @param timeS seconds since the hall was opened
     * @return the sensor's value
     */
    double value(int sensor, double timeS) {
        Quantity quantity = sensors.get(sensor).quantity();
        double noise = random.nextGaussian() * quantity.noise;
        return base(name(sensor), quantity.usual, timeS % CYCLE_S) + Math.max(-2, Math.min(2, noise));
    }

    private static double base(String name, double usual, double t) {
        return switch (name) {
            case "plant/line1/press3/temp" -> bearing(usual, t);
            case "plant/line2/press1/pressure" -> hydraulics(usual, t);
            case "plant/line1/press1/vibration" -> chatter(usual, t);
            default -> usual;
        };
    }

    /** Warms up from second 2 to 10, stays hot to 13, cools down until 20. */
    private static double bearing(double usual, double t) {
        double hot = 116;
        if (t < 2 || t >= 20) {
            return usual;
        }
        if (t < 10) {
            return usual + (hot - usual) * (t - 2) / 8;
        }
        return t < 13 ? hot : hot - (hot - usual) * (t - 13) / 7;
    }

    /** A leak from second 6, a burst at 8, mended at 12. */
    private static double hydraulics(double usual, double t) {
        if (t < 6 || t >= 12) {
            return usual;
        }
        return t < 8 ? 152 : 132;
    }

    /** From second 13 to 24 around the limit of 7.1, above it and back every 2.4 s, never far enough back to clear. */
    private static double chatter(double usual, double t) {
        return t < 13 || t >= 24 ? usual : 7.2 + 0.35 * Math.sin(2 * Math.PI * (t - 13) / 2.4);
    }
}
