// The public check, made handier: a file is dropped, the QR code's own signature is held
// against what the register says, and the browser keeps what it needs without a line.
const frame = document.querySelector("[data-worker]");
if (navigator.serviceWorker) navigator.serviceWorker.register(frame.dataset.worker).catch(() => {});

const form = document.querySelector("[data-drop]");
const chosen = form.querySelector("[type=file]");
const fits = () => {
  const good = !chosen.files[0] || chosen.files[0].size <= Number(form.dataset.limit);
  form.querySelector("[data-too-big]").classList.toggle("hide", good);
  return good;
};
chosen.addEventListener("change", fits);
form.addEventListener("submit", event => fits() || event.preventDefault());
// Beside the frame a dropped file would open in place of the page.
for (const name of ["dragover", "drop"]) addEventListener(name, event => event.preventDefault());
addEventListener("dragover", event => form.toggleAttribute("data-over", form.contains(event.target)));
addEventListener("dragleave", event => event.relatedTarget || form.removeAttribute("data-over"));
addEventListener("drop", event => {
  form.removeAttribute("data-over");
  if (!event.dataTransfer.files.length) return;
  chosen.files = event.dataTransfer.files;
  form.requestSubmit();
});

// "L. T. H. Nhung": the register shows no more of a name to strangers.
const initials = name => {
  const parts = String(name).split(/\s+/).filter(Boolean);
  return [...parts.slice(0, -1).map(part => `${[...part][0]}.`), ...parts.slice(-1)].join(" ");
};

const differences = (said, recorded) => {
  const pairs = { s: said.s, n: initials(said.n), c: said.c, d: said.d };
  if ("v" in said) pairs.v = said.v; // papers of before do not say how long they hold
  return Object.entries(pairs).filter(([name, text]) => text !== recorded[name]);
};

const shape = name => document.getElementById(`compared-${name}`);
const place = document.querySelector("[data-token]");
const verdict = document.querySelector(".verdict[data-verdict]");

// "same" is no verdict of its own: it is as good as what the register says below.
const same = result => {
  const copy = Token.words(shape("same"), result);
  copy.firstElementChild.dataset.kind = verdict.dataset.kind === "ok" ? "ok" : "info";
  return copy;
};

const compared = (result, recorded) => {
  if (result.verdict !== "good") return shape(result.verdict) && Token.words(shape(result.verdict), result);
  if (!recorded.s) return Token.words(shape("unregistered"), result);
  const other = differences(result.said, recorded);
  if (!other.length) return same(result);
  const copy = Token.words(shape("different"), result);
  const shown = (name, text) => (text && "dv".includes(name) ? Token.day(text) : text || "–");
  for (const row of copy.querySelectorAll("[data-of]")) {
    const name = row.dataset.of;
    const found = other.find(pair => pair[0] === name);
    if (found) row.before(Token.words(row, { said: shown(name, found[1]), recorded: shown(name, recorded[name]) }));
  }
  return copy;
};

// One verdict a page: under a code that is forged or says otherwise the register's word
// stands as facts to compare, without its seal.
const recordedPlainly = () => {
  const facts = verdict.querySelector("dl");
  if (!facts) return [];
  const copy = document.getElementById("recorded").content.cloneNode(true);
  copy.querySelector("dl").append(...facts.cloneNode(true).children);
  return [copy];
};

const judge = async token => {
  const { keys } = await (await fetch(frame.dataset.keys)).json();
  const result = await Token.check(token, keys);
  const said = compared(result, place.dataset);
  if (!said) return;
  const contradicts = said.querySelector(".verdict") !== null;
  place.replaceChildren(said, ...(contradicts ? recordedPlainly() : []));
  return contradicts;
};

const compare = async () => {
  const token = Token.find(location.hash);
  if (!place || !token) return;
  // A name is compared on the same page, whose code is then judged again.
  for (const form of document.querySelectorAll("form[action][data-keeps-token]")) form.action = form.action.split("#")[0] + location.hash;
  verdict.hidden = true; // nothing green before the code is judged
  // Without keys there is no comparison: what the register says stands alone.
  verdict.hidden = Boolean(await judge(token).catch(() => false));
};
addEventListener("hashchange", compare);
compare();
