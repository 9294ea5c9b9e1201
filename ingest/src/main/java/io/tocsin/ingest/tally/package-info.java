/** What each topic filter and file has let in, and what of it is odd: for those who tell it. */
package io.tocsin.ingest.tally;
