// A running attempt. Every page works without this file; with it answers are saved as
// they are given: one save in flight, retried with the same key, kept on this machine
// until acknowledged, and the server's seconds decide when time is up.
const $ = s => document.querySelector(s);

// --- the clock: starts from the server's seconds, never from this machine's time ------
const clock = $("time[data-left]");
let end = clock && performance.now() + clock.dataset.left * 1000, checking = false;
const told = new Set();

const setLeft = seconds => {
  if (clock && seconds !== null) end = performance.now() + seconds * 1000;
};

const ask = async () => {  // a page that slept asks how late it is
  if (checking) return;
  checking = true;
  try {
    const now = await (await fetch(clock.dataset.check, { headers: { Accept: "application/json" } })).json();
    if (!now.open) return location.reload();
    setLeft(now.left);
    if (now.left === 0) { await flush(); $("#nop").submit(); }
  } catch { /* offline: the server submits by itself */ }
  finally { setTimeout(() => { checking = false; }, 2000); }
};

const tick = () => {
  const left = (end - performance.now()) / 60000, minutes = Math.ceil(left), words = clock.dataset;
  clock.textContent = minutes > 1 ? words.many.replace("{}", minutes) : left > 0 ? words.one : words.over;
  if ((minutes === 5 || minutes === 1) && !told.has(minutes)) {
    told.add(minutes);
    clock.nextElementSibling.textContent = clock.textContent;
  }
  if (left <= 0) ask();
};

if (clock) {
  setInterval(tick, 1000);
  tick();
  addEventListener("visibilitychange", () => document.hidden || ask());
}

// --- saving -----------------------------------------------------------------------
const form = $("form[data-attempt]"), box = $("#luu"), notice = $("#mat-mang");
const OURS = ["csrfmiddlewaretoken", "response", "version", "key"];
const FIRST_WAIT = 2000, LONGEST_WAIT = 60000, PATIENCE = 15000;
let acknowledged, running, timer, wait = FIRST_WAIT, leaving = false;

const uuid = () => {  // crypto.randomUUID exists on https only
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = b[6] & 15 | 64;
  b[8] = b[8] & 63 | 128;
  return [...b].map(x => x.toString(16).padStart(2, "0")).join("").replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};
const entries = () => [...new FormData(form)].filter(([name]) => !OURS.includes(name));
const answer = () => new URLSearchParams(entries()).toString();
const shelf = form && "attempt:" + form.elements.response.value;
const keep = sent => {  // a full or forbidden storage must not stop the saving
  if (leaving) return;
  try { localStorage[shelf] = JSON.stringify({ entries: entries(), version: form.elements.version.value, sent }); } catch { /* private mode */ }
};
const kept = () => {
  try { return JSON.parse(localStorage[shelf] ?? "null"); } catch { return null; }
};
const forget = () => { try { delete localStorage[shelf]; } catch { /* private mode */ } };

const show = (state, at = "") => {
  box.dataset.state = state;
  box.textContent = box.dataset[state].replace("{}", at);
  notice.hidden = state !== "offline";
};

const mark = ({ answered, flagged }) => {  // the navigator follows what was saved
  const button = $(".qnav [aria-current]"), words = $(".qnav").dataset;
  button.dataset.state = flagged ? "flag" : answered ? "done" : "todo";
  button.setAttribute("aria-label", `${button.dataset.name}, ${words[button.dataset.state]}`);
};

const renew = () => {  // logged out or an old token: the page as it is now, once a minute
  if (Date.now() - (sessionStorage.renewed ?? 0) < 60000) return;
  sessionStorage.renewed = Date.now();
  location.reload();
};

const post = async (given, key) => {
  const body = new URLSearchParams(given);
  for (const name of OURS) body.set(name, name === "key" ? key : form.elements[name].value);
  const late = new AbortController(), alarm = setTimeout(() => late.abort(), PATIENCE);
  try {
    const reply = await fetch(form.action, { method: "POST", body, keepalive: true, signal: late.signal, headers: { Accept: "application/json" } });
    if (reply.status === 403 || reply.redirected) renew();
    if (!reply.ok) throw new Error(reply.status);
    return await reply.json();
  } finally { clearTimeout(alarm); }
};

const saveAll = async () => {  // until what is on the page is what stands
  while (answer() !== acknowledged) {
    const given = answer(), key = running.key ??= uuid();
    keep(key);
    show("saving");
    let said;
    try { said = await post(running.given ??= given, key); } catch {
      show("offline");
      timer = setTimeout(flush, wait);
      wait = Math.min(wait * 2, LONGEST_WAIT);
      return false;
    }
    wait = FIRST_WAIT;
    setLeft(said.left);
    if (said.next) { leaving = true; forget(); location.assign(said.next); return false; }
    acknowledged = running.given;
    running.key = running.given = undefined;
    form.elements.version.value = said.version;
    mark(said);
    if (answer() === acknowledged) { forget(); show("saved", said.saved_at); }
  }
  return true;
};

// `running` outlives a failed try, so that the retry carries the same key and content.
const flush = () => {
  if (!form || leaving) return Promise.resolve(!leaving);
  clearTimeout(timer);
  running ??= {};
  return running.promise ??= saveAll().finally(() => { running.promise = undefined; });
};

const restore = copy => {  // what this machine still held when the page was left
  for (const field of form.elements) {
    if (!field.name || OURS.includes(field.name) || field.tagName === "BUTTON") continue;
    const values = copy.entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  // Our own last save arrived and only its answer was lost: go on from there.
  if (copy.sent !== form.dataset.lastKey) form.elements.version.value = copy.version;
};

if (form) {
  form.reset();  // a browser that fills in what was typed before would hide what stands
  acknowledged = answer();
  const copy = kept();
  if (copy) {
    const standing = form.elements.version.value;
    restore(copy);
    if (answer() !== acknowledged) flush();
    else { form.elements.version.value = standing; forget(); }
  }
  form.addEventListener("input", event => {
    keep(running?.key);
    clearTimeout(timer);
    timer = setTimeout(flush, /text|search/.test(event.target.type ?? "") ? 800 : 100);
  });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const target = event.submitter?.value;
    if (await flush()) location.assign(target === "xem-lai" ? form.dataset.review : `${form.dataset.page}?cau=${target}`);
    else box.scrollIntoView({ block: "nearest" });
  });
  addEventListener("online", flush);
  addEventListener("visibilitychange", () => document.hidden && answer() !== acknowledged && flush());
}
