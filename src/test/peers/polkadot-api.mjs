// Meets a devnet as a wallet or an explorer does: with @polkadot/api, over WebSocket.
// node polkadot-api.mjs ws://127.0.0.1:9944  →  one JSON object on stdout; exit 1 when something does not hold.
import assert from 'node:assert/strict';
import { ApiPromise, WsProvider } from '@polkadot/api';
import { Keyring } from '@polkadot/keyring';
import { Metadata, TypeRegistry } from '@polkadot/types';
import { cryptoWaitReady } from '@polkadot/util-crypto';
import { hexToU8a, u8aToHex } from '@polkadot/util';

const [address] = process.argv.slice(2);
const NETUID = 1;
const STAKE_RAO = 10_000_000_000n;
// By itself the library takes a question for lost after a minute.
const PATIENCE_MILLIS = 240_000;
const complaints = [];
// stdout is for the result alone.
for (const level of ['error', 'warn', 'log', 'info', 'debug']) {
  console[level] = (...words) => {
    if (level === 'error' || level === 'warn') complaints.push(words.map(String).join(' '));
    process.stderr.write(words.map(String).join(' ') + '\n');
  };
}

await cryptoWaitReady();
const provider = new WsProvider(address, 1000, {}, PATIENCE_MILLIS);
const api = await ApiPromise.create({ provider, throwOnConnect: true });
try {
  process.stdout.write(JSON.stringify(await run()) + '\n');
} finally {
  await api.disconnect();
}

async function run() {
  // who authors no block: an author gets fees back
  const eve = new Keyring({ type: 'sr25519', ss58Format: 42 }).addFromUri('//Eve');
  const before = await api.query.system.account(eve.address);
  assert(before.data.free.toBigInt() > STAKE_RAO, 'Eve has nothing to stake');
  const hotkey = (await api.query.subtensorModule.keys(NETUID, 0)).toString();
  const metadata = decodeAllMetadata(await metadataOfEveryVersion());
  const stakeBefore = await stakeOf(hotkey);
  const finalized = await addStake(eve, hotkey);
  const after = await api.query.system.account(eve.address);
  const stakeAfter = await stakeOf(hotkey);
  assert.equal(after.nonce.toNumber(), before.nonce.toNumber() + 1);
  assert(after.data.free.toBigInt() < before.data.free.toBigInt() - STAKE_RAO + 1n, 'the stake and its fee are paid');
  assert(stakeAfter > stakeBefore, 'the position has not grown');
  return {
    hotkey,
    chain: (await api.rpc.system.chain()).toString(),
    genesisHash: api.genesisHash.toHex(),
    specVersion: api.runtimeVersion.specVersion.toNumber(),
    signedExtensions: api.registry.signedExtensions,
    freeBefore: before.data.free.toString(),
    freeAfter: after.data.free.toString(),
    nonce: after.nonce.toNumber(),
    alphaBefore: stakeBefore.toString(),
    alphaAfter: stakeAfter.toString(),
    metadata,
    ...finalized,
    complaints
  };
}

// The legacy method gives V14; the runtime API gives each version that it lists.
async function metadataOfEveryVersion() {
  const blobs = { 14: (await provider.send('state_getMetadata', [])) };
  const listed = api.registry.createType('Vec<u32>', await provider.send('state_call', ['Metadata_metadata_versions', '0x']));
  for (const version of listed.map((each) => each.toNumber()).filter((each) => each >= 14 && each <= 16)) {
    const input = u8aToHex(api.registry.createType('u32', version).toU8a());
    const answer = await provider.send('state_call', ['Metadata_metadata_at_version', input]);
    const blob = api.registry.createType('Option<Bytes>', hexToU8a(answer)).unwrap().toHex();
    if (version === 14) assert.equal(blob, blobs[14], 'two ways to V14, two answers');
    blobs[version] = blob;
  }
  return blobs;
}

// Builds every call, event, error, storage entry and constant of every pallet out of each blob.
function decodeAllMetadata(blobs) {
  const seen = {};
  for (const [version, blob] of Object.entries(blobs)) {
    const registry = new TypeRegistry();
    const metadata = new Metadata(registry, blob);
    registry.setMetadata(metadata);
    assert.equal(metadata.version, Number(version));
    const latest = metadata.asLatest;
    const counts = { pallets: 0, calls: 0, events: 0, errors: 0, storage: 0, constants: 0, apis: latest.apis?.length ?? 0 };
    for (const { id } of latest.lookup.types.map((type) => ({ id: type.id }))) latest.lookup.getTypeDef(id);
    for (const pallet of latest.pallets) {
      counts.pallets++;
      for (const kind of ['calls', 'events', 'errors']) {
        const found = pallet[kind].unwrapOr(null);
        if (found) counts[kind] += latest.lookup.getSiType(found.type).def.asVariant.variants.length;
      }
      const storage = pallet.storage.unwrapOr(null);
      for (const entry of storage?.items ?? []) {
        counts.storage++;
        const type = entry.type.isPlain ? entry.type.asPlain : entry.type.asMap.value;
        const name = registry.createLookupType(type);
        registry.createType(entry.modifier.isOptional ? `Option<${name}>` : name, entry.fallback.toU8a(true));
      }
      for (const constant of pallet.constants) {
        counts.constants++;
        registry.createType(registry.createLookupType(constant.type), constant.value.toU8a(true));
      }
    }
    seen[version] = counts;
  }
  return seen;
}

async function stakeOf(hotkey) {
  return (await api.query.subtensorModule.totalHotkeyAlpha(hotkey, NETUID)).toBigInt();
}

function addStake(eve, hotkey) {
  const call = api.tx.subtensorModule.addStake(hotkey, NETUID, STAKE_RAO);
  const steps = [];
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('not finalized in time: ' + steps)), PATIENCE_MILLIS);
    call
      .signAndSend(eve, ({ status, events, dispatchError, txHash }) => {
        steps.push(status.type);
        if (!status.isFinalized) return;
        clearTimeout(late);
        if (dispatchError) {
          reject(new Error('dispatched with ' + api.registry.findMetaError(dispatchError.asModule).name));
          return;
        }
        resolve({
          transaction: txHash.toHex(),
          finalizedIn: status.asFinalized.toHex(),
          steps,
          events: events.map(({ event }) => event.section + '.' + event.method)
        });
      })
      .catch(reject);
  });
}
