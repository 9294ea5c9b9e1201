package io.tocsin.ingest.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.ingest.binary.CborReader;
import io.tocsin.ingest.binary.MessagePackReader;
import io.tocsin.ingest.binary.RandomTree;
import io.tocsin.ingest.binary.TreeCbor;
import io.tocsin.ingest.binary.TreeMessagePack;
import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random trees in every form of CBOR and in MessagePack, under random mappings: our readers and mapper against what
 * Jackson and msgpack-core read, and the naive mapper. A document that is cut anywhere is refused, whatever
 * follows it in memory.
 */
class BinaryDocumentModelTest {
    private static final int DOCUMENTS = Integer.getInteger("tocsin.documents", 60_000) / 3;
    private static final int DOCUMENTS_OF_A_MAPPING = 10;
    private static final String TOPIC = "plant/1";

    /** A format with its writer and its oracle. */
    private interface Format {
        DocumentReader reader();

        byte[] write(Object tree, Random random) throws IOException;

        Object read(byte[] document) throws IOException;
    }

    private static final Format CBOR = new Format() {
        @Override
        public DocumentReader reader() {
            return new CborReader();
        }

        @Override
        public byte[] write(Object tree, Random random) {
            return TreeCbor.write(tree, random);
        }

        @Override
        public Object read(byte[] document) throws IOException {
            return TreeCbor.read(document);
        }
    };

    private static final Format MESSAGE_PACK = new Format() {
        @Override
        public DocumentReader reader() {
            return new MessagePackReader();
        }

        @Override
        public byte[] write(Object tree, Random random) throws IOException {
            return TreeMessagePack.write(tree);
        }

        @Override
        public Object read(byte[] document) throws IOException {
            return TreeMessagePack.read(document);
        }
    };

    @Test
    void shouldAgreeWithJacksonAndTheNaiveMapperOnCbor() throws IOException {
        check(CBOR, "cbor");
    }

    @Test
    void shouldAgreeWithMsgpackCoreAndTheNaiveMapperOnMessagePack() throws IOException {
        check(MESSAGE_PACK, "msgpack");
    }

    private static void check(Format format, String name) throws IOException {
        long seed = Long.getLong("tocsin.seed", new Random().nextLong());
        System.out.println("BinaryDocumentModelTest " + name + " seed=" + seed);
        Random random = new Random(seed);
        int readingCount = 0;
        for (int i = 0; i < DOCUMENTS / DOCUMENTS_OF_A_MAPPING; i++) {
            Mapping mapping = DocumentMapperModelTest.mapping(random);
            String template = DocumentMapperModelTest.template(mapping, random);
            DocumentMapper mapper = DocumentMapperModelTest.mapper(format.reader(), mapping, template);
            if (mapper == null) {
                continue;
            }
            Readings readings = new Readings();
            TopicLevels topic = new TopicLevels(TOPIC);
            for (int k = 0; k < DOCUMENTS_OF_A_MAPPING; k++) {
                byte[] document = format.write(RandomTree.of(random), random);
                byte[] framed = new byte[document.length + 9];
                System.arraycopy(document, 0, framed, 4, document.length);
                String what = "seed=" + seed + " mapping=" + mapping + " sensor=" + template + " document="
                        + HexFormat.of().formatHex(document);
                mapper.read(framed, 4, document.length, topic, readings);
                assertThat(readings.reason())
                        .as(what + " fault=" + readings.detail())
                        .isNull();
                List<String> expected = NaiveMapper.readings(format.read(document), mapping, template, TOPIC);
                List<String> found = DocumentMapperModelTest.lines(mapper, topic, readings);
                if (!expected.isEmpty() || !DocumentMapperModelTest.isOneLoss(found)) {
                    assertThat(found).as(what).isEqualTo(expected);
                }
                readingCount += found.size();
                mapper.read(framed, 4, random.nextInt(document.length), topic, readings);
                assertThat(readings.reason()).as("cut " + what).isNotNull();
            }
        }
        assertThat(readingCount).isGreaterThan(DOCUMENTS / 4);
    }
}
