/**
 * The subcommands of {@code tocsin}. Each parses its options, calls one class that does the work, and prints.
 *
 * <pre>
 *    Tocsin ─┬─ RunCommand, DemoCommand, TryCommand, BenchCommand ── RunningGateway
 *            ├─ CheckCommand, ReferenceCommand
 *            ├─ ReplayCommand ── ReplayPoint, ReplayProgress, ResultLines
 *            ├─ alarms: AlarmsCommand
 *            ├─ journal: JournalCommand
 *            └─ savepoint: SavepointCommand, SnapshotCommand
 *
 *    ConfigOption: the option -c        CommandException ──► ErrorPrinter ──► ExitCodes
 * </pre>
 */
package io.tocsin.gateway.command;
