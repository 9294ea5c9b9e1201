/** The directory in which a gateway keeps its own files: what lies where, which one is the default, and whose it is. */
package io.tocsin.gateway.datadir;
