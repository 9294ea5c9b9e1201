/** Tables of numbers whose cells are sensors. */
package io.tocsin.ingest.table;
