// The page of a record: facts shown in the text and back, keys, words selected and added. Without it links and forms do the same.

const page = document.getElementById("record");
const text = document.getElementById("text");
const writes = page.dataset.writes === "1";
const dialog = document.getElementById("form-dialog");
const help = document.getElementById("help");
const adder = document.getElementById("adder");
const told = document.getElementById("told");
const facts = [...document.querySelectorAll(".fact[data-key]")];
const KEYS = "extractor.keys";

const factOf = (key) => document.getElementById(`f-${key}`);
const marksOf = (key) => [...text.querySelectorAll("[data-facts]")].filter((one) => one.dataset.facts.split(" ").includes(key));

// --- a fact and its words -------------------------------------------------------------------------------------------

let lit = [];

function light(keys) {
  lit.forEach((one) => one.classList.remove("on", "main"));
  lit = [];
  for (const key of keys) {
    const fact = factOf(key);
    lit.push(...marksOf(key), ...(fact ? [fact] : []));
  }
  for (const one of lit) {
    one.classList.add("on");
    one.classList.toggle("main", keys.includes(one.dataset.front)); // others lie within its sentence
  }
}

function keysAt(node) {
  const mark = node.closest?.("[data-front]");
  if (mark && text.contains(mark)) return [mark.dataset.front];
  const covering = node.closest?.("[data-facts]");
  if (covering && text.contains(covering)) return covering.dataset.facts.split(" ").slice(0, 1);
  const fact = node.closest?.(".fact[data-key]");
  return fact ? [fact.dataset.key] : [];
}

const near = { block: "nearest", inline: "nearest" };

function showWords(key) {
  const [first] = marksOf(key);
  if (first) first.scrollIntoView(near);
}

function current() {
  const [key] = keysAt(document.activeElement);
  return key ? factOf(key) : null;
}

function go(fact, words = true) {
  if (!fact) return;
  fact.focus({ preventScroll: true });
  fact.scrollIntoView(near);
  if (words) showWords(fact.dataset.key);
}

page.addEventListener("mouseover", (event) => {
  const keys = keysAt(event.target);
  if (keys.length) light(keys);
});
page.addEventListener("focusin", (event) => {
  const keys = keysAt(event.target);
  if (!keys.length) return;
  light(keys);
  if (!text.contains(event.target)) showWords(keys[0]);
});
page.addEventListener("click", (event) => {
  const link = event.target.closest("a[href^='#']");
  if (!link || !window.getSelection().isCollapsed) return;
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  if (target.matches(".fact")) {
    history.replaceState(null, "", link.hash);
    go(target, false);
  } else {
    let mark = target;
    while (mark.matches(".anchor") && mark.nextElementSibling) mark = mark.nextElementSibling; // several facts may begin here
    mark.scrollIntoView({ block: "center", inline: "nearest" });
    const [key] = keysAt(link);
    if (key) light([key]);
    if (mark.matches("a")) mark.focus({ preventScroll: true });
  }
});

// --- forms ----------------------------------------------------------------------------------------------------------

async function open(address) {
  const url = new URL(address, location.href);
  url.searchParams.set("part", "true");
  try {
    const answer = await fetch(url, { headers: { accept: "text/html" }, credentials: "same-origin" });
    if (!answer.ok) throw new Error(String(answer.status));
    dialog.innerHTML = await answer.text(); // a form of our own, escaped there
  } catch {
    told.textContent = page.dataset.failed;
    return;
  }
  if (!dialog.open) dialog.showModal();
  dialog.querySelector(".fact-form :is(input:not([type=hidden]), select, textarea)")?.focus();
}

document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-form]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  open(link.href);
});
dialog.addEventListener("click", (event) => {
  if (event.target.closest("[data-cancel]")) {
    event.preventDefault();
    dialog.close();
  }
});
dialog.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-families]");
  if (form) open(`${form.action}?${new URLSearchParams(new FormData(form))}`);
});
dialog.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-families]")) return;
  event.preventDefault();
  open(`${form.action}?${new URLSearchParams(new FormData(form))}`);
});
let back = null;
dialog.addEventListener("close", () => back?.focus());

// --- words selected in the text -------------------------------------------------------------------------------------

let chosen = null;

const codePoints = (words) => [...words].length;

function selected() {
  const selection = window.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  const words = range.toString();
  const lead = words.length - words.trimStart().length;
  const start = codePoints(before.toString() + words.slice(0, lead));
  const bare = words.trim();
  return bare ? { text: bare, start, end: start + codePoints(bare) } : null;
}

function noteSelected() {
  if (dialog.open || !writes) return;
  chosen = selected();
  adder.hidden = !chosen;
  const shown = chosen && [...chosen.text].length > 80 ? `${[...chosen.text].slice(0, 80).join("")}…` : chosen?.text;
  document.getElementById("selected").textContent = chosen ? `${page.dataset.selected} “${shown}”` : "";
}

if (writes) {
  document.addEventListener("selectionchange", noteSelected);
  adder.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add]");
    if (button) add(button.dataset.add);
  });
  adder.addEventListener("mousedown", (event) => event.preventDefault()); // the selection stays
}

function add(family) {
  const asked = new URLSearchParams({ family });
  if (page.dataset.own) asked.set("own", "1");
  if (chosen) for (const name of ["text", "start", "end"]) asked.set(name, chosen[name]);
  back = document.activeElement;
  open(`/records/${page.dataset.record}/correct?${asked}`);
}

// Words by keys: from the first to the last letter of what white space parts, so that "Wangi-Wangi," is one word without its comma.
const WORD = /[\p{L}\p{N}](?:\S*[\p{L}\p{N}%])?/gu;
let words = null;
let first = 0;
let last = 0;

function pointAt(offset) {
  const walker = document.createTreeWalker(text, NodeFilter.SHOW_TEXT);
  let before = 0;
  let node = walker.nextNode();
  while (node && before + node.length < offset) {
    before += node.length;
    node = walker.nextNode();
  }
  return [node, offset - before];
}

function choose(from, to) {
  if (from < 0 || to < 0 || from >= words.length || to >= words.length) return;
  [first, last] = [from, to];
  const [begin, end] = [words[Math.min(from, to)], words[Math.max(from, to)]];
  const range = document.createRange();
  range.setStart(...pointAt(begin.index + (begin.index ? 1 : 0)));
  if (begin.index) range.setStart(range.startContainer, range.startOffset - 1); // within the node that holds the first letter
  range.setEnd(...pointAt(end.index + end[0].length));
  const selection = window.getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
  noteSelected();
  const at = range.endContainer.parentElement;
  if (at !== text) at.scrollIntoView(near);
}

function select() {
  words ??= [...text.textContent.matchAll(WORD)];
  if (!words.length) return;
  const key = keysAt(document.activeElement)[0];
  const mark = key && (marksOf(key).find((one) => one.dataset.front === key) ?? marksOf(key)[0]);
  let from = 0;
  if (mark) {
    const before = document.createRange();
    before.setStart(text, 0);
    before.setEndBefore(mark);
    const offset = before.toString().length;
    from = Math.max(0, words.findIndex((one) => one.index >= offset));
  }
  text.focus({ preventScroll: true });
  choose(from, from);
}

// --- keys -----------------------------------------------------------------------------------------------------------

const keysOn = document.getElementById("keys-on");
try {
  keysOn.checked = localStorage.getItem(KEYS) !== "off";
} catch {
  keysOn.checked = true; // nothing can be kept here
}
keysOn.addEventListener("change", () => {
  try {
    localStorage.setItem(KEYS, keysOn.checked ? "on" : "off");
  } catch {
    // it holds for this page alone
  }
});

const helpButton = document.getElementById("help-button");
if (helpButton) {
  helpButton.hidden = false;
  helpButton.addEventListener("click", () => help.showModal());
}

function step(by) {
  const at = facts.indexOf(current());
  go(facts[at < 0 ? (by > 0 ? 0 : facts.length - 1) : (at + by + facts.length) % facts.length]);
}

function press(selector) {
  current()?.querySelector(selector)?.click();
}

function send(id) {
  const form = document.getElementById(id);
  if (!form) return;
  told.textContent = page.dataset.working;
  form.requestSubmit();
}

const inText = () => words !== null && chosen !== null && document.activeElement === text;

function act(event) {
  if (event.key === "?") return help.showModal();
  if (event.key === "j") return step(1);
  if (event.key === "k") return step(-1);
  if (event.key === "Enter" && document.activeElement.matches?.(".fact")) {
    const [first] = marksOf(document.activeElement.dataset.key).filter((one) => one.matches("a"));
    first?.focus();
    return first;
  }
  if (!writes) return false;
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by && inText()) return event.shiftKey ? choose(first, last + by) : choose(last + by, last + by);
  const adding = [...adder.querySelectorAll("[data-add]")].map((one) => one.dataset.add);
  if (chosen && /^[1-9]$/.test(event.key)) return add(adding[Number(event.key) - 1]);
  switch (event.key) {
    case "a":
      return press("button[value=accept]");
    case "r":
      return press("button[value=reject]");
    case "e":
      back = current();
      return press("a[data-form]");
    case "s":
      return select();
    case "v":
      return add("events");
    case "u":
      return send("undo-form");
    case "m":
      return send("review-form");
    default:
      return false;
  }
}

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest?.("input:not([type=checkbox]), select, textarea");
  if (typing || dialog.open || help.open || !keysOn.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (act(event) !== false) {
    if (event.key !== "Enter" || event.target.matches?.(".fact")) event.preventDefault();
  }
});

// After a correction the page comes back at its fact.
if (location.hash) {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fact = target?.closest?.(".fact") ?? target;
  if (fact?.matches?.("[tabindex]")) {
    fact.focus({ preventScroll: true });
    fact.scrollIntoView(near);
    if (fact.dataset.key) {
      light([fact.dataset.key]);
      showWords(fact.dataset.key);
    }
  }
}
