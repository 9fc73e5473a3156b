// Encodes every staking call of some runtimes, its signing payload and its RFC-78 proof by the libraries of others:
// @polkadot/api, what polkadot-api is made of, and its merkleize-metadata. Also meets signatures with @polkadot/keyring.
// In: a JSON file {metadata: [{name, file}], sized: [{payload, toSign, sr25519, ed25519}]}. Out: one JSON object.
import fs from "node:fs";
import { merkleizeMetadata } from "@polkadot-api/merkleize-metadata";
import { getDynamicBuilder, getLookupFn } from "@polkadot-api/metadata-builders";
import { getPolkadotSigner } from "@polkadot-api/signer";
import { decAnyMetadata, unifyMetadata } from "@polkadot-api/substrate-bindings";
import { Keyring } from "@polkadot/keyring";
import { Metadata, TypeRegistry } from "@polkadot/types";
import { sign } from "@polkadot/types/extrinsic/util";
import { decorateExtrinsics } from "@polkadot/types/metadata/decorate";
import { hexToU8a, stringCamelCase, u8aConcat, u8aToHex } from "@polkadot/util";
import { cryptoWaitReady } from "@polkadot/util-crypto";

const STAKING = [
  ["SubtensorModule", /^(add_stake|remove_stake|move_stake|swap_stake|transfer_stake|unstake_all|claim_root|stake_into_basket|set_root_claim_type$|set_coldkey_auto_stake_hotkey$|set_auto_stake)/],
  ["Utility", /^(batch|batch_all|force_batch)$/],
  ["Proxy", /^(proxy|add_proxy|remove_proxy)$/],
];
const ALICE = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", BOB = "5FHneW46xGXgs5mUiveU4sbTyGBzmstUspZC92UhjJM694ty";
const GENESIS = "0x" + "2f".repeat(32), BLOCK = "0x" + "b1".repeat(32);
const TERMS = { nonce: 300, tip: 1_000_000n, era: "0xf502", number: 95, txVersion: 1 };
const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
console.warn = console.log = console.error = () => {};

function open(entry) { return entry.type === "lookupEntry" ? entry.value : entry; }

/** A value for a field, in the JSON that Hypha takes; the name says which of several. */
function sample(entry, name, call) {
  switch (entry.type) {
    case "AccountId32": return /dest|to|real|delegate|destination/.test(name) ? BOB : ALICE;
    case "primitive":
      if (entry.value === "bool") return false;
      if (/^u(64|128|256)$/.test(entry.value)) return name.includes("limit") ? "18446744073709551615" : "1234567890123";
      return name.startsWith("dest") ? 65535 : 12;
    case "compact": return entry.isBig ? "5000000000" : 12;
    case "option": return call % 2 ? sample(entry.value, name, call) : null;
    case "sequence": return name === "calls" ? [0, 1, 2].map(n => sample(entry.value, name, n)) : [0, 7, 4096].map(n => entry.value.type === "primitive" ? n : sample(entry.value, name, call));
    case "array": return Array.from({ length: entry.len }, () => sample(entry.value, name, call));
    case "struct": return entry.value.subnets ? { subnets: [1, 64] } : Object.fromEntries(Object.entries(entry.value).map(([k, v]) => [k, sample(v, k, call)]));
    case "tuple": return entry.value.map(v => sample(v, name, call));
    case "enum": {
      if (entry.value.SubtensorModule) {
        const fields = open(open(entry.value.SubtensorModule).value.add_stake).value;
        return { SubtensorModule: { add_stake: Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, k === "netuid" ? call : sample(v, k, call)])) } };
      }
      if (entry.value.Id) return { Id: BOB };
      const chosen = entry.value.Staking ? "Staking" : entry.value.KeepSubnets && call % 3 === 0 ? "KeepSubnets" : Object.keys(entry.value)[0];
      const inner = entry.value[chosen];
      return inner.type === "void" ? chosen : { [chosen]: sample(inner.type === "lookupEntry" ? inner.value : inner, name, call) };
    }
    case "lookupEntry": return sample(entry.value, name, call);
    case "void": return null;
    default: throw new Error("no sample for " + entry.type);
  }
}

/** The same value as polkadot-api takes it. */
function papi(entry, value) {
  switch (entry.type) {
    case "primitive": return /^[ui](64|128|256)$/.test(entry.value) ? BigInt(value) : value;
    case "compact": return entry.isBig ? BigInt(value) : Number(value);
    case "option": return value === null ? undefined : papi(entry.value, value);
    case "sequence": case "array": return value.map(v => papi(entry.value, v));
    case "struct": return Object.fromEntries(Object.entries(entry.value).map(([k, v]) => [k, papi(v, value[k])]));
    case "tuple": return value.map((v, i) => papi(entry.value[i], v));
    case "enum": {
      const [type, inner] = typeof value === "string" ? [value, null] : Object.entries(value)[0];
      const of = entry.value[type];
      return { type, value: of.type === "void" ? undefined : papi(of.type === "lookupEntry" ? of.value : of, inner) };
    }
    case "lookupEntry": return papi(entry.value, value);
    default: return value;
  }
}

/** And as @polkadot/api takes it: inner calls are built first. */
function pjs(entry, value, tx) {
  switch (entry.type) {
    case "enum": {
      if (!entry.value.SubtensorModule) return value;
      const [pallet, calls] = Object.entries(value)[0];
      const [name, args] = Object.entries(calls)[0];
      return tx[stringCamelCase(pallet)][stringCamelCase(name)](...Object.values(args));
    }
    case "sequence": return value.map(v => pjs(entry.value, v, tx));
    case "lookupEntry": return pjs(entry.value, value, tx);
    default: return value;
  }
}

function runtime({ name, file }) {
  const bytes = new Uint8Array(fs.readFileSync(file));
  const metadata = unifyMetadata(decAnyMetadata(bytes));
  const lookup = getLookupFn(metadata);
  const builder = getDynamicBuilder(lookup);
  const constant = metadata.pallets.find(p => p.name === "System").constants.find(c => c.name === "Version");
  const spec = builder.buildDefinition(constant.type).dec(constant.value).spec_version;
  const registry = new TypeRegistry();
  const decoded = new Metadata(registry, bytes);
  registry.setMetadata(decoded);
  const tx = decorateExtrinsics(registry, decoded.asLatest, decoded.version);
  let merkle = null;
  try { merkle = merkleizeMetadata(bytes, { decimals: 9, tokenSymbol: "TAO" }); } catch (e) { if (metadata.version > 14) throw e; }
  const digest = merkle ? u8aToHex(merkle.digest()) : null;
  const calls = [];
  for (const [pallet, wanted] of STAKING) {
    const found = metadata.pallets.find(p => p.name === pallet);
    const type = typeof found?.calls === "object" ? found.calls.type : found?.calls;
    if (type === undefined) continue;
    const variants = lookup(type).value;
    for (const call of Object.keys(variants).filter(k => wanted.test(k)).sort()) {
      const of = variants[call];
      const fields = of.type === "void" ? {} : of.type === "lookupEntry" ? of.value.value : of.value;
      const args = Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, sample(v, k, calls.length)]));
      const built = builder.buildCall(pallet, call);
      const inner = Object.fromEntries(Object.entries(fields).map(([k, v]) => [k, papi(v, args[k])]));
      const papiCall = u8aConcat(new Uint8Array(built.location), built.codec.enc(Object.keys(fields).length ? inner : undefined));
      const pjsCall = tx[stringCamelCase(pallet)][stringCamelCase(call)](...Object.entries(fields).map(([k, v]) => pjs(v, args[k], tx)));
      const row = { pallet, name: call, args, papi: u8aToHex(papiCall), pjs: pjsCall.toHex(), modes: [] };
      for (const mode of digest ? [0, 1] : [0]) row.modes.push(payload(papiCall, pjsCall, mode, { metadata, builder, registry, spec, digest, merkle }));
      calls.push(row);
    }
  }
  return { name, spec, digest, calls };
}

function payload(papiCall, pjsCall, mode, { metadata, builder, registry, spec, digest, merkle }) {
  const hash = mode ? digest : null;
  const extra = [], implicit = [];
  for (const e of metadata.extrinsic.extensionsByVersion?.[0] ?? metadata.extrinsic.signedExtensions[0]) {
    const known = {
      CheckMortality: [hexToU8a(TERMS.era), hexToU8a(BLOCK)], CheckGenesis: [null, hexToU8a(GENESIS)],
      CheckNonce: [TERMS.nonce, null], ChargeTransactionPayment: [TERMS.tip, null],
      CheckSpecVersion: [null, spec], CheckTxVersion: [null, TERMS.txVersion],
      CheckMetadataHash: [mode ? { type: "Enabled", value: undefined } : { type: "Disabled", value: undefined }, hash ?? undefined],
    }[e.identifier] ?? [undefined, undefined];
    const encode = (type, value) => value instanceof Uint8Array ? value : value === null ? new Uint8Array() : builder.buildDefinition(type).enc(value);
    extra.push(encode(e.type, known[0]));
    implicit.push(known[1] === undefined && e.identifier === "CheckMetadataHash" ? new Uint8Array([0])
      : e.identifier === "CheckMetadataHash" ? u8aConcat(new Uint8Array([1]), hexToU8a(hash)) : encode(e.additionalSigned, known[1]));
  }
  const more = u8aConcat(...extra), signedOnly = u8aConcat(...implicit);
  const other = registry.createType("ExtrinsicPayload", {
    method: pjsCall.toHex(), era: TERMS.era, nonce: TERMS.nonce, tip: TERMS.tip, mode, metadataHash: hash,
    specVersion: spec, transactionVersion: TERMS.txVersion, genesisHash: GENESIS, blockHash: BLOCK,
  }, { version: 4 });
  return {
    mode, papi: u8aToHex(u8aConcat(papiCall, more, signedOnly)), pjs: u8aToHex(other.toU8a({ method: true })),
    proof: mode ? u8aToHex(merkle.getProofForExtrinsicParts(papiCall, more, signedOnly)) : null,
  };
}

/** Takes signatures that Hypha's own keys made, and makes some: over exactly the bytes that each library signs. */
async function sized({ payload: hex, toSign, sr25519, ed25519 }, metadata) {
  const bytes = hexToU8a(hex), call = bytes.slice(0, 40);
  const names = unifyMetadata(decAnyMetadata(metadata)).extrinsic.signedExtensions[0].map(e => e.identifier);
  const extensions = Object.fromEntries(names.map((identifier, i) => [identifier, { identifier, value: i === 1 ? bytes.slice(40, 60) : new Uint8Array(), additionalSigned: i === 2 ? bytes.slice(60) : new Uint8Array() }]));
  const result = { length: bytes.length };
  for (const [type, given] of [["sr25519", sr25519], ["ed25519", ed25519]]) {
    const pair = new Keyring({ type, ss58Format: 42 }).addFromUri("//Alice");
    const seen = [];
    const noting = input => { seen.push(u8aToHex(input)); return pair.sign(input); };
    await getPolkadotSigner(pair.publicKey, type === "sr25519" ? "Sr25519" : "Ed25519", async input => noting(input)).signTx(call, extensions, metadata, 0);
    const signature = sign(new TypeRegistry(), { sign: noting }, bytes);
    result[type] = { papiSigns: seen[0], pjsSigns: seen[1], holds: pair.verify(hexToU8a(seen[1]), hexToU8a(given), pair.publicKey), signature: u8aToHex(signature), publicKey: u8aToHex(pair.publicKey) };
    if (seen[1] !== toSign) result[type].holds = false;
  }
  return result;
}

await cryptoWaitReady();
const out = { terms: { ...TERMS, tip: String(TERMS.tip), genesis: GENESIS, block: BLOCK }, runtimes: job.metadata.map(runtime), sized: [] };
for (const each of job.sized ?? []) out.sized.push(await sized(each, new Uint8Array(fs.readFileSync(job.metadata[0].file))));
process.stdout.write(JSON.stringify(out));
