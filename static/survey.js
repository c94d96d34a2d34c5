// Keeps the survey's draft as it is filled in; the survey works without this file.
"use strict";
(() => {
  const form = document.querySelector("form");
  const status = document.getElementById("draft");
  if (!form || !status) return;
  const address = location.pathname.replace(/\/+$/, "") + "/draft";
  let timer = 0;
  let kept = "";
  let sending = false;
  const filled = () => new URLSearchParams(new FormData(form)).toString();

  async function keep(leaving) {
    window.clearTimeout(timer);
    const body = filled();
    if (sending || body === kept) return;
    try {
      const answer = await fetch(address, {
        method: "POST",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
        body,
        keepalive: leaving && body.length < 60000, // browsers refuse more once the page is left
        credentials: "omit",
        cache: "no-store",
      });
      if (answer.ok) kept = body;
      status.textContent = answer.ok ? status.dataset.saved : status.dataset.unsaved;
    } catch {
      status.textContent = status.dataset.unsaved;
    }
  }

  kept = filled();
  form.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => keep(false), 800);
  });
  form.addEventListener("submit", () => {
    window.clearTimeout(timer);
    sending = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") keep(true);
  });
  window.addEventListener("pageshow", (event) => {
    sending = false;
    if (event.persisted) location.reload(); // back from the thanks: ask the server where the link stands
  });
})();
