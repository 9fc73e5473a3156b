// Small conveniences; everything but signing works without this file.
(() => {
  "use strict";
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
