// Writes a crawl that tries to be more than text to standard output: JSON Lines.

const ATTACK = [
  "</script><script>globalThis.hacked = 1</script>", "<img src=x onerror=alert(1)>", "\"><svg onload=alert(1)>", "{{7*7}}${7*7}",
  "<!--", "]]>", "&lt;b&gt;", "\u202egnp.exe\u2066", "\u2028alert(1)\u2029", "%3Cscript%3E", "\\u003cscript\\u003e", "__proto__", "constructor",
];
const URLS = [
  "javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "JaVaScRiPt:alert(1)", "//evil.example/x", "https://a.example/?q=\"><b>", "vbscript:x", "http://b.example/",
];
const PUBLISHERS = ["<img src=x onerror=alert(1)>", "</script>일보", "\u202e신문사", "__proto__"];
for (let n = 0; n < 160; n++) {
  const publisher = PUBLISHERS[n % PUBLISHERS.length];
  const attack = ATTACK[n % ATTACK.length];
  const word = ["tariff", "shipyard", "earthquake", "orchestra"][n % 4];
  process.stdout.write(JSON.stringify({
    id: `<b>${n}</b>`, press: publisher, url: URLS[n % URLS.length], title: `${attack} ${word} ${n}`,
    date: `2026-03-${String((n % 28) + 1).padStart(2, "0")}`,
    text: `The ${word} number ${n} was seen on day ${n * 7}. They said “${attack}” about the ${word} and the onerror constructor of script ${n * 13}. `.repeat(2) + `Nobody knows what ${n * 31} means for the ${word}.`,
  }) + "\n");
}
