// The code on the wall: ask for the picture again every ten seconds, so that the one
// shown is never older than that. Without this file the page reloads itself.
const picture = document.querySelector("[data-wall]");
const address = picture.src;

setInterval(() => { picture.src = `${address}?${Date.now()}`; }, 10000);
