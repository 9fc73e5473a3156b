// A wallet for tests: reads a SignerPayloadJSON on stdin and signs it with @polkadot/keyring. The bytes that are
// signed are put together here from the payload's fields, independently of what made the payload.
import { Keyring } from "@polkadot/keyring";
import { compactToU8a, hexToBigInt, hexToU8a, numberToU8a, u8aConcat, u8aToHex } from "@polkadot/util";
import { blake2AsU8a, cryptoWaitReady } from "@polkadot/util-crypto";

const uri = process.argv[2] ?? "//Alice";
const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const p = JSON.parse(Buffer.concat(chunks).toString("utf8"));
await cryptoWaitReady();

const u32 = hex => numberToU8a(Number(hexToBigInt(hex)), 32).reverse();
const known = new Set(["CheckMortality", "CheckNonce", "ChargeTransactionPayment", "CheckMetadataHash",
  "CheckSpecVersion", "CheckTxVersion", "CheckGenesis"]);
const empty = new Set(["CheckNonZeroSender", "CheckWeight", "SudoTransactionExtension", "CheckShieldedTxValidity",
  "SubtensorTransactionExtension", "DrandPriority"]);
const extra = [], implicit = [];
for (const name of p.signedExtensions) {
  if (!known.has(name) && !empty.has(name)) throw new Error("unknown extension " + name);
  if (name === "CheckMortality") { extra.push(hexToU8a(p.era)); implicit.push(hexToU8a(p.blockHash)); }
  if (name === "CheckNonce") extra.push(compactToU8a(hexToBigInt(p.nonce)));
  if (name === "ChargeTransactionPayment") extra.push(compactToU8a(hexToBigInt(p.tip)));
  if (name === "CheckSpecVersion") implicit.push(u32(p.specVersion));
  if (name === "CheckTxVersion") implicit.push(u32(p.transactionVersion));
  if (name === "CheckGenesis") implicit.push(hexToU8a(p.genesisHash));
  if (name === "CheckMetadataHash") {
    extra.push(new Uint8Array([p.mode]));
    implicit.push(p.mode === 1 ? u8aConcat(new Uint8Array([1]), hexToU8a(p.metadataHash)) : new Uint8Array([0]));
  }
}
const payload = u8aConcat(hexToU8a(p.method), ...extra, ...implicit);
const pair = new Keyring({ type: "sr25519", ss58Format: 42 }).addFromUri(uri);
const signature = pair.sign(payload.length > 256 ? blake2AsU8a(payload) : payload, { withType: true });
process.stdout.write(JSON.stringify({ id: 1, signature: u8aToHex(signature) }));
