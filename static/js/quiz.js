// A running attempt. Every page works without this file; with it answers are saved as
// they are given: one save in flight for all questions of the page, retried with the same
// key, kept on this machine until acknowledged, and the server's seconds decide when time
// is up.
const $ = s => document.querySelector(s);

// --- the clock: starts from the server's seconds, never from this machine's time ------
const clock = $("time[data-left]");
let end = clock && performance.now() + clock.dataset.left * 1000, checking = false;
const told = new Set();

const setLeft = seconds => {
  if (!clock || seconds === null) return;
  const before = end;
  end = performance.now() + seconds * 1000;
  if (end - before < 30000) return;
  told.clear();  // more time was given: said once, and 5 and 1 minute again
  tick();
  clock.nextElementSibling.textContent = clock.textContent;
};

const ask = async () => {  // a page that slept asks how late it is
  if (checking) return;
  checking = true;
  try {
    const now = await (await fetch(clock.dataset.check, { headers: { Accept: "application/json" } })).json();
    if (!now.open) return location.reload();
    setLeft(now.left);
    if (now.left === 0) { await flush(); ours = true; $("#nop").submit(); }
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
  setInterval(() => document.hidden || ask(), 60000);  // a person may have given more time
  tick();
  addEventListener("visibilitychange", () => document.hidden || ask());
}

// --- saving -----------------------------------------------------------------------
const form = $("form[data-attempt]"), box = $("#luu"), line = $("#mat-mang"), end_form = $("#nop");
const OURS = ["csrfmiddlewaretoken", "response", "version", "key", "trang"];
const FIRST_WAIT = 2000, LONGEST_WAIT = 60000, PATIENCE = 15000;
let batch, running, timer, wait = FIRST_WAIT, leaving = false, ours = false;

const uuid = () => {  // crypto.randomUUID exists on https only
  const b = crypto.getRandomValues(new Uint8Array(16));
  b[6] = b[6] & 15 | 64;
  b[8] = b[8] & 63 | 128;
  return [...b].map(x => x.toString(16).padStart(2, "0")).join("").replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};
const token = () => $("input[name=csrfmiddlewaretoken]").value;

// A question on the page: its controls, and what of them the server has.
const questions = form ? [...form.querySelectorAll("[data-response]")].map(place => ({
  place, uid: place.dataset.response, version: place.querySelector("[name=version]"),
})) : [];
const entries = ({ place, uid }) => {
  const names = new Set([...place.querySelectorAll("[name]")].map(field => field.name));
  return [...new FormData(form)].filter(([name, value]) => !OURS.includes(name) && names.has(name) && (name !== "co" || value === uid));
};
const answer = question => JSON.stringify(entries(question));
const unsaved = () => questions.filter(question => answer(question) !== question.acknowledged);
const page = form?.elements.trang?.value;

// What is not acknowledged stays on this machine, by question; storage may be forbidden.
const SHELF = `attempt:${line?.dataset.attempt}:`;
const keep = (question, sent) => {
  if (leaving) return;
  try { localStorage[SHELF + question.uid] = JSON.stringify({ entries: entries(question), version: question.version.value, page, sent }); } catch { /* private mode */ }
};
const kept = uid => {
  try { return JSON.parse(localStorage[SHELF + uid] ?? "null"); } catch { return null; }
};
const forget = uid => { try { delete localStorage[SHELF + uid]; } catch { /* private mode */ } };
const strays = () => {  // of questions that are not on this page
  const here = new Set(questions.map(({ uid }) => SHELF + uid));
  try { return Object.keys(localStorage).filter(name => name.startsWith(SHELF) && !here.has(name)).map(name => name.slice(SHELF.length)); } catch { return []; }
};

const show = (state, at = "") => {
  line.hidden = state !== "offline";
  if (!box) return;
  box.dataset.state = state;
  box.textContent = box.dataset[state].replace("{}", at);
};

const mark = ({ position, answered, flagged }) => {  // the navigator follows what was saved
  const number = $(`.qnav [data-position="${position}"]`);
  if (!number) return;
  const words = $(".qnav").dataset;
  number.dataset.state = flagged ? "flag" : answered ? "done" : "todo";
  if (number.dataset.name) number.setAttribute("aria-label", `${number.dataset.name}, ${words[number.dataset.state]}`);
};

const renew = () => {  // logged out or an old token: the page as it is now, once a minute
  if (Date.now() - (sessionStorage.renewed ?? 0) < 60000) return;
  sessionStorage.renewed = Date.now();
  location.reload();
};

const post = async (key, rows, from) => {  // null: the server knows no such question of ours
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), key });
  if (from) body.set("trang", from);
  for (const row of rows) {
    body.append("response", row.uid);
    body.append("version", row.version);
    for (const [name, value] of row.entries) body.append(name, value);
  }
  const late = new AbortController(), alarm = setTimeout(() => late.abort(), PATIENCE);
  try {
    const reply = await fetch(line.dataset.saves, { method: "POST", body, keepalive: true, signal: late.signal, headers: { Accept: "application/json" } });
    if (reply.status === 403 || reply.redirected) renew();
    if (reply.status === 400 || reply.status === 404) return null;
    if (!reply.ok || reply.redirected) throw new Error(reply.status);
    return await reply.json();
  } finally { clearTimeout(alarm); }
};

const sendStray = async uid => {  // first again what was on its way, then what was typed after
  const { entries, version, page, sent } = kept(uid);
  const newest = { entries, version, key: uuid() };
  let said, stands = sent?.version ?? version;
  for (const part of sent ? [sent, newest] : [newest]) {
    if (part === newest && sent && JSON.stringify(entries) === JSON.stringify(sent.entries)) break;
    said = await post(part.key, [{ uid, version: stands, entries: part.entries }], page);
    if (said?.responses[0].state !== "saved") break;
    stands = said.responses[0].version;
  }
  forget(uid);
  if (said) { setLeft(said.left); mark(said.responses[0]); }
};

const take = said => {  // what the server says now stands
  for (const row of said.responses) {
    const question = questions.find(({ uid }) => uid === row.uid), sent = batch.rows.find(({ uid }) => uid === row.uid);
    mark(row);
    question.acknowledged = sent.given;
    question.version.value = row.version;
    if (said.next || answer(question) === sent.given) forget(row.uid);
    else keep(question);
  }
};

const pending = () => {
  const rows = unsaved().map(question => ({ uid: question.uid, version: question.version.value, entries: entries(question), given: answer(question) }));
  return rows.length ? { key: uuid(), rows } : undefined;
};

const failed = () => {
  show("offline");
  timer = setTimeout(flush, wait);
  wait = Math.min(wait * 2, LONGEST_WAIT);
  return false;
};

// Until what is on the page is what stands. `batch` outlives a failed try, so that the
// retry carries the same key and content.
const saveAll = async () => {
  while (batch ??= pending()) {
    const { key, rows } = batch;
    for (const { uid, version, entries } of rows) keep(questions.find(q => q.uid === uid), { key, version, entries });
    show("saving");
    let said;
    try { said = await post(key, rows, page); } catch { return failed(); }
    if (!said) { location.reload(); return false; }
    wait = FIRST_WAIT;
    setLeft(said.left);
    take(said);
    batch = undefined;
    if (said.next) { leaving = ours = true; location.assign(said.next); return false; }
    show("saved", said.saved_at);
  }
  try { for (const uid of strays()) await sendStray(uid); } catch { return failed(); }
  line.hidden = true;
  return true;
};

const flush = () => {
  if (!line || leaving) return Promise.resolve(!leaving);
  clearTimeout(timer);
  return running ??= saveAll().finally(() => { running = undefined; });
};

const restore = (question, copy) => {  // what this machine still held when the page was left
  for (const field of question.place.querySelectorAll("input, select, textarea")) {
    if (!field.name || OURS.includes(field.name)) continue;
    const values = copy.entries.filter(([name]) => name === field.name).map(([, value]) => value);
    if (/radio|checkbox/.test(field.type)) field.checked = values.includes(field.value);
    else field.value = values[0] ?? "";
  }
  // Our own last save arrived and only its answer was lost: go on from there.
  if (copy.sent?.key !== question.place.dataset.lastKey) question.version.value = copy.version;
};

const step = button => {  // a step that the server takes: it closes what was checked or passed
  const chosen = document.createElement("input");
  Object.assign(chosen, { type: "hidden", name: button.name, value: button.value });
  form.append(chosen);
  form.elements.key.value = uuid();
  form.submit();
};

if (form) {
  // On a slow line somebody answers before this file is here: that is not to be lost.
  const early = navigator.userActivation?.hasBeenActive ? new Map(questions.map(q => [q, entries(q)])) : new Map();
  form.reset();  // a browser that fills in what was typed before would hide what stands
  for (const question of questions) {
    question.acknowledged = answer(question);
    const standing = question.version.value, given = early.get(question);
    const isNew = given && JSON.stringify(given) !== question.acknowledged;
    const copy = isNew ? { entries: given, version: standing } : kept(question.uid);
    if (copy) restore(question, copy);
    if (answer(question) === question.acknowledged) { question.version.value = standing; forget(question.uid); }
  }
  form.addEventListener("input", event => {
    const question = questions.find(({ place }) => place.contains(event.target));
    if (question) keep(question, batch?.rows.some(({ uid }) => uid === question.uid) ? kept(question.uid)?.sent : undefined);
    clearTimeout(timer);
    timer = setTimeout(flush, /text|search/.test(event.target.type ?? "") ? 800 : 100);
  });
  form.addEventListener("submit", async event => {
    event.preventDefault();
    const button = event.submitter, target = button?.value;
    if (!await flush()) return box.scrollIntoView({ block: "nearest" });
    ours = true;
    if (button?.name === "chot" || form.dataset.forward && target !== "xem-lai") step(button);
    else location.assign(target === "xem-lai" ? form.dataset.review : `${form.dataset.page}?cau=${target}${page ? `#cau-${target}` : ""}`);
  });
  addEventListener("visibilitychange", () => document.hidden && unsaved().length && flush());
} else end_form?.addEventListener("submit", async event => {  // nothing kept here is left out
  ours = true;
  if (!strays().length) return;
  event.preventDefault();
  if (await flush()) end_form.submit();
});

if (line) {
  if (unsaved().length || strays().length) flush();
  addEventListener("online", flush);
}

// --- an examination notes that its page was left; our own steps are no leaving ---------
const told_to = line?.dataset.leave, AWAY = `away:${line?.dataset.attempt}`;
let away;
const tell = (uid, kind) => navigator.sendBeacon(told_to, new URLSearchParams({ csrfmiddlewaretoken: token(), uid, kind }));
const note = uid => {  // a page that is loaded again still knows that it was left
  away = uid;
  try { uid ? sessionStorage[AWAY] = uid : delete sessionStorage[AWAY]; } catch { /* private mode */ }
};
const back = () => {
  tell(away, "left");  // again, should the first have been lost; it counts once
  tell(uuid(), "returned");
  note();
};

if (told_to) {
  try { away = sessionStorage[AWAY]; } catch { /* private mode */ }
  if (away && !document.hidden) back();
  addEventListener("click", event => {
    if (event.target.closest("main a[href]")) { ours = true; setTimeout(() => { ours = false; }, 5000); }
  });
  addEventListener("visibilitychange", () => {
    if (document.hidden && !ours) { note(uuid()); tell(away, "left"); }
    else if (!document.hidden && away) back();
  });
}
