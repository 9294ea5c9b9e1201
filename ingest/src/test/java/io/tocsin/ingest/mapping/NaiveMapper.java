package io.tocsin.ingest.mapping;

import io.tocsin.engine.metrics.Counter;
import io.tocsin.engine.reading.Quality;
import io.tocsin.ingest.decode.BytesType;
import io.tocsin.ingest.decode.EventTime;
import io.tocsin.ingest.decode.OpcCodes;
import io.tocsin.ingest.decode.QualityCodes;
import io.tocsin.ingest.decode.ValueText;
import io.tocsin.ingest.json.JacksonTree;
import io.tocsin.ingest.mapping.MemberPath.Every;
import io.tocsin.ingest.mapping.MemberPath.Index;
import io.tocsin.ingest.mapping.MemberPath.Name;
import io.tocsin.ingest.mapping.MemberPath.Step;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The obvious mapper: walks a tree of objects for every path by itself. Values with a plain rule, without fixed
 * qualities and two-member times, written as one scalar or as two bytes. What it says of a reading is one line of text.
 */
final class NaiveMapper {
    private final Mapping mapping;
    private final String template;
    private final String topic;
    private final Object document;

    /** One element with what is around it. */
    private record Element(Object tree, Element around, String key) {}

    /** A place of the document and what is there. */
    private record Place(List<String> path, Object content) {}

    private NaiveMapper(Mapping mapping, String template, String topic, Object written) {
        this.mapping = mapping;
        this.template = template;
        this.topic = topic;
        this.document = withArrays(written, mapping.each().steps(), List.of());
    }

    /** The readings of a document, a line each, in the order of the document. */
    static List<String> readings(Object document, Mapping mapping, String template, String topic) {
        NaiveMapper mapper = new NaiveMapper(mapping, template, topic, document);
        List<Place> places = new ArrayList<>();
        walk(mapper.document, List.of(), places);
        List<String> lines = new ArrayList<>();
        for (Place place : places) {
            ValueConfig value = mapper.owner(place);
            if (value != null) {
                lines.add(mapper.line(mapper.element(place.path), value, place));
            }
        }
        return lines;
    }

    /**
     * An object where {@code each} says {@code []} is an array's only element; a member or element that another path
     * has by name is none.
     */
    private Object withArrays(Object tree, List<Step> each, List<String> path) {
        if (each.isEmpty()) {
            return tree;
        }
        Step step = each.get(0);
        List<Step> further = each.subList(1, each.size());
        if (step == Every.ELEMENT && tree instanceof Map) {
            return List.of(withArrays(tree, further, with(path, "[0")));
        }
        if (tree instanceof Map<?, ?> members && !(step instanceof Index)) {
            Map<Object, Object> changed = new LinkedHashMap<>();
            members.forEach((name, member) -> {
                List<String> place = with(path, "." + name);
                boolean isMet = step == Every.MEMBER ? !isNamed(place) : step.equals(new Name((String) name));
                changed.put(name, isMet ? withArrays(member, further, place) : member);
            });
            return changed;
        }
        if (tree instanceof List<?> elements && (step == Every.ELEMENT || step instanceof Index)) {
            List<Object> changed = new ArrayList<>();
            for (int i = 0; i < elements.size(); i++) {
                List<String> place = with(path, "[" + i);
                boolean isMet = step == Every.ELEMENT ? !isNamed(place) : step.equals(new Index(i));
                changed.add(isMet ? withArrays(elements.get(i), further, place) : elements.get(i));
            }
            return changed;
        }
        return tree;
    }

    private boolean isNamed(List<String> place) {
        return names().stream().anyMatch(other -> matches(other, place));
    }

    private static void walk(Object tree, List<String> path, List<Place> places) {
        places.add(new Place(path, tree));
        if (tree instanceof Map<?, ?> members) {
            members.forEach((name, member) -> walk(member, with(path, "." + name), places));
        } else if (tree instanceof List<?> elements) {
            for (int i = 0; i < elements.size(); i++) {
                walk(elements.get(i), with(path, "[" + i), places);
            }
        }
    }

    private static List<String> with(List<String> path, String step) {
        List<String> longer = new ArrayList<>(path);
        longer.add(step);
        return longer;
    }

    /** The value at a place; an object or array is one by name only. */
    private ValueConfig owner(Place place) {
        boolean isStructure = place.content instanceof Map || place.content instanceof List;
        ValueConfig owner = null;
        for (ValueConfig value : mapping.values()) {
            List<Step> steps =
                    joined(mapping.each().steps(), value.paths().get(0).steps());
            boolean isNamed = steps.isEmpty() || !(steps.get(steps.size() - 1) instanceof Every);
            if (matches(steps, place.path) && !isTaken(steps, place.path) && (isNamed || !isStructure)) {
                owner = isNamed || owner == null ? value : owner;
            }
        }
        return owner;
    }

    /** Whether a path on its way to a place meets one by repetition that another path has by name. */
    private boolean isTaken(List<Step> steps, List<String> place) {
        for (int i = 0; i < steps.size(); i++) {
            List<String> here = place.subList(0, i + 1);
            if (steps.get(i) instanceof Every && isNamed(here)) {
                return true;
            }
        }
        return false;
    }

    /** Paths from the root that end at a name, and those that are left out. */
    private List<List<Step>> names() {
        List<List<Step>> paths = new ArrayList<>();
        List<MemberPath> captured = new ArrayList<>();
        if (mapping.time() != null) {
            captured.add(mapping.time().path());
        }
        if (mapping.quality() != null) {
            captured.add(MemberPath.parse(mapping.quality().path()));
            if (mapping.quality().codes() == OpcCodes.OPC_UA) {
                captured.add(MemberPath.parse(mapping.quality().path() + ".Code"));
            }
        }
        if (template.contains("{id}")) {
            captured.add(MemberPath.parse("id"));
        }
        for (ValueConfig value : mapping.values()) {
            for (int i = 1; value.bytes() != null && i < value.bytes().length(); i++) {
                captured.add(value.paths().get(0).later(i));
            }
        }
        for (List<Step> scope : scopes()) {
            captured.forEach(path -> paths.add(joined(scope, path.steps())));
        }
        List<Step> each = mapping.each().steps();
        mapping.values()
                .forEach(value -> paths.add(joined(each, value.paths().get(0).steps())));
        paths.removeIf(path -> path.isEmpty() || path.get(path.size() - 1) instanceof Every);
        mapping.except().forEach(path -> paths.add(joined(each, path.steps())));
        return paths;
    }

    /** Paths to the document and to the elements of each repetition. */
    private List<List<Step>> scopes() {
        List<List<Step>> scopes = new ArrayList<>(List.of(List.of()));
        List<Step> each = mapping.each().steps();
        for (int i = 0; i < each.size(); i++) {
            if (each.get(i) instanceof Every || i == each.size() - 1) {
                scopes.add(each.subList(0, i + 1));
            }
        }
        return scopes;
    }

    private static List<Step> joined(List<Step> first, List<Step> second) {
        List<Step> steps = new ArrayList<>(first);
        steps.addAll(second);
        return steps;
    }

    private Element element(List<String> place) {
        Element element = null;
        for (List<Step> scope : scopes()) {
            Object tree = document;
            for (String step : place.subList(0, scope.size())) {
                tree = step.startsWith(".")
                        ? ((Map<?, ?>) tree).get(step.substring(1))
                        : ((List<?>) tree).get(Integer.parseInt(step.substring(1)));
            }
            boolean hasKey = !scope.isEmpty() && scope.get(scope.size() - 1) == Every.MEMBER;
            element = new Element(
                    tree, element, hasKey ? place.get(scope.size() - 1).substring(1) : null);
        }
        return element;
    }

    private static boolean matches(List<Step> steps, List<String> path) {
        if (steps.size() != path.size()) {
            return false;
        }
        for (int i = 0; i < steps.size(); i++) {
            String place = path.get(i);
            Step step = steps.get(i);
            boolean fits = (step == Every.MEMBER && place.startsWith("."))
                    || (step == Every.ELEMENT && place.startsWith("["))
                    || (step instanceof Name name && place.equals("." + name.name()))
                    || (step instanceof Index index && place.equals("[" + index.index()));
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private String line(Element element, ValueConfig value, Place place) {
        List<String> inside = place.path.subList(mapping.each().steps().size(), place.path.size());
        String name = name(element, value, inside);
        if (name == null) {
            return Counter.DROPPED_BAD_NAME.name();
        }
        Object time =
                mapping.time() == null ? null : nearest(element, mapping.time().path());
        long timeNs = time == null || time == JacksonTree.NULL ? EventTime.ABSENT : time(time);
        if (timeNs == EventTime.INVALID) {
            return Counter.DROPPED_BAD_TIME.name();
        }
        Quality quality = quality(element);
        String text =
                value.bytes() == null ? valueText(place.content, quality) : bytesText(value.bytes(), place, quality);
        return text.startsWith("DROPPED") ? text : name + " " + timeNs + " " + text;
    }

    /** The number that the array's elements are the bytes of. */
    private String bytesText(BytesType type, Place first, Quality quality) {
        Object array = document;
        for (String step : first.path.subList(0, first.path.size() - 1)) {
            array = step.startsWith(".")
                    ? ((Map<?, ?>) array).get(step.substring(1))
                    : ((List<?>) array).get(Integer.parseInt(step.substring(1)));
        }
        int index = Integer.parseInt(first.path.get(first.path.size() - 1).substring(1));
        ByteBuffer bytes = ByteBuffer.allocate(type.length());
        bytes.order(type.label().endsWith("-le") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < type.length(); i++) {
            Object element = index + i < ((List<?>) array).size() ? ((List<?>) array).get(index + i) : null;
            double number =
                    element instanceof JacksonTree.Numeral written ? Double.parseDouble(written.text()) : Double.NaN;
            if (!(number >= 0 && number <= 255 && number == Math.floor(number))) {
                return quality == Quality.BAD ? "NaN BAD" : Counter.DROPPED_NOT_A_NUMBER.name();
            }
            bytes.put(i, (byte) (int) number);
        }
        double number = type == BytesType.UINT16 ? bytes.getShort(0) & 0xFFFF : bytes.getShort(0);
        return (number + 0.0) + " " + quality;
    }

    private static String valueText(Object content, Quality quality) {
        double number;
        if (content instanceof Boolean is) {
            number = is ? 1 : 0;
        } else if (content instanceof JacksonTree.Numeral written) {
            number = Double.parseDouble(written.text()) + 0.0;
            if (!Double.isFinite(number) || written.text().length() > 64) {
                return quality == Quality.BAD ? "NaN BAD" : Counter.DROPPED_NOT_A_NUMBER.name();
            }
        } else if (content instanceof String text) {
            byte[] bytes = utf8(text);
            if (ValueText.isNoSample(bytes, 0, bytes.length)) {
                return "NaN BAD";
            }
            if (quality != Quality.BAD) {
                return "text:" + new String(bytes, StandardCharsets.UTF_8) + " " + quality;
            }
            byte[] stripped = utf8(text.replaceAll("^[ \t]+|[ \t]+$", ""));
            number = ValueText.parse(stripped, 0, stripped.length) + 0.0;
        } else if (content == JacksonTree.NULL) {
            return "NaN BAD";
        } else {
            return quality == Quality.BAD ? "NaN BAD" : Counter.DROPPED_NOT_A_NUMBER.name();
        }
        return number + " " + quality;
    }

    private long time(Object time) {
        boolean isWritten = time instanceof String || time instanceof JacksonTree.Numeral;
        boolean isNumber = time instanceof JacksonTree.Numeral;
        if (!isWritten || (isNumber && mapping.time().format().unit().nanos() == 0)) {
            return EventTime.INVALID;
        }
        byte[] bytes = utf8(isNumber ? ((JacksonTree.Numeral) time).text() : (String) time);
        return mapping.time().format().reader().parse(bytes, 0, bytes.length);
    }

    private Quality quality(Element element) {
        if (mapping.quality() == null) {
            return Quality.GOOD;
        }
        QualityCodes codes = mapping.quality().codes();
        Object written = nearest(element, MemberPath.parse(mapping.quality().path()));
        if (codes == OpcCodes.OPC_UA && written instanceof Map<?, ?> status && status.containsKey("Code")) {
            written = status.get("Code");
        }
        if (written == null || written == JacksonTree.NULL) {
            return Quality.GOOD;
        }
        if (written instanceof Boolean is) {
            return codes.ofBoolean(is);
        }
        if (written instanceof JacksonTree.Numeral number) {
            double value = Double.parseDouble(number.text());
            return codes.ofNumber(Double.isFinite(value) && number.text().length() <= 64 ? value : Double.NaN);
        }
        if (written instanceof String text) {
            return codes.ofText(utf8(text), 0, utf8(text).length);
        }
        return codes.ofOther();
    }

    private String name(Element element, ValueConfig value, List<String> path) {
        String name = template.replace("{topic}", topic).replace("{member}", member(value, path));
        if (name.contains("{key}")) {
            Element keyed = element;
            while (keyed.key == null) {
                keyed = keyed.around;
            }
            name = name.replace("{key}", escaped(keyed.key));
        }
        if (name.contains("{id}")) {
            Object id = nearest(element, MemberPath.parse("id"));
            String text = id instanceof String written
                    ? written
                    : id instanceof JacksonTree.Numeral number
                            ? number.text()
                            : id instanceof Boolean is ? is.toString() : null;
            if (text == null) {
                return null;
            }
            name = name.replace("{id}", escaped(text));
        }
        return name;
    }

    private static String member(ValueConfig value, List<String> path) {
        MemberPath config = value.paths().get(0);
        if (!config.hasKeys()) {
            return value.fixedMember();
        }
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < path.size(); i++) {
            if (config.steps().get(i) == Every.MEMBER) {
                keys.add(escaped(path.get(i).substring(1)));
            }
        }
        return String.join(".", keys);
    }

    private static String escaped(String text) {
        return text.replaceAll("%(?=2[FB35])", "%25")
                .replace("/", "%2F")
                .replace("+", "%2B")
                .replace("#", "%23");
    }

    private static Object nearest(Element element, MemberPath path) {
        for (Element e = element; e != null; e = e.around) {
            Object found = at(e.tree, path.steps());
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private static Object at(Object tree, List<Step> steps) {
        Object here = tree;
        for (Step step : steps) {
            here = here == null ? null : below(here, step);
        }
        return here;
    }

    private static Object below(Object tree, Step step) {
        if (step instanceof Name name) {
            return tree instanceof Map<?, ?> members ? members.get(name.name()) : null;
        }
        int index = ((Index) step).index();
        return tree instanceof List<?> elements && index < elements.size() ? elements.get(index) : null;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
