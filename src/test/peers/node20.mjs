// What libp2p takes for granted and Node 20 lacks: import before it.
import { WebSocket } from 'ws';

Promise.withResolvers ??= function withResolvers() {
  const deferred = {};
  deferred.promise = new this((resolve, reject) => Object.assign(deferred, { resolve, reject }));
  return deferred;
};
globalThis.WebSocket ??= WebSocket;
