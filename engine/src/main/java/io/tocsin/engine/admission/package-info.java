/** Which new sensors the edge lets in: each costs the state that the plan's operators will keep of it. */
package io.tocsin.engine.admission;
