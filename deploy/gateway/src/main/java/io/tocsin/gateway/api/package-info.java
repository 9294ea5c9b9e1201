/**
 * The local API: HTTP on the loopback address, for the commands of this machine and for the page.
 *
 * <pre>
 *    LocalApi (port, token file) ── first connection ──► ApiServer (Jetty) ── Doorkeeper ── ApiHandler
 *                                                                             (401, 403)     │   │
 *                                           ActionRequest ──► engine.action.ActionDoor ◄─────┘   └──► AlarmPicture
 *                                           Problem (problem+json) ◄── refusals and errors           (the alarm log)
 *
 *    ApiClient, ApiEntry: the other side, for commands
 * </pre>
 *
 * Nothing here runs on a thread of the engine. Jetty is loaded when the first client comes.
 */
package io.tocsin.gateway.api;
