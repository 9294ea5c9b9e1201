package io.tocsin.gateway.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.action.ActionKind;
import io.tocsin.engine.action.OperatorAction;
import io.tocsin.engine.action.Refusal;
import io.tocsin.gateway.api.ActionRequest;
import io.tocsin.gateway.api.FakeDoor;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommandDeskTest {
    private static final String ACK = "{\"alarm\":\"hot\",\"sensor\":\"hall/temp\",\"by\":\"ann\"}";

    private final FakeDoor door = new FakeDoor();
    private final CommandDesk desk = new CommandDesk("tocsin/commands/hall", Set.of("ann"), door, 1);

    private String answer(String topic, String payload) {
        return desk.handle(topic, payload.getBytes(StandardCharsets.UTF_8))
                .join()
                .json();
    }

    @Test
    void shouldPassACommandOnAndAnswer() {
        assertThat(answer("tocsin/commands/hall/ack", ACK))
                .isEqualTo("{\"position\":42,\"actionId\":\"a1\",\"state\":\"ACKNOWLEDGED_ACTIVE\"}");
        assertThat(door.actions).containsExactly(OperatorAction.on(ActionKind.ACKNOWLEDGE, "hot", "hall/temp", "ann"));
    }

    @ParameterizedTest
    @EnumSource(Refusal.class)
    void shouldAnswerEveryRefusalWithItsCode(Refusal refusal) {
        door.refusal = refusal;

        assertThat(answer("tocsin/commands/hall/ack", ACK)).contains("\"code\":\"" + refusal.name() + "\"");
    }

    @Test
    void shouldLetOnlyAllowedNamesAct() {
        assertThat(answer("tocsin/commands/hall/ack", ACK.replace("ann", "bob")))
                .contains("\"code\":\"NOT_ALLOWED\"", "commands.mqtt.allow");
        assertThat(answer("tocsin/commands/hall/ack", "{\"alarm\":\"hot\"}")).contains("\"code\":\"NOT_ALLOWED\"");
        assertThat(door.actions).isEmpty();
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(answer("tocsin/commands/hall/acknowledge", ACK)).contains("\"code\":\"NOT_FOUND\"");
        assertThat(answer("tocsin/commands/hall/ack", "ack")).contains("\"code\":\"BAD_REQUEST\"");
        assertThat(answer("tocsin/commands/hall/ack", "x".repeat(ActionRequest.MAX_BYTES + 1)))
                .contains("\"code\":\"TOO_LARGE\"");
        assertThat(desk.handle("tocsin/commands/hall/ack", new byte[] {(byte) 0xC3})
                        .join()
                        .json())
                .contains("the payload must be UTF-8");
        door.isClosed = true;
        assertThat(answer("tocsin/commands/hall/ack", ACK)).contains("\"code\":\"STOPPING\"");
        assertThat(door.actions).hasSize(1);
    }

    @Test
    void shouldSayThatNoAnswerCame() {
        door.isSilent = true;

        assertThat(answer("tocsin/commands/hall/ack", ACK)).contains("\"code\":\"NO_ANSWER\"");
    }
}
