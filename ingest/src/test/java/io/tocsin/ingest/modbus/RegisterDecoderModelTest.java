package io.tocsin.ingest.modbus;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.decode.ValueRule;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Decoded registers beside {@link NaiveRegisters}. */
class RegisterDecoderModelTest {
    private static final int ROUNDS = 100_000;
    private static final int FIRST = 100;

    @Test
    void shouldReadAnyNumberInAnyOrder() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            RegisterType type = RegisterType.values()[random.nextInt(RegisterType.values().length)];
            RegisterOrder order = RegisterOrder.values()[random.nextInt(4)];
            byte[] bigEndian = NaiveRegisters.bigEndian(type, bits(random));
            int index = random.nextInt(5);
            byte[] data = new byte[2 * (index + type.addressCount() + random.nextInt(3))];
            random.nextBytes(data);
            System.arraycopy(NaiveRegisters.ordered(bigEndian, order), 0, data, 2 * index, bigEndian.length);

            double number = RegisterDecoder.number(register(type, FIRST + index, order), data, FIRST);

            assertThat(number)
                    .as("-Dtocsin.seed=%d, round %d, %s %s", seed, round, type, order)
                    .isEqualTo(Double.valueOf(NaiveRegisters.number(type, bigEndian)));
        }
    }

    @Test
    void shouldReadAnyBitOfARegister() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int word = random.nextInt(1 << 16);
            int bit = random.nextInt(16);
            RegisterOrder order = random.nextBoolean() ? RegisterOrder.ABCD : RegisterOrder.DCBA;
            byte[] data = NaiveRegisters.ordered(NaiveRegisters.bigEndian(RegisterType.UINT16, word), order);
            RegisterConfig register = new RegisterConfig(
                    "s", ModbusTable.INPUT, 7, RegisterType.BOOL, bit, order, ValueRule.NUMBERS_ONLY, 0);

            assertThat(RegisterDecoder.number(register, data, 7))
                    .as("-Dtocsin.seed=%d, bit %d of %x", seed, bit, word)
                    .isEqualTo(Integer.toBinaryString(1 << 16 | word).charAt(16 - bit) - '0');
        }
    }

    @Test
    void shouldReadAnyCoil() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < 1_000; round++) {
            int index = random.nextInt(40);
            byte[] data = new byte[5];
            random.nextBytes(data);
            StringBuilder bits = new StringBuilder();
            for (byte octet : data) {
                bits.append(new StringBuilder(
                                Integer.toBinaryString(0x100 | (octet & 0xFF)).substring(1))
                        .reverse());
            }
            RegisterConfig coil = Configs.register("s", ModbusTable.COIL, FIRST + index, RegisterType.BOOL);

            assertThat(RegisterDecoder.number(coil, data, FIRST))
                    .as("-Dtocsin.seed=%d, coil %d of %s", seed, index, bits)
                    .isEqualTo(bits.charAt(index) - '0');
        }
    }

    /** Random bits, often few of them and often the ends of a range. */
    private static long bits(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(5) - 2;
            case 1 -> -1L >>> random.nextInt(64);
            case 2 -> 1L << random.nextInt(64);
            default -> random.nextLong();
        };
    }

    private static RegisterConfig register(RegisterType type, int address, RegisterOrder order) {
        return new RegisterConfig(
                "s", ModbusTable.HOLDING, address, type, RegisterConfig.WHOLE, order, ValueRule.NUMBERS_ONLY, 0);
    }
}
