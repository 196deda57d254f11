// The sum of the criteria while a trainer types; the server adds up for itself.
const hundredths = (text) => {
  const plain = text.trim().replace(",", ".");
  return /^\d+(\.\d{0,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
};

for (const form of document.querySelectorAll("form[data-sum]")) {
  const total = form.querySelector("[data-total]");
  const fields = [...form.querySelectorAll("input[name^='criterion-']")];
  const add = () => {
    const points = fields.map((field) => hundredths(field.value));
    total.value = points.includes(null)
      ? "–"
      : (points.reduce((sum, part) => sum + part, 0) / 100).toLocaleString("vi-VN");
  };
  if (total && fields.length) {
    form.addEventListener("input", add);
    add();
  }
}
