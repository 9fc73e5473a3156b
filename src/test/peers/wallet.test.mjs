// Runs the page's own wallet.js against a document of a few lines and wallets that misbehave as real ones do.
// node --test src/test/peers/wallet.test.mjs; needs no package.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const SCRIPT = readFileSync(new URL("../../main/resources/static/assets/wallet.js", import.meta.url), "utf8");
const ALICE = { address: "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY", name: "Alice", type: "sr25519" };

class Element {
  constructor() {
    this.children = []; this.listeners = {}; this.dataset = {}; this.attributes = {};
    this.hidden = false; this.disabled = false; this.textContent = ""; this.value = "";
    this.classList = { add() {} };
  }
  get lastElementChild() { return this.children.at(-1); }
  get selectedOptions() { return this.children.filter(c => c.value === this.value); }
  get childNodes() { return this.children; }
  insertBefore(row, before) { const at = this.children.indexOf(before); this.children.splice(at < 0 ? this.children.length : at, 0, row); }
  append(...more) { this.children.push(...more); if (this.select && !this.value) this.value = more[0].value; }
  replaceChildren(...more) { this.children = more; if (this.select) this.value = ""; }
  setAttribute(name, value) { this.attributes[name] = value; }
  addEventListener(kind, run) { this.listeners[kind] = run; }
  querySelector(wanted) { return this.parts?.[wanted] ?? (wanted === "p" ? this.text : null); }
  querySelectorAll() { return this.children.flatMap(row => row.children).filter(each => each.type === "radio" && each.value !== "offline"); }
}

/** A review page; timers are run by hand, requests are kept and answered by path. */
function page(injectedWeb3, answers = {}) {
  const ids = {};
  for (const id of ["sign", "wallets", "no-wallet", "account", "account-note", "sign-button", "sign-state", "sign-error", "sign-cancel", "review", "upgrade", "offline-field", "offline-button", "account-field", "prepared",
    "prepared-account", "prepared-nonce", "prepared-until", "prepared-hash", "prepared-words", "prepared-call"]) ids[id] = new Element();
  const offline = new Element(), row = new Element(), action = new Element();
  offline.type = "radio"; offline.value = "offline"; row.children = [offline];
  ids.wallets.children = [ids["no-wallet"], row];
  ids.wallets.parts = { "input[value=offline]": offline };
  ids.sign.parts = { fieldset: { disabled: false }, "input[name=action]": action };
  ids.prepared.hidden = true;
  ids.account.select = true;
  ids["no-wallet"].children = [new Element(), new Element()];
  ids["sign-error"].text = new Element();
  ids["sign-error"].hidden = true;
  ids["sign-cancel"].hidden = true;
  ids["sign-button"].disabled = true;
  Object.assign(ids.sign.dataset, { action: '{"kind":"stake"}', runtime: "424", href: "/stake/review?amount=10", account: "", genesis: "0x01", csrf: "token", csrfHeader: "X-CSRF-TOKEN" });
  const timers = new Map();
  const requests = [], plans = [];
  const listeners = {};
  let next = 0, visited = null;
  const all = {
    "/prepare": { id: "0xab", payload: { method: "0x07", address: ALICE.address } },
    "/tx/0xab/signed": { location: "/tx/0xcd" }, "/tx/0xab/rejected": {}, ...answers,
  };
  // The page again for the chosen account: what the server's answer holds is given as { stop, runtime }.
  const planned = { action: '{"kind":"stake","planned":true}', runtime: "424", stop: "", ...answers.plan };
  const parsed = () => ({
    getElementById: id => id === "review" ? { childNodes: [new Element()] } : id === "sign" && !planned.stop ? { dataset: { action: planned.action } } : null,
    querySelector: wanted => wanted === "[data-runtime]" ? (planned.stop ? null : { dataset: { runtime: planned.runtime } }) : planned.stop ? { textContent: planned.stop } : null,
  });
  const window = {
    injectedWeb3, addEventListener: (kind, run) => { listeners[kind] = run; },
    location: { origin: "http://here", assign: to => { visited = to; } },
  };
  vm.runInNewContext(SCRIPT, {
    window, JSON, DOMParser: class { parseFromString() { return parsed(); } }, Uint8Array, Promise, Object, Array, String, Error, Set, encodeURIComponent,
    document: { getElementById: id => ids[id], createElement: () => new Element() },
    setTimeout: (run, ms) => { timers.set(++next, { run, ms }); return next; }, clearTimeout: id => timers.delete(id),
    setInterval: (run, ms) => { timers.set(++next, { run, ms }); return next; }, clearInterval: id => timers.delete(id),
    fetch: async (path, request) => {
      if (path.startsWith("/api/v1/addresses/")) return { ok: true, json: async () => ({ address: ALICE.address, freeText: "1 τ" }) };
      if (path.startsWith("/stake/review")) { plans.push(path); await answers.plan?.held; return { ok: true, text: async () => "" }; }
      requests.push({ path, request });
      const answer = all[path];
      if (answer instanceof Error) throw answer;
      return { ok: !answer.detail, status: 409, json: async () => answer };
    },
  });
  return {
    ids, window, requests, plans, listeners, offline,
    visited: () => visited,
    radios: () => ids.wallets.querySelectorAll(),
    run: ms => { for (const timer of [...timers.values()].filter(each => each.ms === ms)) timer.run(); },
    settle: async () => { for (let i = 0; i < 50; i++) await null; },
    choose(index = 0) { const radio = this.radios()[index]; radio.checked = true; radio.listeners.change(); return this.settle(); },
    submit() { const done = ids["sign-button"].listeners.click(); return Promise.race([done, this.settle()]); },
    paths: () => requests.map(each => each.path),
    error: () => ids["sign-error"].hidden ? "" : ids["sign-error"].text.textContent,
  };
}

const wallet = (more = {}) => ({
  version: "1", enable: async () => ({ accounts: { get: async () => [ALICE] }, signer: { signPayload: async () => ({ signature: "0x01" + "00".repeat(64) }) }, ...more }),
});

test("finds a wallet that injects itself late, and opens none by itself", async () => {
  let opened = 0;
  const late = { ...wallet(), enable: async () => { opened++; return wallet().enable(); } };
  const at = page(undefined);
  at.window.injectedWeb3 = { "polkadot-js": late };
  at.run(100);
  assert.equal(at.radios().length, 1);
  at.window.injectedWeb3["talisman"] = wallet();
  at.listeners.focus();
  assert.deepEqual(at.radios().map(radio => radio.attributes["aria-label"]), ["polkadot-js", "Talisman"]);
  assert.equal(opened, 0);
});

test("copes without accounts.subscribe and signs the whole way", async () => {
  const at = page({ w: wallet() });
  await at.choose();
  assert.equal(at.ids["sign-button"].disabled, false);
  assert.equal(at.ids.account.value, ALICE.address);
  await at.submit();
  assert.deepEqual(at.paths(), ["/prepare", "/tx/0xab/signed"]);
  assert.equal(at.requests[0].request.headers["X-CSRF-TOKEN"], "token");
  assert.equal(at.visited(), "/tx/0xcd");
});

test("takes a signed transaction as bytes", async () => {
  const signer = { signPayload: async () => ({ signature: "0x00", signedTransaction: Uint8Array.of(1, 255) }) };
  const at = page({ w: wallet({ signer }) });
  await at.choose();
  await at.submit();
  assert.equal(JSON.parse(at.requests[1].request.body).signedTransaction, "0x01ff");
});

test("an enable that never settles ends after 30 s and can be asked again", async () => {
  let silent = true;
  const at = page({ w: { enable: () => silent ? new Promise(() => {}) : wallet().enable() } });
  await at.choose();
  assert.equal(at.ids["sign-cancel"].hidden, false);
  at.run(30000);
  await at.settle();
  assert.match(at.error(), /did not answer within 30 seconds/);
  assert.equal(at.radios()[0].checked, false);
  silent = false;
  await at.choose();
  assert.equal(at.ids["sign-button"].disabled, false);
});

test("waiting for a wallet can be stopped, and its late answer changes nothing", async () => {
  let answer;
  const at = page({ w: { enable: () => new Promise(resolve => { answer = resolve; }) } });
  await at.choose();
  at.ids["sign-cancel"].listeners.click();
  answer(await wallet().enable());
  await at.settle();
  assert.equal(at.ids["sign-button"].disabled, true);
});

test("a no in the wallet is told to the server and shown", async () => {
  const at = page({ w: wallet({ signer: { signPayload: async () => { throw new Error("Cancelled"); } } }) });
  await at.choose();
  await at.submit();
  await at.settle();
  assert.deepEqual(at.paths(), ["/prepare", "/tx/0xab/rejected"]);
  assert.match(at.error(), /^Rejected in your wallet\. Nothing was sent and nothing was paid\. \(Cancelled\)/);
  assert.equal(at.visited(), null);
});

test("a signature that comes after one stopped waiting is not sent", async () => {
  let answer;
  const at = page({ w: wallet({ signer: { signPayload: () => new Promise(resolve => { answer = resolve; }) } }) });
  await at.choose();
  await at.submit();
  at.ids["sign-cancel"].listeners.click();
  answer({ signature: "0x01" });
  await at.settle();
  assert.deepEqual(at.paths(), ["/prepare", "/tx/0xab/rejected"]);
  assert.match(at.error(), /You stopped waiting/);
});

test("does not say that nothing was sent when the server's answer got lost", async () => {
  const at = page({ w: wallet() }, { "/tx/0xab/signed": new Error("network") });
  await at.choose();
  await at.submit();
  await at.settle();
  assert.match(at.error(), /not known here whether it was sent\. Look at http:\/\/here\/tx\/0xab/);
});

test("leaves out accounts of other chains and of keys that cannot sign here", async () => {
  const accounts = { get: async () => [{ ...ALICE, type: "ethereum" }, { ...ALICE, genesisHash: "0x02" }, ALICE] };
  const at = page({ w: wallet({ accounts }) });
  await at.choose();
  assert.equal(at.ids.account.children.length, 1);
  assert.match(at.ids["account-note"].textContent, /^2 accounts/);
});

test("shows what the server found wrong", async () => {
  const at = page({ w: wallet() }, { "/tx/0xab/signed": { detail: "It was not sent. Your wallet added a tip." } });
  await at.choose();
  await at.submit();
  await at.settle();
  assert.equal(at.error(), "It was not sent. Your wallet added a tip.");
  assert.equal(at.ids["sign-button"].disabled, false);
});

test("plans the page again for the chosen account and hands over the action it was planned with", async () => {
  const at = page({ w: wallet() });
  await at.choose();
  assert.deepEqual(at.plans, ["/stake/review?amount=10&signer=" + ALICE.address]);
  await at.submit();
  const sent = JSON.parse(at.requests[0].request.body);
  assert.deepEqual(sent, { action: { kind: "stake", planned: true }, account: ALICE.address, runtime: "424", replaces: null });
  assert.equal(at.ids.prepared.hidden, false);
});

test("says that it is being tried for the account until it was, and only then lets it be signed", async () => {
  let answer;
  const at = page({ w: wallet() }, { plan: { held: new Promise(done => { answer = done; }) } });
  await at.choose();
  assert.equal(at.ids["sign-state"].textContent, "Trying it for this account.");
  assert.equal(at.ids["sign-button"].disabled, true);
  answer();
  await at.settle();
  assert.equal(at.ids["sign-state"].textContent, "");
  assert.equal(at.ids["sign-button"].disabled, false);
});

test("what the chain would refuse for the account is said, and nothing can be signed", async () => {
  const at = page({ w: wallet() }, { plan: { stop: "The account has 1 τ free." } });
  await at.choose();
  assert.equal(at.error(), "The account has 1 τ free.");
  assert.equal(at.ids["sign-button"].disabled, true);
  await at.submit();
  assert.deepEqual(at.paths(), []);
});

test("a page that was built for another runtime signs nothing", async () => {
  const planned = page({ w: wallet() }, { plan: { runtime: "425" } });
  await planned.choose();
  assert.equal(planned.ids["sign-button"].disabled, true);
  const told = page({ w: wallet() }, { "/prepare": { detail: "The chain's runtime changed.", upgraded: true } });
  await told.choose();
  await told.submit();
  await told.settle();
  assert.equal(told.error(), "The chain's runtime changed.");
  assert.equal(told.ids["sign-button"].disabled, true);
});

test("offline shows the field for the account instead of the wallets' list", async () => {
  const at = page({ w: wallet() });
  assert.equal(at.ids["offline-field"].hidden, true);
  at.offline.listeners.change();
  assert.equal(at.ids["offline-field"].hidden, false);
  assert.equal(at.ids["sign-button"].hidden, true);
  await at.choose();
  assert.equal(at.ids["offline-field"].hidden, true);
  assert.equal(at.ids["sign-button"].hidden, false);
});

test("the form goes only by its own button, and never by Enter on a wallet", () => {
  const at = page({ w: wallet() });
  const stopped = submitter => { let held = false; at.ids.sign.listeners.submit({ submitter, preventDefault: () => { held = true; } }); return held; };
  assert.equal(stopped(at.ids["offline-button"]), false);
  assert.equal(stopped(at.ids["sign-button"]), true);
  assert.equal(stopped(null), true);
  let held = false;
  at.ids.wallets.listeners.keydown({ key: "Enter", preventDefault: () => { held = true; } });
  assert.equal(held, true);
});
