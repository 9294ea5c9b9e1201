/** Time from the start of the launcher to the first alarm, with and without the archive of classes. */
package io.tocsin.bench.start;
