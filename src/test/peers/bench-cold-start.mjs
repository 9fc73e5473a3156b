// Cold start beside smoldot, process start to the first verified finalized head that is as high as the devnet's head
// was at that start; both from genesis, by the same chain spec, over WebSocket on loopback, by turns.
// node bench-cold-start.mjs HYPHA [PAIRS]   (HYPHA: the command line of `hypha`)
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const [hypha, pairs = '10'] = process.argv.slice(2);
const dir = mkdtempSync(join(tmpdir(), 'hypha-cold-start-'));
const MAX_START_MS = 120_000;

/** Runs a command until its first line: how long that took, and the peak of its resident memory. */
function firstLine(command, ...args) {
  const began = performance.now();
  const child = spawn(command, args, { cwd: here, stdio: ['ignore', 'pipe', 'pipe'] });
  let peakKib = 0;
  const look = setInterval(() => {
    try {
      const found = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'));
      if (found) peakKib = Math.max(peakKib, Number(found[1]));
    } catch {
      // It has ended.
    }
  }, 10);
  let text = '';
  let complaints = '';
  child.stderr.on('data', (data) => { complaints += data; });
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => child.kill('SIGKILL'), MAX_START_MS);
    child.stdout.on('data', (data) => {
      text += data;
      const end = text.indexOf('\n');
      if (end < 0) return;
      const millis = performance.now() - began;
      clearTimeout(late);
      clearInterval(look);
      resolve({ child, millis, peakKib, line: JSON.parse(text.slice(0, end)) });
    });
    child.on('exit', (code) => {
      clearTimeout(late);
      clearInterval(look);
      reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${complaints.slice(-2000)}`));
    });
  });
}

async function headOf(rpc) {
  const answer = await fetch(rpc.replace('ws:', 'http:'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'chain_getHeader', params: [] }),
  });
  return Number((await answer.json()).result.number);
}

/** A spec whose only bootnode is the devnet's WebSocket, at that port. */
function specAt(port) {
  const spec = JSON.parse(readFileSync(join(dir, 'spec.json'), 'utf8'));
  const address = spec.bootNodes.find((each) => each.includes('/ws/'));
  spec.bootNodes = [port ? address.replace(/\/tcp\/\d+\//, `/tcp/${port}/`) : address];
  const file = join(dir, `spec-${port ?? 'ws'}.json`);
  writeFileSync(file, JSON.stringify(spec));
  return { file, port: Number(/\/tcp\/(\d+)\//.exec(address)[1]) };
}

/** Passes bytes on and counts those that come from the devnet. */
async function counting(port) {
  const counter = { received: 0 };
  const server = createServer((near) => {
    const far = createConnection(port, '127.0.0.1');
    far.on('data', (data) => { counter.received += data.length; });
    near.pipe(far).pipe(near);
    for (const each of [near, far]) each.on('error', () => { near.destroy(); far.destroy(); });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { counter, server, port: server.address().port };
}

const clients = {
  hypha: (spec, head) =>
    firstLine(...hypha.split(' '), 'node', '--network', spec, '--until-finalized', String(head), '--json'),
  smoldot: (spec, head) => firstLine(process.execPath, 'cold-smoldot.mjs', spec, String(head)),
};

function summary(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const median = sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  return { median: Math.round(median), least: Math.round(sorted[0]), most: Math.round(sorted.at(-1)) };
}

const devnet = await firstLine(
  ...hypha.split(' '), 'devnet', '--rpc-port', '0', '--p2p-port', '0', '--data-dir', join(dir, 'chain'),
  '--spec-out', join(dir, 'spec.json'),
);
try {
  const { rpc } = devnet.line;
  const spec = specAt();
  const runs = { hypha: [], smoldot: [] };
  for (let pair = 0; pair < Number(pairs); pair++) {
    for (const name of pair % 2 ? ['smoldot', 'hypha'] : ['hypha', 'smoldot']) {
      const run = await clients[name](spec.file, await headOf(rpc));
      runs[name].push(run);
      process.stderr.write(`pair ${pair + 1}: ${name} ${Math.round(run.millis)} ms\n`);
    }
  }
  for (const [name, client] of Object.entries(clients)) {
    // Bytes are counted in a run of their own, so that the counting costs nobody time.
    const proxy = await counting(spec.port);
    await client(specAt(proxy.port).file, await headOf(rpc));
    proxy.server.close();
    const result = {
      client: name,
      pairs: runs[name].length,
      millis: summary(runs[name].map((run) => run.millis)),
      peakMib: summary(runs[name].map((run) => run.peakKib / 1024)),
      bytesReceived: proxy.counter.received,
    };
    if (name === 'hypha') result.inProcessMillis = summary(runs.hypha.map((run) => run.line.elapsedMs));
    process.stdout.write(JSON.stringify(result) + '\n');
  }
} finally {
  devnet.child.removeAllListeners('exit');
  devnet.child.kill();
  await new Promise((resolve) => devnet.child.on('exit', resolve));
  rmSync(dir, { recursive: true, force: true });
}
process.exit(0);
