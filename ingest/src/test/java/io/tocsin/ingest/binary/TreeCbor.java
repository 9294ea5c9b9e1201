package io.tocsin.ingest.binary;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.tocsin.ingest.json.JacksonTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Trees in CBOR: written in any form that RFC 8949 allows, read by Jackson. */
public final class TreeCbor {
    private static final CBORFactory FACTORY = new CBORFactory();
    private static final int INDEFINITE = 31;
    private static final int BREAK = 0xFF;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Random random;

    private TreeCbor(Random random) {
        this.random = random;
    }

    /** A {@link RandomTree} in bytes. */
    public static byte[] write(Object tree, Random random) {
        TreeCbor cbor = new TreeCbor(random);
        if (random.nextInt(4) == 0) {
            cbor.head(6, 55_799);
        }
        cbor.value(tree);
        return cbor.out.toByteArray();
    }

    private void value(Object tree) {
        if (tree instanceof Map<?, ?> members) {
            boolean isIndefinite = begin(5, members.size());
            members.forEach((name, member) -> {
                key((String) name);
                value(member);
            });
            finish(isIndefinite);
        } else if (tree instanceof List<?> elements) {
            boolean isIndefinite = begin(4, elements.size());
            elements.forEach(this::value);
            finish(isIndefinite);
        } else if (tree instanceof String text) {
            text(text);
        } else if (tree instanceof byte[] bytes) {
            head(2, bytes.length);
            out.writeBytes(bytes);
        } else if (tree instanceof Long number) {
            integer(number);
        } else if (tree instanceof Double number) {
            real(number);
        } else if (tree instanceof Boolean is) {
            out.write(is ? 0xF5 : 0xF4);
        } else {
            out.write(random.nextBoolean() ? 0xF6 : 0xF7);
        }
    }

    private void key(String name) {
        if (name.matches("-?\\d+") && random.nextBoolean()) {
            integer(Long.parseLong(name));
        } else {
            text(name);
        }
    }

    private boolean begin(int major, int count) {
        boolean isIndefinite = random.nextInt(3) == 0;
        if (isIndefinite) {
            out.write((major << 5) | INDEFINITE);
        } else {
            head(major, count);
        }
        return isIndefinite;
    }

    private void finish(boolean isIndefinite) {
        if (isIndefinite) {
            out.write(BREAK);
        }
    }

    private void text(String text) {
        if (random.nextInt(4) != 0) {
            chunk(text);
            return;
        }
        out.write((3 << 5) | INDEFINITE);
        int from = 0;
        while (from < text.length()) {
            int to = text.offsetByCodePoints(from, 1 + random.nextInt(text.codePointCount(from, text.length())));
            chunk(text.substring(from, to));
            from = to;
        }
        out.write(BREAK);
    }

    private void chunk(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(3, bytes.length);
        out.writeBytes(bytes);
    }

    private void integer(long number) {
        head(number < 0 ? 1 : 0, number < 0 ? ~number : number);
    }

    private void real(double number) {
        short half = toHalf(number);
        boolean isHalf = CborReader.half(half & 0xFFFF) == number || Double.isNaN(number);
        if (isHalf && random.nextBoolean()) {
            out.write(0xF9);
            bytes(half, 2);
        } else if (((double) (float) number == number || Double.isNaN(number)) && random.nextBoolean()) {
            out.write(0xFA);
            bytes(Float.floatToIntBits((float) number), 4);
        } else {
            out.write(0xFB);
            bytes(Double.doubleToLongBits(number), 8);
        }
    }

    /** The half with the same number, when there is one that is normal or special. */
    private static short toHalf(double number) {
        if (Double.isNaN(number)) {
            return 0x7E00;
        }
        int sign = Double.doubleToRawLongBits(number) < 0 ? 0x8000 : 0;
        if (Double.isInfinite(number)) {
            return (short) (sign | 0x7C00);
        }
        int exponent = Math.getExponent(number);
        if (number == 0 || exponent < -14 || exponent > 15) {
            return (short) sign;
        }
        int fraction = (int) Math.scalb(Math.abs(number), 10 - exponent) & 0x3FF;
        return (short) (sign | ((exponent + 15) << 10) | fraction);
    }

    /** A head in the shortest form or a longer one. */
    private void head(int major, long argument) {
        int shortest =
                argument < 24 ? 0 : argument < 1 << 8 ? 1 : argument < 1 << 16 ? 2 : argument >>> 32 == 0 ? 4 : 8;
        int size = random.nextInt(5) == 0 ? Math.max(shortest, 1 << random.nextInt(4)) : shortest;
        out.write((major << 5) | (size == 0 ? (int) argument : 24 + Integer.numberOfTrailingZeros(size)));
        bytes(argument, size);
    }

    private void bytes(long bits, int count) {
        for (int i = count - 1; i >= 0; i--) {
            out.write((int) (bits >>> (i * Byte.SIZE)));
        }
    }

    /** A document as the naive mapper takes it. */
    public static Object read(byte[] document) throws IOException {
        try (JsonParser parser = FACTORY.createParser(document)) {
            parser.nextToken();
            return read(parser);
        }
    }

    private static Object read(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Map<String, Object> members = new LinkedHashMap<>();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    String name = parser.currentName();
                    parser.nextToken();
                    members.put(name, read(parser));
                }
                yield members;
            }
            case START_ARRAY -> {
                List<Object> elements = new ArrayList<>();
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    elements.add(read(parser));
                }
                yield elements;
            }
            case VALUE_STRING -> parser.getText();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NUMBER_INT -> new JacksonTree.Numeral(parser.getText());
            case VALUE_NUMBER_FLOAT -> numeral(parser.getDoubleValue());
            case VALUE_EMBEDDED_OBJECT -> List.of(); // bytes: no value, and nothing below
            default -> JacksonTree.NULL;
        };
    }

    /** A number; one that is not finite is a word for no sample. */
    static Object numeral(double number) {
        String text = Double.toString(number);
        return Double.isFinite(number) ? new JacksonTree.Numeral(text) : text;
    }
}
