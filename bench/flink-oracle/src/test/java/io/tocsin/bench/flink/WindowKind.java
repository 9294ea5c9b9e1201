package io.tocsin.bench.flink;

import io.tocsin.engine.plan.window.AlignedWindow;
import io.tocsin.engine.plan.window.CountWindow;
import io.tocsin.engine.plan.window.CumulativeWindow;
import io.tocsin.engine.plan.window.SessionWindow;
import io.tocsin.engine.plan.window.Window;
import java.util.Random;

/** The windows that both engines have. Times are some tens of units, so that a short stream has several of them. */
enum WindowKind {
    TUMBLING {
        @Override
        Window random(Random random, long unitNs) {
            long sizeNs = (1 + random.nextInt(30)) * unitNs;
            return new AlignedWindow(sizeNs, sizeNs, random.nextLong(sizeNs));
        }
    },
    SLIDING {
        @Override
        Window random(Random random, long unitNs) {
            int slide = 1 + random.nextInt(12);
            int size = slide + random.nextInt(4 * slide);
            return new AlignedWindow(size * unitNs, slide * unitNs, random.nextLong(slide * unitNs));
        }
    },
    SESSION {
        @Override
        Window random(Random random, long unitNs) {
            return new SessionWindow((1 + random.nextInt(20)) * unitNs, 0);
        }
    },
    DYNAMIC_SESSION {
        @Override
        Window random(Random random, long unitNs) {
            return new SessionWindow(0, (1 + random.nextInt(3)) * unitNs);
        }
    },
    CUMULATIVE {
        @Override
        Window random(Random random, long unitNs) {
            long stepNs = (1 + random.nextInt(8)) * unitNs;
            long sizeNs = (1 + random.nextInt(6)) * stepNs;
            return new CumulativeWindow(sizeNs, stepNs, random.nextLong(sizeNs));
        }
    },
    COUNT {
        @Override
        Window random(Random random, long unitNs) {
            int size = 1 + random.nextInt(12);
            return new CountWindow(size, random.nextInt(3) == 0 ? size : 1 + random.nextInt(size));
        }
    };

    abstract Window random(Random random, long unitNs);
}
