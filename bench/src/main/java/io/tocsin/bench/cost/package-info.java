/** Cost of one reading in the whole fold for every kind of operator, by JMH, compared with a naive program for each. */
package io.tocsin.bench.cost;
