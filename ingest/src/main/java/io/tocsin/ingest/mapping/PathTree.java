package io.tocsin.ingest.mapping;

import io.tocsin.ingest.mapping.MemberPath.Every;
import io.tocsin.ingest.mapping.MemberPath.Index;
import io.tocsin.ingest.mapping.MemberPath.Name;
import io.tocsin.ingest.mapping.MemberPath.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compiles the paths of a mapping into one tree, so that a reader finds all of them in one pass over a document. Where
 * two paths lead through the same member, one with its name and one with {@code *}, the node below serves both; a path
 * that ends at a name takes the member away from those with {@code *}.
 *
 * <p>The {@linkplain Scope scopes} are the repetitions of {@code each}: scope 0 is the whole document, every {@code *}
 * or {@code []} begins another inside. A relative path of a captured member is looked for in the element and in all
 * around it.
 */
final class PathTree {
    /** Purpose of a path. */
    private enum Role {
        SCOPE,
        VALUE,
        CAPTURE,
        EXCEPT
    }

    /**
     * A path from the root.
     *
     * @param index of the scope or value; of a capture its slot
     * @param scope a capture's
     * @param scopeDepth how many steps lead to the element that a value belongs to
     */
    private record Target(List<Step> steps, Role role, int index, int scope, int scopeDepth) {}

    /**
     * How far a target's path has come.
     *
     * @param byRepetition whether its last step was a {@code *} or {@code []}
     */
    private record Progress(Target target, int position, boolean byRepetition) {
        private boolean isComplete() {
            return position == target.steps.size();
        }

        private Step next() {
            return target.steps.get(position);
        }

        private Progress advanced() {
            return new Progress(target, position + 1, next() instanceof Every);
        }
    }

    private final List<Target> targets = new ArrayList<>();
    private final List<List<Step>> scopes = new ArrayList<>();

    /** @param each the repeated part; {@link MemberPath#SELF} when there is none */
    PathTree(MemberPath each) {
        scopes.add(List.of());
        List<Step> steps = each.steps();
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i) instanceof Every) {
                scopes.add(List.copyOf(steps.subList(0, i + 1)));
            }
        }
        if (!steps.isEmpty() && !(steps.get(steps.size() - 1) instanceof Every)) {
            scopes.add(steps); // each: data is the one element data
        }
        for (int scope = 1; scope < scopes.size(); scope++) {
            targets.add(new Target(scopes.get(scope), Role.SCOPE, scope, scope, 0));
        }
    }

    int scopeCount() {
        return scopes.size();
    }

    /** Whether the elements of a scope have names: they are members of an object. */
    boolean hasKey(int scope) {
        List<Step> steps = scopes.get(scope);
        return !steps.isEmpty() && steps.get(steps.size() - 1) == Every.MEMBER;
    }

    /** How many steps lead to an element of a scope. */
    int depth(int scope) {
        return scopes.get(scope).size();
    }

    void addValue(int valueIndex, MemberPath path) {
        int scope = path.isAbsolute() ? 0 : scopes.size() - 1;
        targets.add(new Target(joined(scope, path), Role.VALUE, valueIndex, scope, depth(scope)));
    }

    /** Looks for a member in every scope, or at an absolute path in the document. */
    void addCapture(int slot, MemberPath path) {
        int innermost = path.isAbsolute() ? 0 : scopes.size() - 1;
        for (int scope = 0; scope <= innermost; scope++) {
            targets.add(new Target(joined(scope, path), Role.CAPTURE, slot, scope, depth(scope)));
        }
    }

    void addExcept(MemberPath path) {
        int scope = path.isAbsolute() ? 0 : scopes.size() - 1;
        targets.add(new Target(joined(scope, path), Role.EXCEPT, 0, scope, depth(scope)));
    }

    private List<Step> joined(int scope, MemberPath path) {
        List<Step> steps = new ArrayList<>(scopes.get(scope));
        steps.addAll(path.steps());
        return steps;
    }

    PathNode root() {
        return node(
                targets.stream().map(target -> new Progress(target, 0, false)).toList());
    }

    private PathNode node(List<Progress> here) {
        PathNode node = new PathNode();
        List<Progress> open = withoutTaken(here);
        List<Integer> captures = new ArrayList<>();
        for (Progress progress : open) {
            if (progress.isComplete()) {
                settle(node, progress, captures);
            }
        }
        node.captures = captures.stream().mapToInt(Integer::intValue).toArray();
        List<Progress> further = open.stream().filter(p -> !p.isComplete()).toList();
        addMembers(node, further);
        addElements(node, further);
        boolean isArrayOfElements = node.otherElement != null && node.otherElement.scope != PathNode.NONE;
        if (isArrayOfElements && !node.isWanted()) {
            node.onlyElement = onlyElement(further);
        }
        return node;
    }

    /** An object where {@code each} says {@code []}: its members are those of the element and of what is around it. */
    private PathNode onlyElement(List<Progress> further) {
        List<Progress> below = new ArrayList<>(advanced(further, Every.ELEMENT));
        further.stream()
                .filter(progress -> progress.next() instanceof Name)
                .filter(progress -> progress.target.role == Role.CAPTURE)
                .forEach(below::add);
        return node(below);
    }

    /** A path that ends here by name, or leaves the place out, takes it from paths that come by a repetition. */
    private static List<Progress> withoutTaken(List<Progress> here) {
        boolean isTaken =
                here.stream().anyMatch(p -> p.isComplete() && (!p.byRepetition || p.target.role == Role.EXCEPT));
        return isTaken ? here.stream().filter(p -> !p.byRepetition).toList() : here;
    }

    private void settle(PathNode node, Progress progress, List<Integer> captures) {
        Target target = progress.target;
        switch (target.role) {
            case SCOPE -> node.scope = target.index;
            case CAPTURE -> {
                captures.add(target.scope);
                captures.add(target.index);
            }
            case VALUE -> {
                if (node.value != PathNode.NONE && node.value != target.index) {
                    throw new IllegalArgumentException("two values have one member");
                }
                node.value = target.index;
                node.valueScope = target.scope;
                node.isOptionalValue = progress.byRepetition;
                node.keyDepths = keyDepths(target);
            }
            case EXCEPT -> {}
        }
    }

    private static int[] keyDepths(Target target) {
        List<Integer> depths = new ArrayList<>();
        for (int i = target.scopeDepth; i < target.steps.size(); i++) {
            if (target.steps.get(i) == Every.MEMBER) {
                depths.add(i + 1 - target.scopeDepth);
            }
        }
        return depths.stream().mapToInt(Integer::intValue).toArray();
    }

    private void addMembers(PathNode node, List<Progress> further) {
        Set<String> names = new LinkedHashSet<>();
        for (Progress progress : further) {
            if (progress.next() instanceof Name name) {
                names.add(name.name());
            }
        }
        List<Progress> others = advanced(further, Every.MEMBER);
        node.named = new PathNode[names.size()];
        node.names = new byte[names.size()][];
        int i = 0;
        for (String name : names) {
            List<Progress> below = new ArrayList<>(advanced(further, new Name(name)));
            below.addAll(others);
            node.names[i] = name.getBytes(StandardCharsets.UTF_8);
            node.named[i++] = node(below);
        }
        node.otherMember = others.isEmpty() ? null : node(others);
    }

    private void addElements(PathNode node, List<Progress> further) {
        Set<Index> indexes = new LinkedHashSet<>();
        for (Progress progress : further) {
            if (progress.next() instanceof Index index) {
                indexes.add(index);
            }
        }
        List<Progress> others = advanced(further, Every.ELEMENT);
        node.indexed = new PathNode[indexes.size()];
        node.indexes = indexes.stream().mapToInt(Index::index).toArray();
        int i = 0;
        for (Index index : indexes) {
            List<Progress> below = new ArrayList<>(advanced(further, index));
            below.addAll(others);
            node.indexed[i++] = node(below);
        }
        node.otherElement = others.isEmpty() ? null : node(others);
    }

    private static List<Progress> advanced(List<Progress> further, Step step) {
        return further.stream()
                .filter(progress -> progress.next().equals(step))
                .map(Progress::advanced)
                .toList();
    }
}
