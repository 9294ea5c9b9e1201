package io.tocsin.alerts.mqtt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alerts.mqtt.ReasonCode.Verdict;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.MqttPublish;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes of packets, as the specification has them. */
class PacketsTest {
    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static ByteBuffer body(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    }

    private static ConnAck connAck(MqttVersion version, String hex) throws IOException {
        return ConnAck.read(version, body(hex), 30);
    }

    @Test
    void shouldConnectWithANewSession() {
        MqttLogin login = new MqttLogin("gw", "me", "pw");

        assertThat(hex(PacketEncoder.connect(MqttVersion.MQTT_3_1_1, login, 30)))
                .isEqualTo("1016" + "00044d51545404c2001e" + "00026777" + "00026d65" + "00027077");
        assertThat(hex(PacketEncoder.connect(MqttVersion.MQTT_5, new MqttLogin("gw", null, null), 30)))
                .isEqualTo("100f" + "00044d51545405" + "02001e" + "00" + "00026777");
    }

    @Test
    void shouldSendAPasswordAloneOnlyWithMqtt5() {
        MqttLogin login = new MqttLogin("gw", null, "pw");

        assertThat(hex(PacketEncoder.connect(MqttVersion.MQTT_3_1_1, login, 30)))
                .isEqualTo("100e" + "00044d51545404" + "02001e" + "00026777");
        assertThat(hex(PacketEncoder.connect(MqttVersion.MQTT_5, login, 30)))
                .isEqualTo("1013" + "00044d51545405" + "42001e" + "00" + "00026777" + "00027077");
    }

    @Test
    void shouldNeverShowThePassword() {
        assertThat(new MqttLogin("gw", "me", "canary").toString()).isEqualTo("gw as me");
    }

    @Test
    void shouldPublish() {
        assertThat(hex(new PublishPacket("a/b", "hé", 1, true).encode(MqttVersion.MQTT_3_1_1, 0x1234)))
                .isEqualTo("330a" + "0003612f62" + "1234" + "68c3a9");
        assertThat(hex(new PublishPacket("a/b", "h", 0, false).encode(MqttVersion.MQTT_5, 9)))
                .isEqualTo("3007" + "0003612f62" + "00" + "68");
    }

    /** Lengths around those where the length itself takes a byte more; Paho's packet is the other opinion. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 119, 120, 121, 16_374, 16_375, 16_376, 2_097_143, 2_097_144})
    void shouldKnowThePacketsLengthToTheByte(int payloadLength) throws Exception {
        PublishPacket packet = new PublishPacket("a/b", "x".repeat(payloadLength), 1, false);
        for (MqttVersion version : MqttVersion.values()) {
            assertThat(packet.length(version)).isEqualTo(packet.encode(version, 1).length);
        }
        MqttPublish other = new MqttPublish(
                "a/b",
                new MqttMessage("x".repeat(payloadLength).getBytes(StandardCharsets.UTF_8)),
                new MqttProperties());
        other.setMessageId(1);
        assertThat(packet.length(MqttVersion.MQTT_5)).isEqualTo(other.getHeader().length + other.getPayload().length);
    }

    @Test
    void shouldRefuseATopicThatIsTooLong() {
        assertThatThrownBy(() -> new PublishPacket("x".repeat(65_536), "", 1, false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReadWhatABrokerGrants() throws Exception {
        assertThat(connAck(MqttVersion.MQTT_5, "000000")).isEqualTo(new ConnAck(65_535, Long.MAX_VALUE, 2, true, 30));
        assertThat(connAck(
                        MqttVersion.MQTT_5,
                        "0000" + "2a" + "21ffff" + "27fffffff0" + "2401" + "2500" + "130005" + "22000a" + "1100000e10"
                                + "120003676177" + "26000161000162" + "2a01" + "2900" + "2800"))
                .isEqualTo(new ConnAck(65_535, 0xFFFFFFF0L, 1, false, 5));
        assertThat(connAck(MqttVersion.MQTT_3_1_1, "0000")).isEqualTo(new ConnAck(65_535, Long.MAX_VALUE, 2, true, 30));
    }

    @Test
    void shouldTellARefusalFromAVersionThatIsNotKnown() {
        assertThatThrownBy(() -> connAck(MqttVersion.MQTT_5, "0087" + "08" + "1f0005" + "776879206e".substring(0, 10)))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(MqttVersionException.class)
                .hasMessage("the broker refused the connection: not authorized (0x87): why n");
        assertThatThrownBy(() -> connAck(MqttVersion.MQTT_3_1_1, "0005"))
                .isNotInstanceOf(MqttVersionException.class)
                .hasMessage("the broker refused the connection: not authorized (5)");
        for (String answer : new String[] {"0001", "0000", "008400"}) {
            assertThatThrownBy(() -> connAck(MqttVersion.MQTT_5, answer)).isInstanceOf(MqttVersionException.class);
        }
        assertThatThrownBy(() -> connAck(MqttVersion.MQTT_3_1_1, "0001")).isInstanceOf(MqttVersionException.class);
    }

    @Test
    void shouldReadAcknowledgements() throws Exception {
        assertThat(PubAck.read(body("fffe"))).isEqualTo(new PubAck(65_534, 0, ""));
        assertThat(PubAck.read(body("000110"))).isEqualTo(new PubAck(1, 0x10, ""));
        assertThat(PubAck.read(body("0001" + "97" + "06" + "1f0003" + "666f6f")))
                .isEqualTo(new PubAck(1, 0x97, "foo"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"00", "000197" + "061f0009666f6f", "000197" + "ff7f", "000197" + "0199", "000197" + "02" + "21"})
    void shouldRefuseAcknowledgementsThatAreNotWhole(String body) {
        assertThatThrownBy(() -> PubAck.read(body(body))).isInstanceOf(IOException.class);
    }

    @Test
    void shouldSurviveAnyBytes() {
        long seed = Long.getLong("tocsin.seed", 20261126);
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(24)];
            random.nextBytes(bytes);
            assertOnlyIoException(seed, () -> PubAck.read(ByteBuffer.wrap(bytes)));
            assertOnlyIoException(seed, () -> ConnAck.read(MqttVersion.MQTT_5, ByteBuffer.wrap(bytes), 30));
            assertOnlyIoException(seed, () -> new PacketReader(new ByteArrayInputStream(bytes)).next());
        }
    }

    /** A piece of reading. */
    @FunctionalInterface
    private interface Reading {
        Object run() throws IOException;
    }

    private static void assertOnlyIoException(long seed, Reading reading) {
        try {
            assertThat(reading.run()).isNotNull();
        } catch (IOException e) {
            assertThat(e)
                    .as("said in words, or the end, -Dtocsin.seed=%d", seed)
                    .satisfiesAnyOf(
                            failure -> assertThat(failure).isInstanceOf(EOFException.class),
                            failure -> assertThat(failure.getMessage()).contains("the broker"));
        }
    }

    @Test
    void shouldCutPacketsAndRefuseLongOnes() throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(0x40);
        PacketEncoder.writeLength(bytes, 200);
        bytes.writeBytes(new byte[200]);
        bytes.writeBytes(HexFormat.of().parseHex("d000"));
        bytes.writeBytes(HexFormat.of().parseHex("30ffffff7f"));
        PacketReader reader = new PacketReader(new ByteArrayInputStream(bytes.toByteArray()));

        assertThat(reader.next().body().remaining()).isEqualTo(200);
        assertThat(reader.next().type()).isEqualTo(PacketReader.PING_RESPONSE);
        assertThatThrownBy(reader::next).hasMessageContaining("268435455 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "0x00,ACCEPTED",
        "0x10,ACCEPTED",
        "0x90,FINAL",
        "0x95,FINAL",
        "0x99,FINAL",
        "0x97,LATER",
        "0x87,DOUBTFUL",
        "0x80,DOUBTFUL",
        "0x83,DOUBTFUL",
        "0x91,DOUBTFUL",
        "0xFF,DOUBTFUL"
    })
    void shouldJudgeReasonCodes(String code, Verdict verdict) {
        assertThat(ReasonCode.verdict(Integer.decode(code))).isEqualTo(verdict);
    }

    @Test
    void shouldNameReasonCodes() {
        assertThat(ReasonCode.describe(0x95, "")).isEqualTo("packet too large (0x95)");
        assertThat(ReasonCode.describe(0xC0, "because")).isEqualTo("reason code (0xC0): because");
    }
}
