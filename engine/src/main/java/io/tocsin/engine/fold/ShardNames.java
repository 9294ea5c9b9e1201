package io.tocsin.engine.fold;

import io.tocsin.engine.dispatch.DerivedSensors;
import io.tocsin.engine.dispatch.OperatorBook;
import io.tocsin.engine.dispatch.Selection;
import io.tocsin.engine.operator.NameTable;
import io.tocsin.engine.operator.SensorIds;
import io.tocsin.engine.operator.SensorNaming;
import io.tocsin.engine.plan.AlarmRule;
import io.tocsin.engine.plan.DerivedNode;
import io.tocsin.engine.reading.TextValue;
import io.tocsin.engine.result.ResultNames;

/**
 * The names for the numbers in one fold's events and rows. Any thread that received an event or row from the engine
 * thread.
 */
final class ShardNames implements ResultNames, SensorNaming {
    private final OperatorBook book;
    private final Selection selection;
    private final DerivedSensors derived;
    private final NameTable texts;
    private final JournalGaps gaps;

    ShardNames(OperatorBook book, Selection selection, DerivedSensors derived, NameTable texts, JournalGaps gaps) {
        this.book = book;
        this.selection = selection;
        this.derived = derived;
        this.texts = texts;
        this.gaps = gaps;
    }

    @Override
    public AlarmRule rule(int ruleId) {
        return JournalGaps.isRule(ruleId) ? gaps.rule(ruleId) : book.rule(ruleId);
    }

    @Override
    public int version(int ruleId) {
        return JournalGaps.isRule(ruleId) ? 1 : book.version(ruleId);
    }

    @Override
    public DerivedNode stream(int streamId) {
        return book.stream(streamId);
    }

    @Override
    public int streamVersion(int streamId) {
        return book.version(streamId);
    }

    @Override
    public String sensorName(int sensorId) {
        return SensorIds.isDerived(sensorId)
                ? derived.name(SensorIds.indexOf(sensorId), this)
                : selection.sensorName(sensorId);
    }

    @Override
    public String text(int textId) {
        return textId == TextValue.OTHER_ID ? TextValue.OTHER : texts.name(textId);
    }
}
