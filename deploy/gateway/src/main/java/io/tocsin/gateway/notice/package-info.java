/**
 * Notices of silent faults, which no error reports: rules without sensors, sources without readings, readings that
 * rules skip. Each is logged once, and again at the end of a run. Notices change no result: they only read counters and
 * names.
 */
package io.tocsin.gateway.notice;
