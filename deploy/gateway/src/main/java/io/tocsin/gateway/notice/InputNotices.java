package io.tocsin.gateway.notice;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.gateway.print.Numbers;
import io.tocsin.ingest.tally.InputTally;
import io.tocsin.ingest.tally.InputTally.Kind;
import io.tocsin.ingest.tally.Sample;
import java.util.ArrayList;
import java.util.List;

/** Notices about a topic filter or file without usable readings. */
final class InputNotices {
    private InputNotices() {}

    /** Whether all readings were dropped. */
    static boolean isAllDropped(InputTally tally) {
        return tally.readings() == 0 && tally.count(Kind.DROPPED) > 0;
    }

    /** Whether there are readings and all of them are BAD. */
    static boolean isAllBad(InputTally tally) {
        return tally.readings() > 0 && tally.count(Kind.BAD) == tally.readings();
    }

    /** Whether no message came. */
    static boolean isSilent(InputTally tally) {
        return tally.readings() == 0 && tally.count(Kind.DROPPED) == 0;
    }

    static String silent(InputTally tally) {
        return begin(tally)
                + "no message has arrived since the start; check the connection to the broker, the spelling of the"
                + " filter, and whether a device publishes there";
    }

    static String allDropped(InputTally tally) {
        List<String> reasons = new ArrayList<>();
        for (Counter counter : Counter.values()) {
            if (tally.dropped(counter) > 0) {
                reasons.add(counter.label() + " " + Numbers.grouped(tally.dropped(counter)));
            }
        }
        Sample sample = tally.sample(Kind.DROPPED);
        return begin(tally) + "every reading was dropped: none of " + Numbers.grouped(tally.count(Kind.DROPPED))
                + " was accepted (" + String.join(", ", reasons) + "); the first: " + sample.detail() + ": "
                + sample.text();
    }

    static String allBad(InputTally tally) {
        return begin(tally) + "every reading is BAD, " + Numbers.grouped(tally.readings()) + " of "
                + Numbers.grouped(tally.readings())
                + ", so no limit, state or window rule gets a value; check the good codes in the key quality; the"
                + " first: "
                + tally.sample(Kind.BAD).text();
    }

    static String begin(InputTally tally) {
        return "source " + tally.source() + ", " + tally.name() + ": ";
    }
}
