// Wallets and a trader for the browser tests, in one process: a JSON request on each line of stdin, a JSON answer on
// each line of stdout. What is signed, and the whole signed extrinsic, are put together here from the payload's fields
// with the libraries of others, independently of what made the payload.
//   {"sign": SignerPayloadJSON, "uri": "//Bob", "change": null | "amount" | "call" | "nonce" | "genesis" | "signer" | "tip" | "era" | "mode", "whole": true}
//   {"trade": {"rpc": "ws://…", "uri": "//Charlie", "pallet": "subtensorModule", "call": "addStake", "args": […]}}
//   {"digest": {"rpc": "ws://…"}}      the RFC-78 digest by @polkadot-api/merkleize-metadata
import { createInterface } from "node:readline";
import { Keyring } from "@polkadot/keyring";
import { compactAddLength, compactToU8a, hexToBigInt, hexToU8a, numberToU8a, u8aConcat, u8aToHex } from "@polkadot/util";
import { blake2AsU8a, cryptoWaitReady } from "@polkadot/util-crypto";

// Only answers go to stdout: polkadot.js tells there of a runtime that changed.
for (const kind of ["log", "info", "warn", "debug"]) console[kind] = (...text) => console.error(...text);

await cryptoWaitReady();
const keyring = new Keyring({ type: "sr25519", ss58Format: 42 });
const apis = new Map(), digests = new Map();

const u32 = hex => numberToU8a(Number(hexToBigInt(hex)), 32).reverse();
const EMPTY = new Set(["CheckNonZeroSender", "CheckWeight", "SudoTransactionExtension", "CheckShieldedTxValidity",
  "SubtensorTransactionExtension", "DrandPriority"]);

function parts(p) {
  const extra = [], implicit = [];
  for (const name of p.signedExtensions) switch (name) {
    case "CheckMortality": extra.push(hexToU8a(p.era)); implicit.push(hexToU8a(p.blockHash)); break;
    case "CheckNonce": extra.push(compactToU8a(hexToBigInt(p.nonce))); break;
    case "ChargeTransactionPayment": extra.push(compactToU8a(hexToBigInt(p.tip))); break;
    case "CheckSpecVersion": implicit.push(u32(p.specVersion)); break;
    case "CheckTxVersion": implicit.push(u32(p.transactionVersion)); break;
    case "CheckGenesis": implicit.push(hexToU8a(p.genesisHash)); break;
    case "CheckMetadataHash":
      extra.push(new Uint8Array([p.mode]));
      implicit.push(p.mode === 1 ? u8aConcat(new Uint8Array([1]), hexToU8a(p.metadataHash)) : new Uint8Array([0]));
      break;
    default: if (!EMPTY.has(name)) throw new Error("unknown extension " + name);
  }
  return { extra: u8aConcat(...extra), implicit: u8aConcat(...implicit) };
}

// Each change is one that a careless or a hostile wallet could make; the signature is good over what it made of it.
async function changed(p, change, rpc) {
  const method = hexToU8a(p.method);
  switch (change) {
    case "amount": method[2 + 32 + 2] ^= 1; return { ...p, method: u8aToHex(method) };
    case "call": method[1] = 3; return { ...p, method: u8aToHex(method) };
    case "nonce": return { ...p, nonce: "0x" + (Number(hexToBigInt(p.nonce)) + 1).toString(16).padStart(8, "0") };
    case "genesis": return { ...p, genesisHash: "0x" + "2f".repeat(32) };
    case "tip": return { ...p, tip: "0x" + "0".repeat(31) + "7" };
    case "era": return { ...p, era: "0x00", blockHash: p.genesisHash };
    case "mode": return { ...p, mode: 1, metadataHash: await digest(rpc) };
    default: return p;
  }
}

async function sign({ sign: p, uri, change, whole, rpc }) {
  const meant = await changed(p, change, rpc);
  const { extra, implicit } = parts(meant);
  const bytes = u8aConcat(hexToU8a(meant.method), extra, implicit);
  const pair = keyring.addFromUri(change === "signer" ? uri + "//other" : uri);
  const signature = pair.sign(bytes.length > 256 ? blake2AsU8a(bytes) : bytes, { withType: true });
  const answer = { id: 1, signature: u8aToHex(signature) };
  if (whole || change) answer.signedTransaction = u8aToHex(compactAddLength(
    u8aConcat(new Uint8Array([0x84, 0]), pair.publicKey, signature, extra, hexToU8a(meant.method))));
  return answer;
}

async function api(rpc) {
  if (!apis.has(rpc)) {
    const { ApiPromise, WsProvider } = await import("@polkadot/api");
    const none = { extrinsic: {}, payload: {} };
    apis.set(rpc, await ApiPromise.create({ provider: new WsProvider(rpc, 100), noInitWarn: true, signedExtensions: Object.fromEntries([...EMPTY].map(name => [name, none])) }));
  }
  return apis.get(rpc);
}

async function trade({ trade: { rpc, uri, pallet, call, args } }) {
  const chain = await api(rpc), pair = keyring.addFromUri(uri);
  return new Promise((resolve, reject) => {
    chain.tx[pallet][call](...args).signAndSend(pair, { era: 64 }, result => {
      if (result.dispatchError) reject(new Error(result.dispatchError.toString()));
      else if (result.isError) reject(new Error(result.status.toString()));
      else if (result.status.isFinalized) resolve({ block: result.status.asFinalized.toHex() });
    }).catch(reject);
  });
}

async function digest(rpc) {
  if (!digests.has(rpc)) {
    const { merkleizeMetadata } = await import("@polkadot-api/merkleize-metadata");
    const chain = await api(rpc);
    const answer = await chain.call.metadata.metadataAtVersion(15);
    digests.set(rpc, u8aToHex(merkleizeMetadata(answer.unwrap().toU8a(true), { decimals: 9, tokenSymbol: "TAO" }).digest()));
  }
  return digests.get(rpc);
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    const request = JSON.parse(line);
    answer = request.sign ? await sign(request) : request.trade ? await trade(request) : { digest: await digest(request.digest.rpc) };
  } catch (e) { answer = { error: String(e && e.message || e) }; }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
process.exit(0);
