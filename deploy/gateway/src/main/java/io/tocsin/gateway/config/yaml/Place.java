package io.tocsin.gateway.config.yaml;

import org.snakeyaml.engine.v2.exceptions.Mark;

/**
 * A place in the file.
 *
 * @param line from 1
 * @param column from 1, characters
 */
public record Place(int line, int column) {
    static final Place START = new Place(1, 1);

    static Place of(Mark mark) {
        return new Place(mark.getLine() + 1, mark.getColumn() + 1);
    }
}
