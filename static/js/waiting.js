// A page that waits for work in the background: ask for it again, a little less often
// each time, and show what is new. While it waits, only the words in [data-wait]
// change; when it waits no more, the whole page is loaded.
let wait = 2000;

const ask = async () => {
  const words = document.querySelector("[data-wait]");
  try {
    const answer = await fetch(location.href);
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-wait]");
    if (!fresh) return location.reload();
    if (fresh.innerHTML !== words.innerHTML) words.innerHTML = fresh.innerHTML;
  } catch {
    // The line is down: ask again later.
  }
  wait = Math.min(wait * 1.2, 15000);
  setTimeout(ask, wait);
};

if (document.querySelector("[data-wait]")) setTimeout(ask, wait);
