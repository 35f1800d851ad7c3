/* An area's grid with JavaScript: saved as you go, under the keyboard, filtered in place.
   Without it the page is a plain form that does the same with one button (web/reporting.py). */

import { Keys } from "./reporting_keys.js";
import { Row } from "./reporting_rows.js";
import { Saver } from "./reporting_saving.js";

const words = JSON.parse(document.getElementById("words").textContent);
const form = document.getElementById("report");
const table = document.getElementById("grid");
const tools = document.getElementById("tools");
const state = document.getElementById("state");
const made = form.elements.seen.value.split("\t").map((each) => /^(.*) (\d+)$/s.exec(each));
const rows = [...table.querySelectorAll("tr[id]")].map((tr) => {
  const [, code, seen] = made[tr.id.slice(1)];
  return new Row(tr, { code, seen: Number(seen), words });
});
const told = document.createElement("p");
const chosen = { show: "all", theme: "" };
let firstReported = null;

/* Columns that only a script has use for: rows to select, and headings beside fields on a phone. */
function furnish() {
  const head = document.createElement("th");
  head.scope = "col";
  head.id = "p";
  head.textContent = words.say.select;
  table.tHead.rows[0].prepend(head);
  const headings = [...table.tHead.rows[0].cells].map((each) => each.textContent.trim());
  for (const wide of table.querySelectorAll("tbody th[colspan]")) wide.colSpan += 1;
  for (const row of rows) {
    row.remember();
    row.pick = document.createElement("input");
    row.pick.type = "checkbox";
    row.pick.setAttribute("aria-labelledby", `p t${row.index}`);
    const cell = document.createElement("td");
    cell.className = "pick";
    cell.append(row.pick);
    row.tr.prepend(cell);
    [...row.tr.cells].forEach((each, place) => (each.dataset.label = headings[place]));
  }
  table.classList.add("alive");
  document.getElementById("keys").hidden = false;
  // What is said aloud is less than what is shown: not every "unsaved" and "saving".
  state.removeAttribute("role");
  told.className = "visually-hidden";
  told.setAttribute("role", "status");
  form.append(told);
}

function tell(kind, text) {
  state.dataset.state = kind;
  state.replaceChildren(text);
  if (kind === "signed_out") {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = words.say.sign_in;
    state.append(" ", link);
  }
  if (!["unsaved", "saving"].includes(kind)) told.textContent = text;
}

function progress() {
  const asked = rows.filter((row) => (row.base ?? row.value()).status !== "not_applicable");
  const reported = asked.filter((row) => row.inRound).length;
  const text = words.say.progress.replace("%(reported)s", () => reported).replace("%(asked)s", () => asked.length);
  document.getElementById("progress").textContent = text;
  // What the page said at first of what is missing grows old; the line above does not.
  const missing = document.getElementById("missing");
  firstReported ??= reported;
  if (missing) missing.hidden = reported !== firstReported;
  document.getElementById("meter").setAttribute("width", asked.length ? (100 * reported) / asked.length : 0);
}

const tests = {
  all: () => true,
  due: (row) => row.tr.classList.contains("due"),
  changed: (row) => row.statusWord !== row.before,
  unreported: (row) => !row.inRound,
  late: (row) => row.status === "late",
  missing: (row) => !row.status,
};
const inTheme = (row) => !chosen.theme || row.tr.parentElement.dataset.theme === chosen.theme;

function count() {
  for (const link of document.querySelectorAll("#filters [data-show]")) {
    link.querySelector("span").textContent = rows.filter((row) => inTheme(row) && tests[link.dataset.show](row)).length;
  }
  progress();
}

function filter() {
  for (const row of rows) {
    const fits = inTheme(row) && tests[chosen.show](row);
    row.tr.hidden = !fits && !row.conflict;
  }
  for (const part of table.tBodies) {
    if (!part.classList.contains("theme")) part.hidden = ![...part.rows].some((tr) => tr.id && !tr.hidden);
  }
  for (const part of table.querySelectorAll("tbody.theme")) {
    part.hidden = ![...table.tBodies].some((each) => each !== part && each.dataset.theme === part.dataset.theme && !each.hidden);
  }
  for (const link of document.querySelectorAll("#filters a")) {
    const isOn = "show" in link.dataset ? link.dataset.show === chosen.show : link.dataset.theme === chosen.theme;
    if (isOn) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
  keys.pick(rows, false);
  const shown = keys.shown;
  document.getElementById("nothing").hidden = shown.length > 0;
  keys.makeStop(shown[0]);
  told.textContent = words.say.shown.replace("%(count)s", () => shown.length);
}

function choose(event) {
  const link = event.target.closest("a");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if ("show" in link.dataset) chosen.show = link.dataset.show;
  else chosen.theme = link.dataset.theme;
  const query = new URLSearchParams();
  if (chosen.show !== "all") query.set("show", chosen.show);
  if (chosen.theme) query.set("theme", chosen.theme);
  history.replaceState(null, "", `?${query}`);
  filter();
  count();
}

function clash(row, told) {
  const line = document.createElement("tr");
  line.className = "clash";
  const cell = line.insertCell();
  cell.colSpan = 9;
  const mine = document.createElement("p");
  mine.textContent = words.say.mine.replace("%(value)s", () => told.mine);
  const theirs = document.createElement("p");
  theirs.textContent = words.say.theirs.replace("%(who)s", () => told.who).replace("%(value)s", () => told.theirs);
  const buttons = [true, false].map((isMine) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = isMine ? words.say.keep_mine : words.say.take_theirs;
    button.setAttribute("aria-label", `${button.textContent}: ${row.code}`);
    button.addEventListener("click", () => {
      line.remove();
      saver.decide(row, { mine: isMine });
      row.fields.s.focus();
    });
    return button;
  });
  cell.append(mine, theirs, ...buttons);
  row.tr.nextElementSibling?.matches(".clash") && row.tr.nextElementSibling.remove();
  row.tr.after(line);
}

function confirm(these) {
  for (const row of these.filter((each) => each.status && !each.inRound)) {
    row.confirmed = true;
    saver.touch(row);
  }
}

function selected() {
  const picked = keys.shown.filter((row) => row.pick.checked);
  tools.hidden = !picked.length;
  const text = words.say.selected.replace("%(count)s", () => picked.length);
  document.getElementById("selected").textContent = text;
  told.textContent = text;
}

/* Do something to all selected rows that are shown. */
function bulk(change) {
  for (const row of keys.chosen(null)) {
    row.set({ ...row.value(), ...change });
    saver.touch(row);
  }
}

function bulkTools() {
  const by = (id) => document.getElementById(id);
  by("bulk-status").addEventListener("change", ({ target }) => {
    if (target.value) bulk({ status: target.value });
    target.value = "";
  });
  by("bulk-expected-set").addEventListener("click", () => {
    if (by("bulk-expected").value) bulk({ expected: by("bulk-expected").value });
  });
  by("bulk-unchanged").addEventListener("click", () => confirm(keys.chosen(null)));
  by("bulk-none").addEventListener("click", () => {
    keys.pick(rows, false);
    keys.stop.focus();
  });
}

function changed({ target }) {
  const row = rows.find((each) => each.tr === target.closest("tr"));
  if (!row) return;
  if (target === row.pick) {
    keys.pick([row], target.checked);
  } else if (target === row.check) {
    row.confirmed = target.checked;
    saver.touch(row);
  } else {
    saver.touch(row, { writing: keys.editing === target });
  }
}

furnish();
const saver = new Saver(rows, { words, tell, changed: count, clash });
const keys = new Keys(table, { rows, saver, confirm, selected });
bulkTools();
const asked = new URLSearchParams(location.search);
chosen.show = asked.get("show") in tests ? asked.get("show") : "all";
chosen.theme = asked.get("theme") || "";
table.addEventListener("input", ({ target }) => target.matches("textarea, [list]") && changed({ target }));
table.addEventListener("change", ({ target }) => !target.matches("textarea, [list]") && changed({ target }));
document.getElementById("filters").addEventListener("click", choose);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  keys.leave();
  saver.retry();
  saver.flush();
});
// A step is taken with all that was written: it is saved first.
for (const each of document.querySelectorAll(".next form")) {
  each.addEventListener("submit", async (event) => {
    if (!saver.unsaved.length) return;
    event.preventDefault();
    keys.leave();
    await saver.flush();
    if (!saver.unsaved.length) each.submit();
  });
}
document.addEventListener("keydown", (event) => {
  if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") return;
  event.preventDefault();
  keys.leave();
  saver.retry();
  saver.flush();
});
const restored = saver.restore();
tell("idle", restored ? words.say.restored.replace("%(count)s", () => restored) : words.say.idle);
count();
