/**
 * Alarms of the configuration: one object for each type.
 *
 * <pre>
 *    AlarmBinder ── AlarmEntry (AlarmKeys) ──► AlarmKind ──► rule of the plan
 *                                                 ├─ LimitKind, MissingKind, StuckKind, …
 *    AlarmKinds: all of them, by AlarmType        └─ keys, defaults, words for check, JSON, AlarmWarnings
 *        └─ AlarmSections ──► reference
 * </pre>
 *
 * Binders, reports and dumps use {@code AlarmBinder}, {@code AlarmKinds} and {@code AlarmSections}, and depend on no
 * single type.
 */
package io.tocsin.gateway.config.alarm;
