// Small conveniences; everything but signing works without this file.
(() => {
  "use strict";
  // Where the subnet is typed, the unit of the amount and the tolerance follow it: root counts τ and is one to one.
  const form = document.querySelector("form[data-unit]");
  const subnet = form && form.querySelector("input[type=text][name=netuid]");
  if (subnet && !form.querySelector("fieldset.row")) {
    const label = form.querySelector("label[for=amount]");
    const priced = form.querySelector("[data-one-to-one]");
    const follow = () => {
      const root = /^\s*0*\s*$/.test(subnet.value);
      if (label && form.dataset.unit === "follows") label.textContent = root ? "Amount (τ)" : "Amount (α)";
      const why = priced && priced.querySelector("#tolerance-h");
      if (!why) return;
      for (const each of priced.querySelectorAll("input")) each.disabled = root;
      why.hidden = !root;
    };
    subnet.addEventListener("input", follow);
    window.addEventListener("pageshow", follow);
    follow();
  }

  // The stages replace themselves; a place that stays says aloud where they stand, once for each: also at first, since
  // what is over before the page is here replaces itself no more.
  const said = document.getElementById("stage-now");
  if (said) {
    const say = () => {
      const now = document.querySelector("#stages [aria-current=step] header");
      const text = now ? Array.from(now.children, each => each.textContent).join(", ") : "";
      if (said.textContent !== text) said.textContent = text;
    };
    document.body.addEventListener("htmx:afterSettle", say);
    say();
  }

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
        button.setAttribute("aria-label", "Copied");
      } catch (e) {
        button.setAttribute("aria-label", "The browser did not let us copy");
      }
    });
  }
})();
