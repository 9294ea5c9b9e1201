package io.tocsin.ingest.binary;

import io.tocsin.ingest.json.JacksonTree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.msgpack.core.MessageBufferPacker;
import org.msgpack.core.MessagePack;
import org.msgpack.core.MessageUnpacker;
import org.msgpack.value.Value;

/** Trees in MessagePack, written and read by msgpack-core. */
public final class TreeMessagePack {
    private TreeMessagePack() {}

    /** A {@link RandomTree} in bytes. */
    public static byte[] write(Object tree) throws IOException {
        try (MessageBufferPacker packer = MessagePack.newDefaultBufferPacker()) {
            write(tree, packer);
            return packer.toByteArray();
        }
    }

    private static void write(Object tree, MessageBufferPacker packer) throws IOException {
        if (tree instanceof Map<?, ?> members) {
            packer.packMapHeader(members.size());
            for (Map.Entry<?, ?> member : members.entrySet()) {
                String name = (String) member.getKey();
                if (name.matches("-?\\d+")) {
                    packer.packLong(Long.parseLong(name));
                } else {
                    packer.packString(name);
                }
                write(member.getValue(), packer);
            }
        } else if (tree instanceof List<?> elements) {
            packer.packArrayHeader(elements.size());
            for (Object element : elements) {
                write(element, packer);
            }
        } else if (tree instanceof String text) {
            packer.packString(text);
        } else if (tree instanceof byte[] bytes) {
            packer.packBinaryHeader(bytes.length).addPayload(bytes);
        } else if (tree instanceof Long number) {
            packer.packLong(number);
        } else if (tree instanceof Double number) {
            if ((double) (float) (double) number == number) {
                packer.packFloat((float) (double) number);
            } else {
                packer.packDouble(number);
            }
        } else if (tree instanceof Boolean is) {
            packer.packBoolean(is);
        } else {
            packer.packNil();
        }
    }

    /** A document as the naive mapper takes it. */
    public static Object read(byte[] document) throws IOException {
        try (MessageUnpacker unpacker = MessagePack.newDefaultUnpacker(document)) {
            return tree(unpacker.unpackValue());
        }
    }

    private static Object tree(Value value) {
        return switch (value.getValueType()) {
            case MAP -> {
                Map<String, Object> members = new LinkedHashMap<>();
                for (Map.Entry<Value, Value> member : value.asMapValue().entrySet()) {
                    Value key = member.getKey();
                    String name = key.isStringValue() ? key.asStringValue().asString() : key.toString();
                    members.put(name, tree(member.getValue()));
                }
                yield members;
            }
            case ARRAY -> {
                List<Object> elements = new ArrayList<>();
                value.asArrayValue().forEach(element -> elements.add(tree(element)));
                yield elements;
            }
            case STRING -> value.asStringValue().asString();
            case BOOLEAN -> value.asBooleanValue().getBoolean();
            case INTEGER -> new JacksonTree.Numeral(value.asIntegerValue().toString());
            case FLOAT -> TreeCbor.numeral(value.asFloatValue().toDouble());
            case BINARY -> List.of(); // no value, and nothing below
            default -> JacksonTree.NULL;
        };
    }
}
