// While the paper is being drawn: ask, a little less often each time, then show the
// download in place. Works on any page that has an element with `data-certificate`
// (the status url) and an id; `data-done` is spoken in #<id>-bao.
for (const frame of document.querySelectorAll("[data-certificate]")) {
  let wait = 1000;

  const ask = async () => {
    try {
      const answer = await fetch(frame.dataset.certificate, { headers: { Accept: "application/json" } });
      const found = answer.ok ? await answer.json() : { status: "pending" };
      if (found.status !== "pending") return await show();
      if (found.late && !("late" in frame.dataset)) await say();
    } catch {
      // The line is down or the log-in has ended: ask again later.
    }
    wait = Math.min(wait * 1.4, 15000);
    setTimeout(ask, wait);
  };

  const reloaded = async () => {
    const page = await (await fetch(location.href)).text();
    return new DOMParser().parseFromString(page, "text/html").getElementById(frame.id);
  };

  // It takes longer than was said: the page says so, and goes on asking.
  const say = async () => {
    frame.replaceChildren(...document.importNode(await reloaded(), true).childNodes);
    frame.dataset.late = "";
  };

  const show = async () => {
    const fresh = await reloaded();
    const said = document.getElementById(`${frame.id}-bao`);
    frame.replaceWith(document.importNode(fresh, true));
    if (said) said.textContent = frame.dataset.done;
  };

  setTimeout(ask, wait);
}
