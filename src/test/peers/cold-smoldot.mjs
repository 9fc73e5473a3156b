// The cold start of smoldot, for bench/cold-start: node cold-smoldot.mjs SPEC_FILE NUMBER → ends with one line once a
// block of that number or above is final for it.
import { readFileSync } from 'node:fs';
import { start } from 'smoldot';

const [specFile, number] = process.argv.slice(2);
const client = start({ forbidTcp: true, maxLogLevel: 1 });
const chain = await client.addChain({ chainSpec: readFileSync(specFile, 'utf8') });
let ids = 0;
let newest;
const send = (method, ...params) => {
  chain.sendJsonRpc(JSON.stringify({ jsonrpc: '2.0', id: ++ids, method, params }));
  return ids;
};

/** The number in a header: a compact after the parent's hash. */
function numberOf(header) {
  const bytes = Buffer.from(header.slice(2), 'hex');
  const size = 1 << (bytes[32] & 3);
  return Math.floor(bytes.readUIntLE(32, size) / 4);
}

let subscribing = send('chainHead_v1_follow', false);
let follow;
for (;;) {
  const message = JSON.parse(await chain.nextJsonRpcResponse());
  if (message.id === subscribing) follow = message.result;
  else if (message.id === newest && message.result) {
    const found = numberOf(message.result);
    if (found >= Number(number)) {
      process.stdout.write(JSON.stringify({ number: found }) + '\n');
      process.exit(0);
    }
  } else if (message.params?.subscription === follow) {
    const { event, finalizedBlockHashes } = message.params.result;
    if (event === 'stop') subscribing = send('chainHead_v1_follow', false);
    else if (finalizedBlockHashes) newest = send('chainHead_v1_header', follow, finalizedBlockHashes.at(-1));
  }
}
