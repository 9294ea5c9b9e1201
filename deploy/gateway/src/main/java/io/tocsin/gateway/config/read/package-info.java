/**
 * Reads maps of a configuration by the sections of their keys.
 *
 * <pre>
 *    Item ── SectionReader (Section) ──► values ── Bound: a value and the keys that it was read from
 *
 *    BindContext: problems, base directory, SecretReader        OneOf: which of several sections is there
 * </pre>
 *
 * Every binder uses this package, which depends on no single key.
 */
package io.tocsin.gateway.config.read;
