package io.tocsin.gateway.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random and damaged objects: an action, or a message; never another exception. */
class ActionRequestFuzzTest {
    private static final int RUNS = 20_000;
    private static final String ALPHABET = "{}[]\":,\\ntrue0\u0000\u001b\uD800é alarmsensor";

    @Test
    void shouldReadTheActionsThatItWrites() throws ActionRequest.BadRequest {
        OperatorAction action = OperatorAction.on(ActionKind.SHELVE, "zu heiß", "halle/1\"\\", "Jürgen")
                .of("zu heiß/1/halle/1/7", "")
                .because("filter change")
                .named("a-1")
                .lasting(7_200_000_000_000L);

        assertThat(ActionRequest.parse(ActionKind.SHELVE, ActionRequest.json(action)))
                .isEqualTo(action);
    }

    @Test
    void shouldNeverFailOtherwiseThanByItsMessage() {
        long seed = Long.getLong("tocsin.seed", 20261130);
        Random random = new Random(new SplittableRandom(seed).nextLong());
        String sound = "{\"alarm\":\"hot\",\"sensor\":\"hall/temp\",\"by\":\"ann\",\"why\":\"x\",\"for\":\"2h\"}";
        int accepted = 0;
        for (int run = 0; run < RUNS; run++) {
            StringBuilder text = new StringBuilder(sound);
            for (int edits = random.nextInt(4); edits > 0; edits--) {
                int at = random.nextInt(text.length());
                char c = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
                switch (random.nextInt(3)) {
                    case 0 -> text.setCharAt(at, c);
                    case 1 -> text.insert(at, c);
                    default -> text.deleteCharAt(at);
                }
            }
            try {
                OperatorAction action = ActionRequest.parse(ActionKind.SHELVE, text.toString());
                assertThat(OperatorAction.decode(
                                new org.agrona.concurrent.UnsafeBuffer(action.encode()), 0, action.encode().length))
                        .isEqualTo(action);
                accepted++;
            } catch (ActionRequest.BadRequest e) {
                assertThat(e.getMessage()).as("-Dtocsin.seed=%d", seed).isNotBlank();
            }
        }
        assertThat(accepted).isBetween(RUNS / 10, RUNS * 9 / 10);
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertRefused(ActionKind.ACKNOWLEDGE, "[]", "must be a JSON object");
        assertRefused(ActionKind.ACKNOWLEDGE, "{} {}", "must be one JSON object");
        assertRefused(ActionKind.ACKNOWLEDGE, "{\"alarm\":1}", "alarm: must be a text");
        assertRefused(
                ActionKind.ACKNOWLEDGE, "{\"alarm\":\"a\",\"alarm\":\"b\"}", "must be a JSON object without errors");
        assertRefused(
                ActionKind.ACKNOWLEDGE,
                "{\"who\":\"ann\"}",
                "has an unknown member; it may have actionId, alarm, by, eventId, for, id, sensor, why");
        assertRefused(ActionKind.RESET, "{\"for\":\"2h\"}", "for: only a shelf has a duration");
        assertRefused(
                ActionKind.SHELVE,
                "{\"for\":\"2\"}",
                "for: must be a duration such as 10ms, 5s, 2m, 1h or 7d, is \"2\"");
        assertRefused(ActionKind.COMMENT, "{\"why\":\"a\\nb\"}", "why must have no control character, index=1");
    }

    private static void assertRefused(ActionKind kind, String text, String message) {
        assertThatThrownBy(() -> ActionRequest.parse(kind, text)).hasMessage(message);
    }
}
