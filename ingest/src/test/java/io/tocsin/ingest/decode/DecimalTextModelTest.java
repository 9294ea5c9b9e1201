package io.tocsin.ingest.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.tocsin.engine.reading.Numeral;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Against {@code Double.parseDouble} and a grammar written as a pattern. */
class DecimalTextModelTest {
    private static final Pattern GRAMMAR = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    private static final String ALPHABET = "0123456789012345678901234567890000999..eE+-dfxNa ";

    @Test
    void shouldBeExactWhenTextIsANumber() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("DecimalTextModelTest seed=" + seed);
        Random random = new Random(seed);
        for (int i = 0; i < 200_000; i++) {
            String text = switch (random.nextInt(6)) {
                case 0 -> Double.toString(Double.longBitsToDouble(random.nextLong()));
                case 1 -> Double.toString(random.nextDouble() * 1000);
                case 2 -> Float.toString(random.nextFloat() * 100);
                case 3 -> random.nextLong() + "." + (random.nextInt() & 0x7FFFFFFF);
                case 4 -> random.nextInt(100_000) + "e" + (random.nextInt(60) - 30);
                default -> randomText(random);
            };
            double expected = expected(text);
            byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
            double actual = DecimalText.parse(bytes, 1, bytes.length - 1);
            if (Double.doubleToLongBits(actual) != Double.doubleToLongBits(expected)) {
                fail("seed=%d text=%s expected=%s actual=%s", seed, text, expected, actual);
            }
        }
    }

    /** The engine must know which texts of a plan read as numbers, without a decoder. */
    @Test
    void shouldAgreeWithTheEngineOnNumerals() {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        Random random = new Random(seed);
        int numerals = 0;
        for (int i = 0; i < 200_000; i++) {
            String[] parts = {
                "", " ", "-", "+", "1", "23", ".", "e", "E9", "true", "FALSE", "x", "1e999", "0".repeat(60)
            };
            StringBuilder text = new StringBuilder();
            for (int n = random.nextInt(6); n >= 0; n--) {
                text.append(parts[random.nextInt(parts.length)]);
            }
            byte[] bytes = ("<" + text + ">").getBytes(StandardCharsets.UTF_8);
            ValueReader reader = ValueRule.PLAIN.reader();
            // A tab is white space to us and no part of these texts.
            boolean isNumber =
                    reader.ofText(bytes, 1, bytes.length - 1) == ValueReader.Kind.TEXT && !Double.isNaN(reader.value());
            if (isNumber != Numeral.isNumeral(text.toString())) {
                fail("seed=%d text=<%s> isNumber=%s", seed, text, isNumber);
            }
            numerals += isNumber ? 1 : 0;
        }
        assertThat(numerals).isBetween(10_000, 190_000);
    }

    private static double expected(String text) {
        if (text.length() > DecimalText.MAX_LENGTH || !GRAMMAR.matcher(text).matches()) {
            return Double.NaN;
        }
        double value = Double.parseDouble(text);
        return Double.isInfinite(value) ? Double.NaN : value;
    }

    private static String randomText(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(70);
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(random.nextInt(3) == 0 ? ALPHABET.length() : 39)));
        }
        return text.toString();
    }
}
