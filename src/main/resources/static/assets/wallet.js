// Finds wallets in window.injectedWeb3, asks one for its accounts and for a signature, and hands both to this
// page's own server, which checks everything before anything is sent. No key ever comes here.
(() => {
  "use strict";
  const form = document.getElementById("sign");
  if (!form) return;
  const NAMES = {
    "polkadot-js": "polkadot-js", "talisman": "Talisman", "subwallet-js": "SubWallet",
    "@opentensor/bittensor-extension": "Bittensor Wallet", "wallet.tao.app": "TAO.app wallet",
  };
  const ENABLE_TIMEOUT_MS = 30000;
  const LOOK_TIMES = 10, LOOK_EVERY_MS = 100;
  const wallets = document.getElementById("wallets");
  const none = document.getElementById("no-wallet");
  const account = document.getElementById("account");
  const note = document.getElementById("account-note");
  const button = document.getElementById("sign-button");
  const state = document.getElementById("sign-state");
  const error = document.getElementById("sign-error");
  const cancel = document.getElementById("sign-cancel");
  const review = document.getElementById("review");
  const upgrade = document.getElementById("upgrade");
  const offlineField = document.getElementById("offline-field");
  const offlineButton = document.getElementById("offline-button");
  const accountField = document.getElementById("account-field");
  const OFFLINE = "offline";
  const seen = new Set();
  const off = form.querySelector("fieldset").disabled;
  let chosen = null;      // {id, injected}
  let attempt = 0;        // a later click makes an earlier answer void
  let unsubscribe = null;
  let asked = null;       // id of the payload that a wallet holds now
  let stopped = false;    // the chain would refuse it for the chosen account
  let upgraded = false;   // the page was built for another runtime

  function label(id) {
    if (id === "polkadot-js" && window.walletExtension && window.walletExtension.isNovaWallet === true) return "Nova";
    return NAMES[id] || id;
  }

  // The button is free only when everything that could hold it is settled.
  function gate() { button.disabled = off || stopped || upgraded || asked !== null || !chosen || !account.value; }

  function fail(text) { error.hidden = false; error.querySelector("p").textContent = text; state.textContent = ""; cancel.hidden = true; }
  function clear() { error.hidden = true; error.querySelector("p").textContent = ""; }

  function look() {
    const found = window.injectedWeb3 && typeof window.injectedWeb3 === "object" ? Object.keys(window.injectedWeb3) : [];
    for (const id of found.slice(0, 20)) {
      if (seen.has(id)) continue;
      seen.add(id);
      none.hidden = true;
      none.classList.add("vh");
      const row = document.createElement("label");
      row.className = "choice";
      const radio = document.createElement("input");
      radio.type = "radio"; radio.name = "wallet"; radio.value = id; radio.disabled = off;
      radio.setAttribute("aria-label", label(id));
      const text = document.createElement("span");
      text.textContent = label(id);
      const version = document.createElement("span");
      version.className = "small faint";
      version.textContent = String(window.injectedWeb3[id].version || "").slice(0, 20);
      row.append(radio, text, version);
      radio.addEventListener("change", () => choose(id));
      wallets.insertBefore(row, wallets.lastElementChild);
    }
    if (seen.size === 0) none.lastElementChild.textContent = "No wallet has shown itself to this page yet. It is looked for again when you come back to this window.";
  }

  function withTimeout(promise, ms, text) {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(text)), ms);
      promise.then(v => { clearTimeout(timer); resolve(v); }, e => { clearTimeout(timer); reject(e); });
    });
  }

  // Offline needs no script: the form itself goes to the page that shows the code to scan.
  function offline(on) {
    offlineField.hidden = !on; accountField.hidden = on; button.hidden = on;
  }

  async function choose(id) {
    const mine = ++attempt;
    clear();
    offline(false);
    if (unsubscribe) { try { unsubscribe(); } catch (e) { /* the wallet is gone */ } unsubscribe = null; }
    chosen = null; button.disabled = true; account.disabled = true;
    fill([], "Waiting for " + label(id) + "…");
    state.textContent = "Waiting for " + label(id) + " to let this page see its accounts.";
    cancel.hidden = false;
    try {
      const wallet = window.injectedWeb3[id];
      const open = wallet.enable || wallet.connect;
      if (typeof open !== "function") throw new Error(label(id) + " offers no way to connect.");
      const injected = await withTimeout(Promise.resolve(open.call(wallet, "Hypha")), ENABLE_TIMEOUT_MS, label(id) + " did not answer within 30 seconds.");
      if (mine !== attempt) return;
      const list = await withTimeout(Promise.resolve(injected.accounts.get()), ENABLE_TIMEOUT_MS, label(id) + " did not give its accounts.");
      if (mine !== attempt) return;
      state.textContent = "";
      chosen = { id, injected };
      window.dispatchEvent?.(new CustomEvent("hypha:wallet", { detail: { injected, name: label(id) } }));
      await show(list, mine);
      if (typeof injected.accounts.subscribe === "function") {
        unsubscribe = injected.accounts.subscribe(next => { if (mine === attempt) show(next, mine); });
      }
    } catch (e) {
      if (mine === attempt) { release(); fail(String(e && e.message || e)); }
    } finally {
      if (mine === attempt) cancel.hidden = true;
    }
  }

  // An account that is bound to another chain, or whose keys this chain's extrinsics do not take, is left out.
  function fits(a) {
    const types = [undefined, null, "sr25519", "ed25519"];
    return a && typeof a.address === "string" && types.includes(a.type) &&
      (a.genesisHash == null || a.genesisHash === "" || a.genesisHash === form.dataset.genesis);
  }

  async function show(list, mine) {
    const usable = (Array.isArray(list) ? list : []).filter(fits).slice(0, 100);
    const shown = [];
    for (const a of usable) {
      try {
        const answer = await fetch("/api/v1/addresses/" + encodeURIComponent(a.address), { headers: { Accept: "application/json" } });
        if (mine !== attempt) return;
        if (answer.ok) { const known = await answer.json(); shown.push({ address: known.address, given: a.address, name: a.name, type: a.type, free: known.freeText }); }
      } catch (e) { /* left out; the note below counts it */ }
    }
    if (mine !== attempt) return;
    fill(shown, usable.length === 0 ? "No account of this wallet fits this chain" : "No account could be read");
    note.textContent = shown.length < (list || []).length ? ((list || []).length - shown.length) + " accounts are not for this chain or cannot sign here." : "";
  }

  function fill(accounts, empty) {
    const before = account.value;
    account.replaceChildren();
    for (const a of accounts) {
      const option = document.createElement("option");
      option.value = a.address;
      option.dataset.given = a.given;
      option.dataset.type = a.type || "";
      option.textContent = (a.name ? String(a.name).slice(0, 40) + " · " : "") + a.address.slice(0, 6) + "…" + a.address.slice(-6) + (a.free ? " · " + a.free : "");
      account.append(option);
    }
    if (accounts.length === 0) {
      const option = document.createElement("option");
      option.value = ""; option.textContent = empty;
      account.append(option);
    } else if (accounts.some(a => a.address === before)) account.value = before;
    account.disabled = accounts.length === 0;
    stopped = false;
    gate();
    if (accounts.length > 0) plan();
  }

  // The page again for the chosen account: its preconditions and its rehearsal, before the wallet opens.
  async function plan() {
    const mine = attempt, who = account.value, place = form.dataset.href;
    if (!who || off || upgraded) return;
    stopped = true; gate();
    state.textContent = "Trying it for this account.";
    let stop = "";
    try {
      const answer = await fetch(place + (place.includes("?") ? "&" : "?") + "signer=" + encodeURIComponent(who), { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== attempt || who !== account.value) return;
      const fresh = page.getElementById("review");
      if (!fresh) throw new Error(wrong(page) || "It cannot be planned for this account now.");
      review.replaceChildren(...fresh.childNodes);
      const sign = page.getElementById("sign");
      if (sign) { form.dataset.action = sign.dataset.action; form.querySelector("input[name=action]").value = sign.dataset.action; }
      else stop = wrong(page) || "The chain would refuse it.";
      const now = page.querySelector("[data-runtime]");
      if (now && now.dataset.runtime !== form.dataset.runtime) outdated();
    } catch (e) { if (mine !== attempt || who !== account.value) return; stop = String(e && e.message || e); }
    stopped = stop !== "";
    state.textContent = "";
    if (stopped) fail(stop); else clear();
    gate();
  }

  function wrong(page) {
    const said = page.querySelector("#side [role=alert] p, main > .stack [role=alert] p, .error");
    return said ? said.textContent.trim() : "";
  }

  // The notice is asked for by the page itself (htmx); here it only turns the signing off.
  function outdated() {
    upgraded = true;
    gate();
    if (!upgrade.querySelector("[data-upgraded]") && window.htmx) window.htmx.trigger(upgrade, "look");
  }
  if (upgrade) upgrade.addEventListener("htmx:afterSwap", () => { if (upgrade.querySelector("[data-upgraded]")) outdated(); });
  account.addEventListener("change", () => { clear(); plan(); });

  async function send(path, request) {
    try { return await fetch(path, request); }
    catch (e) { throw Object.assign(new Error("Hypha does not answer."), { name: "NetworkFailure" }); }
  }

  async function post(path, body) {
    const answer = await send(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", [form.dataset.csrfHeader]: form.dataset.csrf },
      body: JSON.stringify(body),
    });
    let json = null;
    try { json = await answer.json(); } catch (e) { /* told below */ }
    if (!answer.ok) {
      if (json && json.upgraded) outdated();
      throw new Error(json && json.detail ? json.detail : "The server answered " + answer.status + ". Nothing was sent.");
    }
    return json;
  }

  function hex(value) {
    if (value == null) return null;
    if (typeof value === "string") return value;
    if (value instanceof Uint8Array) return "0x" + Array.from(value, b => b.toString(16).padStart(2, "0")).join("");
    throw new Error("The wallet returned something that is no signature. Nothing was sent.");
  }

  function told(prepared) {
    const box = document.getElementById("prepared");
    if (!box) return;
    const put = (name, text) => { document.getElementById("prepared-" + name).textContent = text; };
    put("account", prepared.account); put("nonce", prepared.nonce + ", " + prepared.tip); put("until", prepared.validUntil);
    put("hash", prepared.payloadHash); put("words", prepared.words); put("call", prepared.call);
    box.hidden = false;
  }

  // The form goes only to sign offline, by its button. Enter on a wallet's radio would press that button too.
  form.addEventListener("submit", event => { if (event.submitter !== offlineButton) event.preventDefault(); });
  wallets.addEventListener("keydown", event => { if (event.key === "Enter") event.preventDefault(); });
  button.addEventListener("click", async () => {
    if (!chosen || !account.value || button.disabled) return;
    const mine = attempt;
    clear();
    button.disabled = true;
    const option = account.selectedOptions[0];
    let prepared = null;
    try {
      const signer = chosen.injected.signer;
      if (!signer || typeof signer.signPayload !== "function") throw new Error(label(chosen.id) + " cannot sign transactions.");
      state.textContent = "Preparing on the newest final block.";
      prepared = await post("/prepare", { action: JSON.parse(form.dataset.action), account: account.value, runtime: form.dataset.runtime, replaces: form.dataset.replaces || null });
      if (mine !== attempt) return;
      told(prepared);
      state.textContent = "Waiting for your wallet. Nothing has been sent.";
      asked = prepared.id;
      cancel.hidden = false;
      let result;
      try {
        result = await signer.signPayload(Object.assign({}, prepared.payload, { address: option.dataset.given || prepared.payload.address }));
      } catch (e) {
        if (mine !== attempt) return;
        await post("/tx/" + prepared.id + "/rejected", {}).catch(() => null);
        throw new Error("Rejected in your wallet. Nothing was sent and nothing was paid." + (e && e.message ? " (" + String(e.message).slice(0, 200) + ")" : ""));
      }
      if (mine !== attempt) return;
      asked = null; cancel.hidden = true;
      state.textContent = "Checking what the wallet returned.";
      const done = await post("/tx/" + prepared.id + "/signed", {
        signature: hex(result && result.signature), signedTransaction: hex(result && result.signedTransaction), keyType: option.dataset.type || null,
      });
      window.location.assign(done.location);
    } catch (e) {
      if (mine !== attempt) return;
      asked = null;
      fail(e && e.name === "NetworkFailure" && prepared ? "No answer came from Hypha, so it is not known here whether it was sent. Look at " + window.location.origin + "/tx/" + prepared.id : String(e && e.message || e));
      gate();
    }
  });

  // A radio that stays checked fires no change: after a failure the same wallet could not be asked again.
  function release() {
    chosen = null;
    fill([], "Choose a wallet first");
    for (const r of wallets.querySelectorAll("input")) if (r.value !== OFFLINE) r.checked = false;
  }

  cancel.addEventListener("click", () => {
    attempt++;
    state.textContent = ""; cancel.hidden = true;
    release();
    if (asked !== null) {
      post("/tx/" + asked + "/rejected", {}).catch(() => null);
      asked = null;
      fail("You stopped waiting. Nothing was sent; what your wallet still answers is thrown away.");
    }
  });

  // It may have been chosen before this script came, or be remembered by the browser on the way back.
  const alone = wallets.querySelector("input[value=" + OFFLINE + "]");
  offline(alone.checked === true);
  alone.addEventListener("change", () => {
    attempt++; clear(); state.textContent = ""; cancel.hidden = true; release(); offline(true);
  });

  let times = 0;
  const timer = setInterval(() => { look(); if (++times >= LOOK_TIMES) clearInterval(timer); }, LOOK_EVERY_MS);
  window.addEventListener("focus", look);
  window.addEventListener("wallet#initialized", look);
  look();
})();
