/**
 * YAML as a tree of nodes with places, within bounds.
 *
 * <pre>
 *    file ── YamlReader ──► node tree ── Item (path, Place), NamedItem      YamlHints: the parser's error, and advice
 *    table ── TableReaders ── YamlTableReader ──► rows
 *    Problems: one line each, file:line:column: message
 * </pre>
 */
package io.tocsin.gateway.config.yaml;
