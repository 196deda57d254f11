// The service worker of /verify/: while the line is there it only keeps the page that
// checks QR codes, and the public keys, up to date; without one that page answers in
// place of any page below /verify/. self.SHELL is written before by the server.
const { version, page, keys, files } = self.SHELL;
const STORE = `verify-${version}`;
const PATIENCE = 8000; // milliseconds until a bad line counts as none
const BUSY = 502; // from here on the server is not there, whoever answers

const keep = async () => {
  const store = await caches.open(STORE);
  await Promise.all([page, keys].map(async address => {
    const answer = await fetch(address, { cache: "no-cache" });
    if (answer.ok) await store.put(address, answer);
  }));
};

const install = async () => {
  await (await caches.open(STORE)).addAll([page, keys, ...files]);
  await self.skipWaiting();
};

const activate = async () => {
  for (const name of await caches.keys()) {
    if (name.startsWith("verify-") && name !== STORE) await caches.delete(name);
  }
  await self.clients.claim();
};

const kept = async address => (await caches.open(STORE)).match(address, { ignoreVary: true });

const late = () => new Promise((_, refuse) => setTimeout(refuse, PATIENCE, new Error("late")));

const visit = async event => {
  try {
    const answer = await Promise.race([fetch(event.request), late()]);
    if (answer.status < BUSY) {
      event.waitUntil(keep().catch(() => {}));
      return answer;
    }
  } catch {
    // No line, or one too slow.
  }
  return kept(page);
};

const fresh = async request => {
  try {
    return await Promise.race([fetch(request), late()]);
  } catch {
    return kept(keys);
  }
};

const stored = async request => (await kept(request.url)) || fetch(request);

self.addEventListener("install", event => event.waitUntil(install()));
self.addEventListener("activate", event => event.waitUntil(activate()));
self.addEventListener("fetch", event => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname.endsWith("/file/")) return;
  if (request.mode === "navigate") event.respondWith(visit(event));
  else if (pathname === keys) event.respondWith(fresh(request));
  else if (files.includes(pathname)) event.respondWith(stored(request));
});
