// What the QR code of a certificate says: facts with the issuer's signature (a JSON Web
// Signature, ES256) behind the # of its address. Checked here, with public keys alone.
// A plain script, not a module: the page that opens from a disk has it inside.
const Token = (() => {
  const bytes = text => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), c => c.charCodeAt(0));
  const said = part => JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes(part)));

  // The token in a link, or alone; "" where there is none.
  const find = text => (/(?:^|#)([\w-]+\.[\w-]+\.[\w-]+)$/.exec(text.replace(/\s/g, "")) || ["", ""])[1];

  // "good", "forged", "stranger" (no such key) or "helpless" (a browser without ECDSA).
  const check = async (token, keys) => {
    const [head, facts, signature] = token.split(".");
    let header, read, two;
    try {
      [header, read, two] = [said(head), said(facts), bytes(signature)];
    } catch {
      return { verdict: "forged" };
    }
    if (!header || header.alg !== "ES256" || !read || typeof read !== "object") return { verdict: "forged" };
    const key = keys.find(one => one.kid === header.kid);
    if (!key) return { verdict: "stranger", kid: String(header.kid) };
    if (!window.crypto || !crypto.subtle) return { verdict: "helpless" };
    const { kty, crv, x, y } = key;
    const curve = { name: "ECDSA", namedCurve: "P-256" };
    const own = await crypto.subtle.importKey("jwk", { kty, crv, x, y }, curve, false, ["verify"]);
    const content = new TextEncoder().encode(`${head}.${facts}`);
    const holds = await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, own, two, content);
    return holds ? { verdict: "good", said: read, signer: key.organisation, kid: key.kid } : { verdict: "forged" };
  };

  // 05/4/2023, as the offices write it.
  const day = iso => {
    const [year, month, date] = String(iso).split("-");
    return date ? `${date}/${Number(month) < 3 ? month : Number(month)}/${year}` : String(iso);
  };

  // A copy of the <template>, its slots filled with text.
  const words = (template, texts) => {
    const copy = template.content.cloneNode(true);
    for (const slot of copy.querySelectorAll("[data-slot]")) slot.textContent = texts[slot.dataset.slot] ?? "";
    return copy;
  };

  return { find, check, day, words };
})();
