// The other half of RuntimeBench: the same calls of the same module in V8, each with a fresh instance and a bump allocator.
import fs from "node:fs";
import { blake2AsU8a, xxhashAsU8a } from "@polkadot/util-crypto";
import { hexToU8a, u8aToHex } from "@polkadot/util";

const job = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const module = new WebAssembly.Module(fs.readFileSync(job.module));
const state = new Map(Object.entries(job.state).map(([key, value]) => [key, hexToU8a(value)]));
const imports = WebAssembly.Module.imports(module);

const compact = (n) =>
  n < 64 ? [n << 2] : n < 16384 ? [((n << 2) | 1) & 255, n >> 6]
    : [((n << 2) | 2) & 255, (n >> 6) & 255, (n >> 14) & 255, (n >> 22) & 255];

function call(method, parameters) {
  let memory;
  let free;
  const bytes = (fat) => new Uint8Array(memory.buffer, Number(BigInt.asUintN(32, fat)), Number(BigInt.asUintN(64, fat) >> 32n));
  const allocate = (size) => {
    const at = (free + 15) & ~7;
    free = at + size;
    const missing = free - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.max(Math.ceil(missing / 65536), memory.buffer.byteLength / 65536));
    return at;
  };
  const store = (data) => {
    const at = allocate(data.length);
    new Uint8Array(memory.buffer).set(data, at);
    return at;
  };
  const fat = (data) => (BigInt(data.length) << 32n) | BigInt(store(data));
  const known = {
    ext_allocator_malloc_version_1: allocate,
    ext_allocator_free_version_1: () => {},
    ext_logging_max_level_version_1: () => 3,
    ext_logging_log_version_1: () => {},
    ext_storage_get_version_1: (key) => {
      const value = state.get(u8aToHex(bytes(key)));
      return fat(value ? Uint8Array.from([1, ...compact(value.length), ...value]) : new Uint8Array(1));
    },
    ext_hashing_blake2_128_version_1: (data) => store(blake2AsU8a(bytes(data), 128)),
    ext_hashing_blake2_256_version_1: (data) => store(blake2AsU8a(bytes(data), 256)),
    ext_hashing_twox_64_version_1: (data) => store(xxhashAsU8a(bytes(data), 64)),
    ext_hashing_twox_128_version_1: (data) => store(xxhashAsU8a(bytes(data), 128)),
  };
  const env = {};
  for (const { kind, name } of imports) {
    if (kind === "memory") env[name] = memory = new WebAssembly.Memory({ initial: 64, maximum: 2048 });
    else env[name] = known[name] ?? (() => { throw new Error(name); });
  }
  const { exports } = new WebAssembly.Instance(module, { env });
  memory ??= exports.memory;
  free = exports.__heap_base.value;
  return bytes(exports[method](store(parameters), parameters.length)).slice();
}

const median = (times) => times.sort((a, b) => a - b)[times.length >> 1];
console.log(JSON.stringify(job.calls.map(({ method, parameters }) => {
  const input = hexToU8a(parameters);
  const timed = () => {
    const start = performance.now();
    const result = call(method, input);
    return [performance.now() - start, result];
  };
  const [first, result] = timed();
  for (let i = 0; i < job.warmUp; i++) timed();
  const warm = median(Array.from({ length: job.times }, () => timed()[0]));
  return { first, warm, result: u8aToHex(result) };
})));
