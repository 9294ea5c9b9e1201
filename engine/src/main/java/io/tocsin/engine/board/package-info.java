/**
 * The alarm board: the second stage of the fold, one state for each alarm and sensor.
 *
 * <pre>
 *    events of the rules ────┐
 *    operator actions ───────┼──► Board ──► events, each with its state and whether it rings (BoardEvents)
 *    the journal's clock ────┘      │
 *                                   ├─ AlarmEntry     the state; Entries has all, by alarm and sensor and by deadline
 *                                   ├─ LifeCycleTable states and inputs (AlarmInput)    Levels: sides and severities
 *                                   ├─ BoardActions   decides actions    EpisodeName: ids in them    Episode
 *                                   ├─ Rings          silences, shelves, reminders, re-alarms
 *                                   ├─ Groups, Suppressions    alarms that depend on others
 *                                   └─ BoardPlan, BoardRule    the plan's life cycles    BoardNames: ScopeNames
 *
 *    LiveBoard: the list of alarms (AlarmRow), from the events behind the gate
 * </pre>
 *
 * The fold owns the board; the pipeline passes actions in as records.
 */
package io.tocsin.engine.board;
