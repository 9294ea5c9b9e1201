/**
 * What people must be told of that no error says: rules that watch nothing, sources that give nothing, readings that rules look
 * over. Each is told once, and again at the end of a run. Nothing here decides a result: counters and names are only read.
 */
package io.tocsin.gateway.notice;
