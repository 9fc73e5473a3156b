// The other half of MetadataDecodeBench: @polkadot/types and polkadot-api decode the same file, warm, in the same run of bench/run.
import fs from "node:fs";
import zlib from "node:zlib";
import { decAnyMetadata, unifyMetadata } from "@polkadot-api/substrate-bindings";
import { Metadata, TypeRegistry } from "@polkadot/types";

const file = process.argv[2];
const bytes = new Uint8Array(zlib.gunzipSync(fs.readFileSync(file)));
console.warn = () => {};
console.error = () => {};
const decoders = {
  "@polkadot/types": () => new Metadata(new TypeRegistry(), bytes),
  "polkadot-api": () => unifyMetadata(decAnyMetadata(bytes)),
};
for (const [name, decode] of Object.entries(decoders)) {
  for (let i = 0; i < 10; i++) decode();
  const times = [];
  for (let i = 0; i < 20; i++) {
    const start = performance.now();
    decode();
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  console.log(`${name} ${file}: median ${times[10].toFixed(1)} ms, best ${times[0].toFixed(1)} ms`);
}
