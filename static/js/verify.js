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
  return Object.entries(pairs).filter(([name, text]) => text !== recorded[name]);
};

const compared = (result, recorded) => {
  const shape = name => document.getElementById(`compared-${name}`);
  if (result.verdict !== "good") return shape(result.verdict) && Token.words(shape(result.verdict), result);
  if (!recorded.s) return Token.words(shape("unregistered"), result);
  const other = differences(result.said, recorded);
  if (!other.length) return Token.words(shape("same"), result);
  const copy = Token.words(shape("different"), result);
  const shown = (name, text) => (name === "d" ? Token.day(text) : text);
  for (const row of copy.querySelectorAll("[data-of]")) {
    const name = row.dataset.of;
    const found = other.find(pair => pair[0] === name);
    if (found) row.before(Token.words(row, { said: shown(name, found[1]), recorded: shown(name, recorded[name]) }));
  }
  return copy;
};

const place = document.querySelector("[data-token]");
const compare = async () => {
  const token = Token.find(location.hash);
  if (!place || !token) return;
  try {
    const { keys } = await (await fetch(frame.dataset.keys)).json();
    const said = compared(await Token.check(token, keys), place.dataset);
    if (said) place.replaceChildren(said);
  } catch {
    // No keys, no comparison: what the register says stands above.
  }
};
addEventListener("hashchange", compare);
compare();
