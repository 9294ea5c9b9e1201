/** The data directory of a gateway: its layout, its default and its owner. */
package io.tocsin.gateway.datadir;
