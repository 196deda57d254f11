// A table that follows a room: asked for again every so many seconds, replaced in place.
// Where it was scrolled to and what had the focus stay; nothing is read aloud. Without
// this file "Tải lại" does the same.
const place = document.querySelector("[data-watch]");
const lost = document.getElementById("bang-loi");

const tell = words => { lost.textContent = words; lost.hidden = !words; };
const isRead = () => {  // somebody marks words to copy: not from under their hand
  const marked = getSelection();
  return !marked.isCollapsed && place.contains(marked.anchorNode);
};

const replace = html => {
  const across = place.querySelector(".desk-scroll")?.scrollLeft ?? 0;
  const held = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  const onTable = document.activeElement?.matches("[data-watch] .desk-scroll");
  place.innerHTML = html;
  const table = place.querySelector(".desk-scroll");
  if (table) table.scrollLeft = across;
  const again = onTable ? table : held && place.querySelector(`a[href="${CSS.escape(held)}"]`);
  again?.focus({ preventScroll: true });
};

const ask = async () => {
  if (document.hidden || isRead()) return;
  try {
    const reply = await fetch(location.href, { headers: { "X-Part": "table" }, signal: AbortSignal.timeout(15000) });
    if (!reply.ok || reply.redirected) throw new Error(reply.status);
    replace(await reply.text());
    tell("");
  } catch { tell(place.dataset.lost); }
};

if (place) {
  setInterval(ask, place.dataset.watch * 1000);
  addEventListener("visibilitychange", ask);
  place.addEventListener("click", event => {
    if (!event.target.closest("[data-again]")) return;
    event.preventDefault();
    ask();
  });
}
