// What a mark says beside the pointer or the focus, and arrow keys that walk the marks of a drawing. Everything works without.

const MARKS = "[data-walk] .mark, [data-walk] .part";

const tip = document.createElement("div");
tip.className = "tip";
tip.setAttribute("role", "presentation");
tip.hidden = true;
document.body.append(tip);

/** What a mark says: its name for screen readers, or its title, which is taken away so that the browser does not show it too. */
function wordsOf(mark) {
  const title = mark.querySelector("title");
  if (title) {
    mark.dataset.tip = title.textContent;
    title.remove();
  }
  return mark.dataset.tip ?? mark.getAttribute("aria-label") ?? "";
}

function show(mark, x, y) {
  tip.textContent = wordsOf(mark);
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const left = Math.max(4, Math.min(x + 12, window.innerWidth - box.width - 4));
  const top = y - box.height - 12 < 4 ? y + 18 : y - box.height - 12;
  tip.style.transform = `translate(${left}px, ${top}px)`;
}

function hide() {
  tip.hidden = true;
}

/** Says what the mark that has the focus says; `false` where no mark has it, or not by keys. */
function showFocused() {
  const mark = document.activeElement?.closest("[data-walk] .mark:focus-visible");
  if (!mark) return false;
  const box = mark.getBoundingClientRect();
  show(mark, box.left + box.width / 2, box.top);
  return true;
}

function walk(drawing) {
  const marks = [...drawing.querySelectorAll(".mark")];
  const stop = (chosen) => {
    for (const mark of marks) mark.setAttribute("tabindex", mark === chosen ? "0" : "-1");
  };
  stop(marks[0]);
  drawing.addEventListener("focusin", (event) => {
    const mark = event.target.closest(".mark");
    if (!mark) return;
    stop(mark);
    showFocused();
  });
  drawing.addEventListener("focusout", hide);
  drawing.addEventListener("keydown", (event) => {
    const place = marks.indexOf(event.target.closest(".mark"));
    if (place < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = {
      ArrowRight: place + 1,
      ArrowDown: place + 1,
      ArrowLeft: place - 1,
      ArrowUp: place - 1,
      Home: 0,
      End: marks.length - 1,
    }[event.key];
    if (event.key === "Escape") hide();
    if (to === undefined) return;
    event.preventDefault();
    marks[Math.max(0, Math.min(marks.length - 1, to))].focus();
  });
}

document.querySelectorAll("[data-walk]").forEach(walk);
document.addEventListener("pointermove", (event) => {
  if (event.pointerType === "touch") return;
  const mark = event.target instanceof Element ? event.target.closest(MARKS) : null;
  if (mark) show(mark, event.clientX, event.clientY);
  else if (!tip.hidden && !showFocused()) hide();
});
document.addEventListener("scroll", () => tip.hidden || showFocused() || hide(), { passive: true });
