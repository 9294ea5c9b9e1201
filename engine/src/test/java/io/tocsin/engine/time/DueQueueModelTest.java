package io.tocsin.engine.time;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Against {@link PriorityQueue}. */
class DueQueueModelTest {
    private record Entry(int scope, long dueNs) {}

    @Test
    void shouldGiveTheOrderOfAPriorityQueueWhenDrivenAtRandom() {
        Seeds.forEach(60, seed -> {
            Random random = Seeds.random(seed);
            DueQueue queue = new DueQueue();
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
            assertThat(queue.nextDueNs()).isEqualTo(DueQueue.NEVER);
        });
    }

    private record Ranked(int scope, int rank, long dueNs) {}

    @Test
    void shouldGiveTheOrderOfDueRankAndScopeWhenScopesAreInOneOfSeveralQueues() {
        Comparator<Ranked> order = Comparator.comparingLong(Ranked::dueNs)
                .thenComparingInt(Ranked::rank)
                .thenComparingInt(Ranked::scope);
        Seeds.forEach(60, seed -> {
            Random random = Seeds.random(seed);
            DueQueue.Places places = new DueQueue.Places();
            List<DueQueue> queues = List.of(new DueQueue(places), new DueQueue(places));
            List<TreeSet<Ranked>> oracles = List.of(new TreeSet<>(order), new TreeSet<>(order));
            int scopes = 1 + random.nextInt(100);
            for (int i = 0; i < 1_000; i++) {
                int drawn = random.nextInt(2 * scopes) - scopes;
                int scope = drawn > 0 && drawn % 3 == 0 ? DueQueue.FIRST_DERIVED + drawn : drawn;
                int which = Math.floorMod(scope, 2);
                DueQueue queue = queues.get(which);
                TreeSet<Ranked> oracle = oracles.get(which);
                Ranked queued = entryOf(oracle, scope);
                switch (random.nextInt(4)) {
                    case 0 -> {
                        queue.remove(scope);
                        oracle.removeIf(other -> other.equals(queued));
                    }
                    case 1 -> {
                        if (!oracle.isEmpty()) {
                            assertThat(queue.nextDueNs())
                                    .isEqualTo(oracle.first().dueNs());
                            assertThat(queue.poll())
                                    .isEqualTo(oracle.pollFirst().scope());
                        }
                    }
                    default -> {
                        Ranked entry = new Ranked(scope, random.nextInt(3), random.nextInt(50));
                        queue.bringForward(scope, entry.rank(), entry.dueNs());
                        if (queued == null || entry.dueNs() < queued.dueNs()) {
                            oracle.removeIf(other -> other.equals(queued));
                            oracle.add(entry);
                        }
                    }
                }
                assertThat(queue.size()).isEqualTo(oracle.size());
            }
            for (int which = 0; which < queues.size(); which++) {
                for (Ranked entry : oracles.get(which)) {
                    assertThat(queues.get(which).poll()).isEqualTo(entry.scope());
                }
                assertThat(queues.get(which).nextDueNs()).isEqualTo(DueQueue.NEVER);
            }
        });
    }

    private static Ranked entryOf(Set<Ranked> entries, int scope) {
        return entries.stream()
                .filter(entry -> entry.scope() == scope)
                .findFirst()
                .orElse(null);
    }
}
