/** Our own reader of JSON: one pass, no allocation, its own words for faults. Jackson is its oracle in tests. */
package io.tocsin.ingest.json;
