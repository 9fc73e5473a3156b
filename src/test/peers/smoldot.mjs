// Meets a devnet as a stock light client does: smoldot, which gets the chain spec and nothing else.
// node smoldot.mjs SPEC_FILE NUMBER SIGNS → makes the file "begun" in the folder SIGNS once it knows the chain, syncs
// over WebSocket until block NUMBER is final for it, reads Alice's account, calls Core_version, makes the file "in-step"
// once it knows all that is final, and follows until the block is final whose number then stands in the file "until";
// one JSON object on stdout.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { blake2AsU8a, xxhashAsU8a } from '@polkadot/util-crypto';
import { hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { start } from 'smoldot';

const began = performance.now();
const [specFile, number, signs] = process.argv.slice(2);
const ALICE = hexToU8a('0xd43593c715fdd31c61141abd04a99fd6822c8558854ccde39a5684e7a56da27d');
const SYSTEM_ACCOUNT = u8aToHex(
  u8aConcat(xxhashAsU8a('System', 128), xxhashAsU8a('Account', 128), blake2AsU8a(ALICE, 128), ALICE),
);

const client = start({
  forbidTcp: true,
  maxLogLevel: Number(process.env.SMOLDOT_LOG ?? 3),
  logCallback: (level, target, message) => process.stderr.write(`${level} ${target} ${message}\n`),
});
const chain = await client.addChain({ chainSpec: readFileSync(specFile, 'utf8') });
writeFileSync(join(signs, 'begun'), '');

const answers = new Map();
const events = [];
let wake = () => {};
let sent = 0;

async function receive() {
  for (;;) {
    const message = JSON.parse(await chain.nextJsonRpcResponse());
    if (message.id === undefined) {
      events.push(message.params);
      wake();
    } else {
      answers.get(message.id)(message);
      answers.delete(message.id);
    }
  }
}
receive();

async function call(method, ...params) {
  const id = ++sent;
  const answer = new Promise((resolve) => answers.set(id, resolve));
  chain.sendJsonRpc(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  const { result, error } = await answer;
  assert.equal(error, undefined, `${method}: ${JSON.stringify(error)}`);
  return result;
}

async function nextEvent() {
  while (events.length === 0) await new Promise((resolve) => { wake = resolve; });
  return events.shift();
}

/** The number in a header: a compact after the parent's hash. */
function numberOf(header) {
  const bytes = hexToU8a(header);
  const mode = bytes[32] & 3;
  assert(mode < 3, 'a block number above 2^30');
  let value = bytes[32];
  for (let i = 1; i < 1 << mode; i++) value += bytes[32 + i] * 256 ** i;
  return Math.floor(value / 4);
}

/** Follows until a block as high as wanted is final; where the client jumps it has to be asked anew. */
async function sync(wanted) {
  for (;;) {
    const follow = await call('chainHead_v1_follow', true);
    for (let stopped = false; !stopped; ) {
      const { subscription, result } = await nextEvent();
      if (subscription !== follow) continue;
      stopped = result.event === 'stop';
      const hashes = result.finalizedBlockHashes ?? [];
      if (result.event === 'finalized' || result.event === 'initialized') {
        const at = numberOf(await call('chainHead_v1_header', follow, hashes.at(-1)));
        if (at >= wanted) {
          // From here on with a runtime, pinned at a block of a new subscription.
          await call('chainHead_v1_unfollow', follow);
          return;
        }
      }
    }
  }
}

/**
 * What an operation answers. A light client that knows of no peer that has the block says "inaccessible", and has to be
 * asked again: it may know of the block by a proof before it is announced.
 */
async function operation(follow, done, method, ...params) {
  for (;;) {
    const { result, operationId } = await call(method, follow, ...params);
    assert.equal(result, 'started');
    const seen = [];
    for (;;) {
      const event = await nextOf(follow);
      if (event.operationId !== operationId) {
        await take(event);
        continue;
      }
      seen.push(event);
      assert(!/Error/i.test(event.event), JSON.stringify(event));
      if (event.event === done) return seen;
      if (event.event === 'operationInaccessible') break;
    }
    // What it hears next may be the announcement.
    await take(await nextOf(follow));
  }
}

/** The finalized blocks that were followed, also while an operation was waited for. */
const finalized = [];

/**
 * An event of the chain. Each block is let go at once: of those that are held the client bears 32, and as many may
 * become final before a busy machine has answered what it was asked.
 */
async function take(result) {
  assert.notEqual(result.event, 'stop', 'the client lost the chain');
  if (result.event !== 'finalized') return;
  for (const hash of result.finalizedBlockHashes) {
    finalized.push({ hash, number: numberOf(await call('chainHead_v1_header', follow, hash)) });
  }
  await letGo(result);
}

/** All that this event made final or left aside, but for the block that is asked about. */
async function letGo(result) {
  const hashes = [...result.finalizedBlockHashes, ...(result.prunedBlockHashes ?? [])].filter((hash) => hash !== at);
  if (hashes.length > 0) await call('chainHead_v1_unpin', follow, hashes);
}

await sync(Number(number));
const syncedMillis = Math.round(performance.now() - began);

/** The next event of that subscription; what is left of earlier ones is passed over. */
async function nextOf(follow) {
  for (;;) {
    const { subscription, result } = await nextEvent();
    if (subscription === follow) return result;
  }
}

const follow = await call('chainHead_v1_follow', true);
const initialized = await nextOf(follow);
assert.equal(initialized.event, 'initialized');
let at = initialized.finalizedBlockHashes.at(-1);
await letGo(initialized);
let first = numberOf(await call('chainHead_v1_header', follow, at));
// The part of the client that knows the runtime may be told of a final block a little later.
while (first < Number(number)) {
  const result = await nextOf(follow);
  assert.notEqual(result.event, 'stop', 'the client lost the chain');
  if (result.event !== 'finalized') continue;
  const before = at;
  at = result.finalizedBlockHashes.at(-1);
  await call('chainHead_v1_unpin', follow, [before]);
  await letGo(result);
  first = numberOf(await call('chainHead_v1_header', follow, at));
}
const items = await operation(
  follow, 'operationStorageDone', 'chainHead_v1_storage', at, [{ key: SYSTEM_ACCOUNT, type: 'value' }], null,
);
const version = await operation(follow, 'operationCallDone', 'chainHead_v1_call', at, 'Core_version', '0x');

while (events.length > 0) await take(await nextOf(follow));
writeFileSync(join(signs, 'in-step'), '');
while (!isFarEnough()) await take(await nextOf(follow));

/** How many blocks are final already when it is found to be in step is a matter of who is faster: they do not count. */
function isFarEnough() {
  const file = join(signs, 'until');
  const until = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return until.endsWith('\n') && finalized.length > 0 && finalized.at(-1).number >= Number(until);
}

process.stdout.write(
  JSON.stringify({
    genesisHash: await call('chainSpec_v1_genesisHash'),
    syncedMillis,
    at: { hash: at, number: first },
    runtime: initialized.finalizedBlockRuntime,
    account: items[0].items[0].value,
    version: version[0].output,
    finalized,
  }) + '\n',
);
// Its connections would keep the process alive.
process.exit(0);
