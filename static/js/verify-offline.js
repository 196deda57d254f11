// The check without a line: the QR code's link comes by the camera app (the address of
// this page then ends in it), by our own camera view, or pasted.
const page = document.querySelector("[data-offline]");
const result = document.getElementById("ket-qua");
const dan = document.getElementById("dan");
const link = document.getElementById("lien-ket");

if (page.dataset.worker && navigator.serviceWorker) navigator.serviceWorker.register(page.dataset.worker).catch(() => {});
const instead = page.querySelector("[data-instead]");
if (instead) instead.hidden = location.pathname === page.dataset.here;

// In the file the keys stand in it; on the page they come from the server or its worker.
const loadKeys = async () => {
  const inside = document.getElementById("khoa");
  if (inside) return { keys: JSON.parse(inside.textContent).keys, day: page.dataset.dayOfKeys };
  try {
    const answer = await fetch(page.dataset.keys);
    const date = new Date(answer.headers.get("Date") || Date.now());
    // Sweden writes dates as ISO 8601 does.
    return { keys: (await answer.json()).keys, day: date.toLocaleDateString("sv") };
  } catch {
    return { keys: [], day: "" };
  }
};
const loading = loadKeys();
loading.then(({ day }) => { page.querySelector("[data-day]").textContent = day ? Token.day(day) : "–"; });

// By the clock of this machine; papers without an end, and those of before, do not say.
const today = () => new Date().toLocaleDateString("sv");
const hasEnded = found => found.verdict === "good" && Boolean(found.said.v) && found.said.v < today();

const judge = async text => {
  const token = Token.find(text);
  if (!token) return { verdict: "unsigned" };
  const { keys } = await loading;
  if (!keys.length) return { verdict: "keyless" };
  const found = await Token.check(token, keys);
  return hasEnded(found) ? { ...found, verdict: "ended" } : found;
};

const show = async text => {
  const found = await judge(text);
  const said = found.said || {};
  const texts = { ...found, s: said.s, n: said.n, c: said.c, d: said.d && Token.day(said.d), v: said.v && Token.day(said.v), today: Token.day(today()) };
  const words = Token.words(document.getElementById(`token-${found.verdict}`), texts);
  for (const part of words.querySelectorAll("[data-if]")) if (!texts[part.dataset.if]) part.remove();
  result.replaceChildren(words);
  result.scrollIntoView({ block: "nearest" });
};

dan.addEventListener("submit", event => {
  event.preventDefault();
  if (link.value.trim()) show(link.value);
});
const open = () => {
  const elsewhere = page.dataset.here && location.pathname.split("/").filter(Boolean).length > 1 && location.pathname !== page.dataset.here;
  if (Token.find(location.hash) || (elsewhere && !result.firstChild)) show(location.href);
};
addEventListener("hashchange", open);
open();

// Our own camera view, where the browser can read QR codes.
const view = document.getElementById("may-anh");
const video = view.querySelector("video");
const button = document.getElementById("quet");
const failed = document.getElementById("khong-quet");
let stream = null;

const stop = () => {
  if (stream) for (const track of stream.getTracks()) track.stop();
  stream = null;
  view.hidden = true;
};

const look = async detector => {
  if (!stream) return;
  const [code] = await detector.detect(video).catch(() => []);
  if (!code) return setTimeout(look, 200, detector);
  stop();
  link.value = code.rawValue;
  show(code.rawValue);
};

const scan = async () => {
  failed.hidden = true;
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
    video.srcObject = stream;
    view.hidden = false;
    await video.play();
    look(new BarcodeDetector({ formats: ["qr_code"] }));
  } catch {
    stop();
    failed.hidden = false;
  }
};

view.querySelector("button").addEventListener("click", stop);
button.addEventListener("click", scan);
if (window.BarcodeDetector && navigator.mediaDevices) {
  BarcodeDetector.getSupportedFormats().then(kinds => { button.hidden = !kinds.includes("qr_code"); }).catch(() => {});
}
