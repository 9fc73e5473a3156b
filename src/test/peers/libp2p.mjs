// Meets a devnet as any libp2p node does: js-libp2p dials, identifies, pings, and asks two of Substrate's
// protocols by hand.
// node libp2p.mjs GENESIS_HASH BLOCK_HASH KEY ADDRESS… → for each address what it saw; one JSON object on stdout.
import './node20.mjs';
import { noise } from '@chainsafe/libp2p-noise';
import { identify } from '@libp2p/identify';
import { ping } from '@libp2p/ping';
import { tcp } from '@libp2p/tcp';
import { webSockets } from '@libp2p/websockets';
import { yamux } from '@libp2p/yamux';
import { multiaddr } from '@multiformats/multiaddr';
import { hexToU8a, u8aConcat, u8aToHex } from '@polkadot/util';
import { createLibp2p } from 'libp2p';

const [genesis, block, key, ...addresses] = process.argv.slice(2);
const MAX_RESPONSE = 16 << 20;
// On a busy machine each step may take a while; by itself js-libp2p gives identify 5 s, and without it no peer is met.
const PATIENCE_MILLIS = 60_000;

function varint(value) {
  const bytes = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  return Uint8Array.from([...bytes, value]);
}

/** A field of protobuf that holds bytes. */
function field(number, bytes) {
  return u8aConcat(varint(number * 8 + 2), varint(bytes.length), bytes);
}

/** The length in front and the offset after it; nothing while it is not all there. */
function prefix(bytes) {
  let value = 0;
  for (let i = 0; i < bytes.length && i < 8; i++) {
    value += (bytes[i] & 127) * 128 ** i;
    if (bytes[i] < 128) return { length: value, offset: i + 1 };
  }
  return undefined;
}

/** Request and response, each with its length in front. */
async function request(connection, protocol, body) {
  const stream = await connection.newStream(protocol);
  stream.send(u8aConcat(varint(body.length), body));
  let received = new Uint8Array();
  for await (const chunk of stream) {
    received = u8aConcat(received, chunk.subarray());
    const head = prefix(received);
    if (received.length > MAX_RESPONSE) throw new Error(`${protocol}: endless response`);
    if (head !== undefined && received.length >= head.offset + head.length) {
      stream.abort(new Error('all is read'));
      return received.subarray(head.offset, head.offset + head.length);
    }
  }
  throw new Error(`${protocol}: the stream ended after ${received.length} bytes`);
}

async function meet(node, address) {
  // Identify runs by itself on a new connection; its outcome is told as an event.
  const identify = new Promise((resolve) => {
    node.addEventListener('peer:identify', ({ detail }) => resolve(detail), { once: true });
  });
  const connection = await node.dial(multiaddr(address));
  const identified = await identify;
  const pingMillis = await node.services.ping.ping(connection.remotePeer);
  const id = genesis.slice(2);
  const warp = await request(connection, `/${id}/sync/warp`, hexToU8a(genesis));
  const read = await request(
    connection,
    `/${id}/light/2`,
    field(2, u8aConcat(field(2, hexToU8a(block)), field(3, hexToU8a(key)))),
  );
  const seen = {
    address: connection.remoteAddr.toString(),
    peer: connection.remotePeer.toString(),
    encryption: connection.encryption,
    multiplexer: connection.multiplexer,
    agent: identified.agentVersion,
    protocols: identified.protocols,
    listens: identified.listenAddrs.map(String),
    pingMillis,
    warp: u8aToHex(warp),
    read: u8aToHex(read),
  };
  await connection.close();
  return seen;
}

const node = await createLibp2p({
  transports: [tcp(), webSockets()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  services: { identify: identify({ timeout: PATIENCE_MILLIS }), ping: ping({ timeout: PATIENCE_MILLIS }) },
  connectionManager: {
    dialTimeout: PATIENCE_MILLIS,
    addressDialTimeout: PATIENCE_MILLIS,
    inboundStreamProtocolNegotiationTimeout: PATIENCE_MILLIS,
    outboundStreamProtocolNegotiationTimeout: PATIENCE_MILLIS,
  },
  // It would end a connection that is slow to answer its pings.
  connectionMonitor: { enabled: false },
});
try {
  const met = [];
  for (const address of addresses) met.push(await meet(node, address));
  process.stdout.write(JSON.stringify({ self: node.peerId.toString(), met }) + '\n');
} finally {
  await node.stop();
}
