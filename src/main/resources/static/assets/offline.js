// Shows the codes one after the other, and reads the answer with the camera. Without this file all codes stand on the
// page, and the answer is pasted or uploaded.
(() => {
  "use strict";
  const FRAME_MS = 1500, SCAN_MS = 500, MAX_SIDE = 1000;

  const list = document.querySelector("[data-frames]");
  const frames = list ? Array.from(list.children) : [];
  if (frames.length > 1) {
    const buttons = document.querySelector("[data-frames-buttons]");
    const pause = buttons.querySelector("[data-frames-pause]");
    const all = buttons.querySelector("[data-frames-all]");
    let at = 0, timer = null;
    const show = () => { frames.forEach((frame, i) => { frame.hidden = i !== at; }); };
    const step = () => { at = (at + 1) % frames.length; show(); };
    const run = on => {
      clearInterval(timer);
      timer = on ? setInterval(step, FRAME_MS) : null;
      pause.textContent = on ? "Pause" : "Show one after the other";
    };
    buttons.hidden = false;
    pause.addEventListener("click", () => { if (timer === null) show(); run(timer === null); });
    all.addEventListener("click", () => { run(false); frames.forEach(frame => { frame.hidden = false; }); });
    // Who wants no motion begins with all codes on the page.
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!still) show();
    run(!still);
  }

  const form = document.querySelector("[data-answer]");
  // Said before anything is uploaded; the server says it too.
  if (form) for (const field of form.querySelectorAll("input[type=file]")) {
    field.addEventListener("change", () => {
      const file = field.files[0], most = Number(field.dataset.max);
      field.setCustomValidity(file && file.size > most ? "That file has " + (file.size / 1e6).toFixed(1) + " MB; at most " + (most >= 1e6 ? Math.floor(most / 1048576) + " MB" : Math.floor(most / 1024) + " kB") + " are taken here." : "");
      field.reportValidity();
    });
  }
  const camera = form && form.querySelector("[data-scan]");
  if (!camera || !navigator.mediaDevices || typeof navigator.mediaDevices.getUserMedia !== "function") return;
  const button = camera.querySelector("[data-scan-start]");
  const video = camera.querySelector("[data-scan-video]");
  const state = camera.querySelector("[data-scan-state]");
  const answer = form.querySelector("textarea");
  const canvas = document.createElement("canvas");
  let stream = null, detector = null;
  camera.hidden = false;

  function stop(text) {
    if (stream) for (const track of stream.getTracks()) track.stop();
    stream = null;
    video.hidden = true; video.srcObject = null;
    button.textContent = "Scan with the camera";
    state.textContent = text;
  }

  // The browser reads codes itself where it can; else this page's own server does, one picture at a time.
  async function look() {
    if (detector) {
      const codes = await detector.detect(video);
      return codes.length > 0 ? codes[0].rawValue : null;
    }
    const scale = Math.min(1, MAX_SIDE / Math.max(video.videoWidth, video.videoHeight));
    canvas.width = Math.round(video.videoWidth * scale); canvas.height = Math.round(video.videoHeight * scale);
    canvas.getContext("2d").drawImage(video, 0, 0, canvas.width, canvas.height);
    const picture = await new Promise(resolve => canvas.toBlob(resolve, "image/jpeg", 0.9));
    const reply = await fetch("/offline/scan", {
      method: "POST", body: picture,
      headers: { "Content-Type": "application/octet-stream", Accept: "application/json", [form.dataset.csrfHeader]: form.dataset.csrf },
    });
    if (reply.status === 200) return (await reply.json()).text;
    if (reply.status !== 204 && reply.status !== 503) throw new Error("The picture was not read (" + reply.status + ").");
    return null;
  }

  async function watch(mine) {
    while (stream === mine) {
      try {
        const text = video.videoWidth > 0 ? await look() : null;
        if (stream !== mine) return;
        if (text) {
          answer.value = text;
          stop("Read. Check and send it, or scan again.");
          form.querySelector("button[type=submit]").focus();
          return;
        }
      } catch (e) {
        stop(String(e && e.message || e));
        return;
      }
      await new Promise(resolve => setTimeout(resolve, SCAN_MS));
    }
  }

  button.addEventListener("click", async () => {
    if (stream) { stop("Stopped."); return; }
    state.textContent = "Waiting for the camera.";
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" }, audio: false });
      video.srcObject = stream; video.hidden = false;
      await video.play();
      try { detector = "BarcodeDetector" in window ? new window.BarcodeDetector({ formats: ["qr_code"] }) : null; } catch (e) { detector = null; }
      button.textContent = "Stop the camera";
      state.textContent = "Hold the answer's code before the camera.";
      watch(stream);
    } catch (e) {
      stop("The camera cannot be used: " + String(e && e.message || e) + ". Paste the signature or upload a picture.");
    }
  });
})();
