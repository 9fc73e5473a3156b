// Runs offline.js and wallet-metadata.js against documents of a few lines, a camera and wallets made for the test.
// node --test src/test/peers/offline.test.mjs; needs no package.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const script = name => readFileSync(new URL("../../main/resources/static/assets/" + name, import.meta.url), "utf8");

class Element {
  constructor(found = {}) {
    this.found = found; this.children = []; this.listeners = {}; this.dataset = {}; this.attributes = {};
    this.hidden = false; this.disabled = false; this.textContent = ""; this.value = ""; this.removed = false;
  }
  querySelector(wanted) { return this.found[wanted] ?? null; }
  querySelectorAll(wanted) { return this.found[wanted] ?? []; }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(kind, run) { this.listeners[kind] = run; }
  append(...more) { this.children.push(...more); }
  after(next) { this.next = next; }
  remove() { this.removed = true; }
  focus() { this.focused = true; }
  click() { return this.listeners.click(); }
}

const settle = async () => { for (let i = 0; i < 60; i++) await null; };

/** The page with some codes and the form for the answer; timers run by hand. */
function offline({ codes = 3, still = false, camera = null, detector = null, replies = [] } = {}) {
  const frames = Array.from({ length: codes }, () => new Element());
  const list = new Element(); list.children = frames;
  const pause = new Element(), all = new Element();
  const buttons = new Element({ "[data-frames-pause]": pause, "[data-frames-all]": all });
  buttons.hidden = true;
  const start = new Element(), video = new Element(), state = new Element(), answer = new Element(), submit = new Element();
  Object.assign(video, { hidden: true, videoWidth: 1280, videoHeight: 720, play: async () => {} });
  const scan = new Element({ "[data-scan-start]": start, "[data-scan-video]": video, "[data-scan-state]": state });
  scan.hidden = true;
  const picture = new Element(); picture.dataset.max = "8388608"; picture.reportValidity = () => {}; picture.setCustomValidity = text => { picture.wrong = text; };
  const form = new Element({ "[data-scan]": scan, textarea: answer, "button[type=submit]": submit, "input[type=file]": [picture] });
  Object.assign(form.dataset, { csrf: "token", csrfHeader: "X-CSRF-TOKEN" });
  const timers = new Map(), posted = [];
  let next = 0;
  const later = repeat => (run, ms) => { timers.set(++next, { run, ms, repeat }); return next; };
  const drawn = [];
  const canvas = { getContext: () => ({ drawImage: (_, x, y, w, h) => drawn.push([w, h]) }), toBlob: (resolve, type) => resolve({ type }) };
  const window = { matchMedia: () => ({ matches: still }), ...(detector ? { BarcodeDetector: detector } : {}) };
  vm.runInNewContext(script("offline.js"), {
    window, navigator: camera ? { mediaDevices: { getUserMedia: camera } } : {}, Array, Promise, Math, String, Error,
    document: { querySelector: wanted => ({ "[data-frames]": list, "[data-frames-buttons]": buttons, "[data-answer]": form })[wanted], createElement: () => canvas },
    setInterval: later(true), clearInterval: id => timers.delete(id), setTimeout: later(false),
    fetch: async (path, request) => { posted.push({ path, request }); return replies.shift() ?? { status: 204 }; },
  });
  return {
    frames, picture, buttons, pause, all, scan, start, video, state, answer, submit, posted, drawn,
    shown: () => frames.map(frame => !frame.hidden),
    tick: async () => { for (const [id, timer] of [...timers]) { if (!timer.repeat) timers.delete(id); timer.run(); } await settle(); },
  };
}

const stream = () => { const track = { stopped: false, stop() { this.stopped = true; } }; return { track, getTracks: () => [track] }; };

test("shows one code after the other, stops, and shows all of them", async () => {
  const at = offline();
  assert.deepEqual(at.shown(), [true, false, false]);
  await at.tick();
  assert.deepEqual(at.shown(), [false, true, false]);
  await at.tick(); await at.tick();
  assert.deepEqual(at.shown(), [true, false, false]);
  at.pause.click();
  await at.tick();
  assert.deepEqual(at.shown(), [true, false, false]);
  at.all.click();
  assert.deepEqual(at.shown(), [true, true, true]);
  assert.equal(at.buttons.hidden, false);
});

test("leaves all codes on the page for who wants no motion, and a single one alone", () => {
  assert.deepEqual(offline({ still: true }).shown(), [true, true, true]);
  assert.equal(offline({ codes: 1 }).buttons.hidden, true);
});

test("offers no camera where there is none", () => {
  assert.equal(offline().scan.hidden, true);
});

test("reads the answer with the browser's own detector and lets the camera go", async () => {
  const given = stream();
  let looks = 0;
  const at = offline({ camera: async () => given, detector: class { async detect() { return ++looks < 3 ? [] : [{ rawValue: "01ab" }]; } } });
  assert.equal(at.scan.hidden, false);
  await at.start.click();
  await settle(); await at.tick(); await at.tick();
  assert.equal(at.answer.value, "01ab");
  assert.equal(given.track.stopped, true);
  assert.equal(at.video.hidden, true);
  assert.equal(at.submit.focused, true);
  assert.equal(at.posted.length, 0);
});

test("without a detector asks the page's own server, with a picture made small", async () => {
  const given = stream();
  const at = offline({ camera: async () => given, replies: [{ status: 204 }, { status: 200, json: async () => ({ text: "00cd" }) }] });
  await at.start.click();
  await settle(); await at.tick();
  assert.equal(at.answer.value, "00cd");
  assert.deepEqual(at.posted.map(each => each.path), ["/offline/scan", "/offline/scan"]);
  assert.equal(at.posted[0].request.headers["X-CSRF-TOKEN"], "token");
  assert.deepEqual(at.drawn[0], [1000, 563]);
  assert.equal(given.track.stopped, true);
});

test("a camera that is refused, and one that is stopped, leave the other ways", async () => {
  const refused = offline({ camera: async () => { throw new Error("Permission denied"); } });
  await refused.start.click();
  assert.match(refused.state.textContent, /^The camera cannot be used: Permission denied/);
  const given = stream();
  const at = offline({ camera: async () => given });
  await at.start.click();
  await at.start.click();
  assert.equal(given.track.stopped, true);
  await at.tick();
  assert.equal(at.answer.value, "");
});

/** A review page on which a wallet was just chosen. */
async function review(metadata, definition = { ok: true, json: async () => ({ specVersion: 424, rawMetadata: "0x" }) }) {
  const place = new Element(), asked = [];
  let chosen = null;
  vm.runInNewContext(script("wallet-metadata.js"), {
    window: { addEventListener: (_, run) => { chosen = run; } }, Promise, Array, String, Number, Error,
    document: { getElementById: () => place, createElement: () => new Element() },
    fetch: async path => { asked.push(path); return path.endsWith("version") ? { ok: true, json: async () => ({ genesisHash: "0x01", specVersion: 424 }) } : definition; },
  });
  await chosen({ detail: { injected: { metadata }, name: "Moss" } });
  const [text, button] = place.next && !place.next.removed ? place.next.children : [];
  return { text, button, asked, place, chosen };
}

test("offers metadata only to a wallet that lacks it, and gives it only on a click", async () => {
  const given = [];
  const wallet = known => ({ get: async () => known, provide: async definition => { given.push(definition); return true; } });
  assert.equal((await review(wallet([{ genesisHash: "0x01", specVersion: 424 }]))).button, undefined);
  assert.equal((await review(undefined)).button, undefined);
  assert.equal((await review({ get: async () => { throw new Error("no"); }, provide: async () => true })).button, undefined);
  for (const known of [[], [{ genesisHash: "0x02", specVersion: 424 }], [{ genesisHash: "0x01", specVersion: 423 }], null]) {
    const at = await review(wallet(known));
    assert.match(at.text.textContent, /^Moss does not know this chain's runtime 424/);
    assert.deepEqual(at.asked, ["/wallet-metadata/version"]);
  }
  assert.equal(given.length, 0);
  const at = await review(wallet([]));
  await at.button.click();
  assert.equal(given.length, 1);
  assert.equal(at.text.textContent, "Moss knows runtime 424 now.");
  assert.equal(at.button.hidden, true);
});

test("a wallet that says no, or a server that cannot, can be asked again", async () => {
  const no = await review({ get: async () => [], provide: async () => false });
  await no.button.click();
  assert.match(no.text.textContent, /did not take the metadata\. You can sign all the same/);
  assert.equal(no.button.disabled, false);
  const down = await review({ get: async () => [], provide: async () => true }, { ok: false, text: async () => "No block is proven final yet." });
  await down.button.click();
  assert.match(down.text.textContent, /No block is proven final yet/);
  assert.equal(down.button.disabled, false);
});

test("another wallet takes the offer of the first away", async () => {
  const at = await review({ get: async () => [], provide: async () => true });
  const first = at.place.next;
  await at.chosen({ detail: { injected: {}, name: "Other" } });
  assert.equal(first.removed, true);
});

test("a picture that is too large is said before it is uploaded", () => {
  const at = offline();
  const choose = size => { at.picture.files = [{ size }]; at.picture.listeners.change(); return at.picture.wrong; };
  assert.equal(choose(9_100_000), "That file has 9.1 MB; at most 8 MB are taken here.");
  assert.equal(choose(8_388_608), "");
});
