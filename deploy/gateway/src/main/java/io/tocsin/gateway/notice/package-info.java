/**
 * Notices of silent faults, which no error reports: rules that watch nothing, sources without readings, readings that
 * rules skip. Each is told once, and again at the end of a run. Nothing here decides a result: counters and names are
 * only read.
 */
package io.tocsin.gateway.notice;
