// Offers the chain's metadata to a wallet that does not know it, so that it can show the call in words and work with a
// Ledger. Nothing is given to the wallet before somebody presses the button; wallet.js says which wallet was chosen.
(() => {
  "use strict";
  const place = document.getElementById("account-note");
  if (!place) return;
  let attempt = 0, row = null;

  function clear() { if (row) row.remove(); row = null; }

  function offer(name, wallet, spec) {
    row = document.createElement("div");
    row.className = "note";
    const text = document.createElement("p");
    text.setAttribute("aria-live", "polite");
    text.textContent = name + " does not know this chain's runtime " + spec + " yet. It would show the call as hex instead of words, and a Ledger could not sign.";
    const button = document.createElement("button");
    button.type = "button"; button.className = "btn"; button.textContent = "Update wallet metadata";
    button.addEventListener("click", async () => {
      const mine = attempt;
      button.disabled = true;
      text.textContent = "Waiting for " + name + " to take the metadata.";
      try {
        const answer = await fetch("/wallet-metadata", { headers: { Accept: "application/json" } });
        if (!answer.ok) throw new Error(await answer.text());
        const taken = await wallet.provide(await answer.json());
        if (mine !== attempt) return;
        text.textContent = taken === false ? name + " did not take the metadata. You can sign all the same." : name + " knows runtime " + spec + " now.";
        if (taken === false) button.disabled = false; else button.hidden = true;
      } catch (e) {
        if (mine !== attempt) return;
        text.textContent = "The metadata was not taken: " + String(e && e.message || e).slice(0, 200) + " You can sign all the same.";
        button.disabled = false;
      }
    });
    row.append(text, button);
    place.after(row);
  }

  window.addEventListener("hypha:wallet", async event => {
    const mine = ++attempt;
    clear();
    const { injected, name } = event.detail;
    const wallet = injected && injected.metadata;
    if (!wallet || typeof wallet.get !== "function" || typeof wallet.provide !== "function") return;
    try {
      const answer = await fetch("/wallet-metadata/version", { headers: { Accept: "application/json" } });
      if (!answer.ok) return;
      const now = await answer.json();
      const known = await wallet.get();
      if (mine !== attempt) return;
      const found = (Array.isArray(known) ? known : []).find(each => each && each.genesisHash === now.genesisHash);
      if (!found || !(Number(found.specVersion) >= now.specVersion)) offer(name, wallet, now.specVersion);
    } catch (e) { /* a wallet that does not say what it knows is not offered anything */ }
  });
})();
