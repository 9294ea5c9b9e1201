/** Memory that an hour of stream time takes, of very many sensors in the fold and of a whole gateway. */
package io.tocsin.bench.memory;
