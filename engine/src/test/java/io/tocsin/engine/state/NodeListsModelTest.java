package io.tocsin.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.engine.testkit.Seeds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.agrona.UnsafeApi;
import org.junit.jupiter.api.Test;

/** Against an {@link ArrayList} for each list and a stack of free nodes. */
class NodeListsModelTest {
    private static final int LISTS = 3;
    private static final int LINKS_OFFSET = 8;
    private static final int NODE_LENGTH = 16;

    @Test
    void shouldKeepTheOrderOfListsAndOfFreeNodesWhenDrivenAtRandom() {
        Seeds.forEach(200, seed -> {
            Random random = Seeds.random(seed);
            NodeLists lists = new NodeLists(NODE_LENGTH, LINKS_OFFSET);
            StateArena heads = StateArena.ofKeys(Long.BYTES);
            List<List<Integer>> oracle = new ArrayList<>();
            Deque<Integer> free = new ArrayDeque<>();
            for (int i = 0; i < LISTS; i++) {
                heads.addSlot();
                oracle.add(new ArrayList<>());
            }
            for (int i = 0; i < LISTS; i++) {
                NodeLists.open(heads.address(i));
            }
            for (int step = 0; step < 300; step++) {
                int which = random.nextInt(LISTS);
                List<Integer> expected = oracle.get(which);
                long list = heads.address(which);
                int index = random.nextInt(expected.size() + 1);
                if (random.nextInt(20) == 0) {
                    beginAt(lists, list, expected, index, free);
                } else if (index == expected.size() || random.nextInt(5) < 3) {
                    int nodeCount = lists.nodes().slotCount();
                    int node = lists.take();
                    assertThat(node).isEqualTo(free.isEmpty() ? nodeCount : free.pop());
                    lists.insertAfter(list, index == 0 ? NodeLists.NIL : expected.get(index - 1), node);
                    expected.add(index, node);
                } else {
                    int node = expected.remove(index);
                    lists.unlink(list, node);
                    lists.free(node);
                    free.push(node);
                }
                check(lists, list, expected);
                assertThat(lists.freeNode()).isEqualTo(free.isEmpty() ? NodeLists.NIL : free.peek());
            }
        });
    }

    private static void beginAt(NodeLists lists, long list, List<Integer> expected, int index, Deque<Integer> free) {
        List<Integer> before = expected.subList(0, index);
        lists.beginWith(list, index == expected.size() ? NodeLists.NIL : expected.get(index));
        before.forEach(node -> {
            lists.free(node);
            free.push(node);
        });
        before.clear();
    }

    private static void check(NodeLists lists, long list, List<Integer> expected) {
        List<Integer> forward = new ArrayList<>();
        for (int node = NodeLists.head(list); node != NodeLists.NIL; node = link(lists, node, Integer.BYTES)) {
            forward.add(node);
        }
        List<Integer> backward = new ArrayList<>();
        for (int node = NodeLists.tail(list); node != NodeLists.NIL; node = link(lists, node, 0)) {
            backward.add(0, node);
        }
        assertThat(forward).isEqualTo(expected);
        assertThat(backward).isEqualTo(expected);
    }

    private static int link(NodeLists lists, int node, int offset) {
        return UnsafeApi.getInt(lists.nodes().address(node) + LINKS_OFFSET + offset);
    }
}
