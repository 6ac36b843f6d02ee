"use strict";
// The language switch works without this: it keeps the page's language tag, place and colours true, and opens what is
// folded before printing.
const root = document.documentElement;
const radios = [...document.querySelectorAll("input[name=language]")];

function speak(radio) {
  const page = document.querySelector(`.page[lang="${root.lang}"]`);
  const seen = [...page.querySelectorAll("[id]")].filter((it) => it.getBoundingClientRect().top < 120).pop();
  root.lang = radio.value;
  if (!seen || scrollY < 200) return;
  const twin = document.getElementById(seen.id.replace(/^[a-z]+-/, radio.id.replace("lang-", "") + "-"));
  if (twin) twin.scrollIntoView();
}

for (const radio of radios) radio.addEventListener("change", () => speak(radio));
const asked = radios.find((radio) => location.hash === "#" + radio.id.replace("lang-", ""))
  || radios.find((radio) => location.hash.startsWith("#" + radio.id.replace("lang-", "") + "-"));
if (asked) asked.checked = true;
root.lang = radios.find((radio) => radio.checked).value;
if (asked) document.getElementById(location.hash.slice(1))?.scrollIntoView();

let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const it of folded) it.open = true;
});
addEventListener("afterprint", () => {
  for (const it of folded) it.open = false;
});
