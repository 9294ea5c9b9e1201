/**
 * Admission of new sensors at the edge, by the cost of the state that the plan's operators will keep for each of them.
 */
package io.tocsin.engine.admission;
