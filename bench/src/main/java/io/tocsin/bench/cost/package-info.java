/** Cost of one reading in the whole fold for every kind of operator, by JMH, beside a naive rival of each. */
package io.tocsin.bench.cost;
