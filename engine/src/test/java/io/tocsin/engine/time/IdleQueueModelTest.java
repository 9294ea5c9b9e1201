package io.tocsin.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Against {@link PriorityQueue}. */
class IdleQueueModelTest {
    private record Entry(int scope, long dueNs) {}

    @Test
    void shouldGiveTheOrderOfAPriorityQueueWhenDrivenAtRandom() {
        Seeds.forEach(60, seed -> {
            Random random = Seeds.random(seed);
            IdleQueue queue = new IdleQueue();
            PriorityQueue<Entry> oracle =
                    new PriorityQueue<>(Comparator.comparingLong(Entry::dueNs).thenComparingInt(Entry::scope));
            int scopes = 1 + random.nextInt(300);
            for (int i = 0; i < 1_000; i++) {
                int scope = random.nextInt(2 * scopes) - scopes;
                long dueNs = random.nextInt(200);
                Entry queued = oracle.stream()
                        .filter(e -> e.scope() == scope)
                        .findFirst()
                        .orElse(null);
                if (queued == null) {
                    queue.bringForward(scope, dueNs);
                    oracle.add(new Entry(scope, dueNs));
                } else if (dueNs <= queued.dueNs()) {
                    queue.bringForward(scope, dueNs);
                    oracle.remove(queued);
                    oracle.add(new Entry(scope, dueNs));
                } else if (random.nextInt(4) == 0) {
                    queue.bringForward(scope, dueNs); // later: the entry stays
                } else if (random.nextInt(500) == 0) {
                    queue.clear();
                    oracle.clear();
                } else {
                    assertThat(queue.nextDueNs()).isEqualTo(oracle.peek().dueNs());
                    assertThat(queue.poll()).isEqualTo(oracle.poll().scope());
                }
                assertThat(queue.size()).isEqualTo(oracle.size());
            }
            while (!oracle.isEmpty()) {
                assertThat(queue.poll()).isEqualTo(oracle.poll().scope());
            }
            assertThat(queue.nextDueNs()).isEqualTo(IdleQueue.NEVER);
        });
    }
}
