/* The one way in which the live connection travels, in the place of the list in engine.io-client (sambang_digital/pwa/plugin.py): what
   only older ways need is left out of every page. Read when a connection is made, because this module and that one load each other. */
import { WebSocket } from "engine.io-client";

export const transports = {
  get websocket() {
    return WebSocket;
  },
};
