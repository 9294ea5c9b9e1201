/**
 * The alarms that need attention, as the alarm log says: active ones, those that wait for an operator, and hidden ones.
 *
 * <pre>
 *    LoggedEvents ──► CurrentAlarms ──► CurrentAlarm …
 * </pre>
 *
 * Everything in the alarm log has passed the alarm gate, so a crash takes nothing back that was shown.
 */
package io.tocsin.alerts.current;
