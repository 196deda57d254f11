// The code on the wall: ask every ten seconds for the page, show its number of people and
// its picture, so that the code shown is never much older than that. When the line is down
// or the session over, say so: the room must not scan a dead code. Without this file the
// page reloads itself.
const lost = document.getElementById("mat-mang");
let picture = document.querySelector("[data-wall]");

const show = page => new Promise((done, failed) => {
  const next = picture.cloneNode();
  next.onload = () => { picture.replaceWith(next); picture = next; done(); };
  next.onerror = failed;
  next.src = `${page.querySelector("[data-wall]").getAttribute("src")}?${Date.now()}`;
});

const ask = async () => {
  try {
    const answer = await fetch(location.href, { signal: AbortSignal.timeout(8000) });
    if (!answer.ok || answer.redirected) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!page.querySelector("[data-wall]")) return location.reload();  // it is over
    document.querySelector("[data-count]").replaceWith(page.querySelector("[data-count]"));
    await show(page);
    lost.hidden = true;
  } catch {
    lost.hidden = false;
  }
  setTimeout(ask, 10000);
};

setTimeout(ask, 10000);
