package io.tocsin.gateway.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.fold.JournalFold;
import io.tocsin.engine.journal.ControlKind;
import io.tocsin.engine.journal.SensorDefinition;
import io.tocsin.engine.plan.codec.PlanCodec;
import io.tocsin.engine.reading.Quality;
import io.tocsin.engine.reading.ReadingFlags;
import io.tocsin.engine.result.AlarmEventFlyweight;
import io.tocsin.engine.result.ResultHandler;
import io.tocsin.gateway.config.ConfigException;
import io.tocsin.gateway.config.GatewayConfig;
import io.tocsin.gateway.config.bind.ConfigLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

/** The hall and the example's rules together, in virtual time. */
final class PressHallTest implements ResultHandler {
    private static final Path EXAMPLE =
            Path.of(System.getProperty("tocsin.root"), "deploy", "examples", "press-hall.yaml");
    private static final long START_NS = 1_795_195_860_000_000_000L;
    private static final double ROUND_S = 0.036;

    private final PressHall hall = new PressHall(1);
    private final JournalFold shard = new JournalFold(this);
    private final List<String> events = new ArrayList<>();
    private long position;

    @Test
    void shouldRaiseAndClearEveryKindOfAlarmWithinOneCycle() throws ConfigException {
        run(PressHall.CYCLE_S);

        assertThat(events)
                .containsExactlyInAnyOrder(
                        "RAISED pressure-low plant/line2/press1/pressure",
                        "LEVEL_CHANGED pressure-low plant/line2/press1/pressure",
                        "CLEARED pressure-low plant/line2/press1/pressure",
                        "RAISED bearing-hot plant/line1/press3/temp",
                        "LEVEL_CHANGED bearing-hot plant/line1/press3/temp",
                        "LEVEL_CHANGED bearing-hot plant/line1/press3/temp",
                        "CLEARED bearing-hot plant/line1/press3/temp",
                        "RAISED sensor-silent plant/line3/press2/vibration",
                        "CLEARED sensor-silent plant/line3/press2/vibration",
                        "RAISED vibration plant/line1/press1/vibration",
                        "CLEARED vibration plant/line1/press1/vibration");
    }

    @Test
    void shouldRepeatWhenTheCycleIsOver() throws ConfigException {
        run(2 * PressHall.CYCLE_S);

        assertThat(events.stream().filter(event -> event.startsWith("RAISED"))).hasSize(8);
        assertThat(events.stream().filter(event -> event.startsWith("CLEARED"))).hasSize(8);
    }

    @Override
    public void onAlarm(AlarmEventFlyweight event) {
        events.add(event.kind() + " " + shard.names().rule(event.ruleId()).name() + " " + hall.name(event.sensorId()));
    }

    private void run(double seconds) throws ConfigException {
        GatewayConfig config = new ConfigLoader().load(EXAMPLE);
        control(ControlKind.PLAN, PlanCodec.encode(config.plan()));
        for (int sensor = 0; sensor < hall.sensorCount(); sensor++) {
            byte[] body = new byte[128];
            int length = new SensorDefinition(sensor, 0, 0, hall.name(sensor)).encode(new UnsafeBuffer(body), 0);
            control(ControlKind.SENSOR, Arrays.copyOf(body, length));
        }
        for (double timeS = 0; timeS < seconds; timeS += ROUND_S) {
            long timeNs = START_NS + (long) (timeS * 1e9);
            for (int sensor = 0; sensor < hall.sensorCount(); sensor++) {
                if (!hall.isSilent(sensor, timeS)) {
                    shard.onReading(
                            position++,
                            sensor,
                            timeNs,
                            timeNs,
                            hall.value(sensor, timeS),
                            Quality.GOOD.code(),
                            ReadingFlags.NONE);
                }
            }
            shard.onTick(position++, timeNs);
        }
    }

    private void control(ControlKind kind, byte[] body) {
        shard.onControl(position++, kind.code(), new UnsafeBuffer(body), 0, body.length);
    }
}
