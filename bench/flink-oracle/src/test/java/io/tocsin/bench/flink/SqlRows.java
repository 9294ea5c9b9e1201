package io.tocsin.bench.flink;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.binary.BinaryRowData;
import org.apache.flink.table.data.writer.BinaryRowWriter;
import org.apache.flink.table.runtime.typeutils.InternalTypeInfo;
import org.apache.flink.table.types.logical.BigIntType;
import org.apache.flink.table.types.logical.BooleanType;
import org.apache.flink.table.types.logical.DoubleType;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.VarCharType;

/** Readings as rows of Flink SQL. */
final class SqlRows {
    static final int TIME = 1;
    private static final int POSITION = 0;
    private static final int VALUE = 2;
    private static final int SAMPLE = 3;
    private static final int KEY = 4;
    private static final int FIELDS = 5;

    private static final LogicalType[] READING = {
        new BigIntType(), new BigIntType(), new DoubleType(), new BooleanType(), new VarCharType(VarCharType.MAX_LENGTH)
    };

    private SqlRows() {}

    static InternalTypeInfo<RowData> readingType() {
        return InternalTypeInfo.ofFields(READING);
    }

    static InternalTypeInfo<RowData> keyType() {
        return InternalTypeInfo.ofFields(READING[KEY]);
    }

    static InternalTypeInfo<RowData> pairType() {
        LogicalType[] both = new LogicalType[2 * FIELDS];
        System.arraycopy(READING, 0, both, 0, FIELDS);
        System.arraycopy(READING, 0, both, FIELDS, FIELDS);
        return InternalTypeInfo.ofFields(both);
    }

    static RowData row(Reading reading) {
        return GenericRowData.of(
                reading.position(),
                reading.timeNs(),
                reading.value(),
                reading.isSample(),
                StringData.fromString(reading.key()));
    }

    /** SQL keys are binary rows. */
    static RowData key(RowData reading) {
        BinaryRowData key = new BinaryRowData(1);
        BinaryRowWriter writer = new BinaryRowWriter(key);
        writer.writeString(0, reading.getString(KEY));
        writer.complete();
        return key;
    }

    static boolean isSample(RowData reading) {
        return reading.getBoolean(SAMPLE);
    }

    static Pair pair(RowData joined) {
        return new Pair(reading(joined, 0), reading(joined, FIELDS));
    }

    static Reading reading(RowData row) {
        return reading(row, 0);
    }

    private static Reading reading(RowData row, int at) {
        return row.isNullAt(at)
                ? null
                : new Reading(
                        row.getLong(at + POSITION),
                        row.getString(at + KEY).toString(),
                        row.getLong(at + TIME),
                        row.getDouble(at + VALUE),
                        row.getBoolean(at + SAMPLE));
    }
}
