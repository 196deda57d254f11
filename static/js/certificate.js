// While the paper is being drawn: ask, a little less often each time, then show the
// download in place. Works on any page that has an element with `data-certificate`
// (the status url) and an id; `data-done` is spoken in #<id>-bao.
for (const frame of document.querySelectorAll("[data-certificate]")) {
  let wait = 1000;

  const ask = async () => {
    try {
      const answer = await fetch(frame.dataset.certificate, { headers: { Accept: "application/json" } });
      if (answer.ok && (await answer.json()).status !== "pending") return await show();
    } catch {
      // The line is down or the log-in has ended: ask again later.
    }
    wait = Math.min(wait * 1.4, 15000);
    setTimeout(ask, wait);
  };

  const show = async () => {
    const page = await (await fetch(location.href)).text();
    const fresh = new DOMParser().parseFromString(page, "text/html").getElementById(frame.id);
    const said = document.getElementById(`${frame.id}-bao`);
    frame.replaceWith(document.importNode(fresh, true));
    if (said) said.textContent = frame.dataset.done;
  };

  setTimeout(ask, wait);
}
