package io.tocsin.engine.keyed;

import io.tocsin.engine.function.Collector;
import io.tocsin.engine.function.Context;
import io.tocsin.engine.function.DoubleState;
import io.tocsin.engine.function.KeyedProcessFunction;
import io.tocsin.engine.function.ListState;
import io.tocsin.engine.function.LongState;
import io.tocsin.engine.function.MapState;
import io.tocsin.engine.function.Reading;
import io.tocsin.engine.function.StateContext;
import io.tocsin.engine.function.StateTtl;

/** Does with its state what readings tell it, and gives what it finds: for comparison with a naive model. */
final class StateScript implements KeyedProcessFunction {
    static final int OPERATIONS = 12;
    static final int LIST_PER_KEY = 6;
    static final int LIST_IN_ALL = 11;
    static final int MAP_PER_KEY = 5;
    static final int MAP_IN_ALL = 9;

    private final StateTtl ttl;
    private LongState longState;
    private DoubleState doubleState;
    private ListState list;
    private MapState map;

    StateScript(StateTtl ttl) {
        this.ttl = ttl;
    }

    @Override
    public void open(StateContext state) {
        longState = state.longState("long", ttl);
        doubleState = state.doubleState("double", ttl);
        list = state.listState("list", LIST_PER_KEY, LIST_IN_ALL, ttl);
        map = state.mapState("map", MAP_PER_KEY, MAP_IN_ALL, ttl);
    }

    @Override
    public void onReading(Reading reading, Context context, Collector out) {
        int operation = (int) reading.value() % OPERATIONS;
        int argument = (int) reading.value() / OPERATIONS;
        switch (operation) {
            case 0 -> longState.update(argument);
            case 1 -> longState.clear();
            case 2 -> doubleState.update(argument / 4.0);
            case 3 -> doubleState.clear();
            case 4, 5 -> out.collect(list.add(argument) ? 1 : 0);
            case 6 -> out.collect(list.size() > 0 ? list.removeFirst() : -1);
            case 7, 8 -> out.collect(map.put(argument % 8, argument) ? 1 : 0);
            case 9 -> map.remove(argument % 8);
            case 10 -> clearOne(argument);
            default -> out.collect(map.getOrDefault(argument % 8, -1));
        }
        tellAll(out);
    }

    private void clearOne(int argument) {
        if (argument % 4 == 0) {
            list.clear();
        } else if (argument % 4 == 1) {
            map.clear();
        }
    }

    private void tellAll(Collector out) {
        out.collect((double) longState.orElse(-1));
        out.collect(doubleState.orElse(-1));
        out.collect(list.size());
        for (list.rewind(); list.next(); ) {
            out.collect(list.value());
        }
        out.collect(map.size());
        for (map.rewind(); map.next(); ) {
            out.collect((double) map.mapKey());
            out.collect(map.value());
        }
    }
}
