// The editor of certificate templates: a click puts a field where the caret was last.
const last = new Map();

document.addEventListener("focusout", ({ target }) => {
  for (const group of document.querySelectorAll("[data-wording-for]")) {
    if (group.dataset.wordingFor.split(" ").includes(target.id)) last.set(group, target);
  }
});

document.addEventListener("click", ({ target }) => {
  const button = target.closest("[data-wording-field]");
  const group = button?.closest("[data-wording-for]");
  if (!group) return;
  const text = last.get(group) ?? document.getElementById(group.dataset.wordingFor.split(" ")[0]);
  const { selectionStart, selectionEnd } = text;
  text.setRangeText(button.dataset.wordingField, selectionStart, selectionEnd, "end");
  text.focus();
  text.dispatchEvent(new Event("input", { bubbles: true })); // the preview follows
  text.dispatchEvent(new Event("change", { bubbles: true }));
});
