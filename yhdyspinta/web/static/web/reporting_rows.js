/* A row of the grid: its fields, what is saved of it, and how its state is shown. */

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

export class Row {
  constructor(tr, { code, seen, words }) {
    this.tr = tr;
    this.code = code;
    this.seen = seen;
    this.words = words;
    this.index = tr.id.slice(1);
    const named = (letter) => tr.querySelector(`[name=${letter}${this.index}]`);
    this.fields = { s: named("s"), r: named("r"), q: named("q"), n: named("n") };
    this.before = tr.children[2].textContent.trim();
    this.cell = tr.lastElementChild;
    this.check = named("c");
    this.inRound = tr.classList.contains("in");
    this.visibility = Object.keys(words.visibilities).find((each) => tr.classList.contains(`for-${each}`)) || "internal";
    this.confirmed = false; // "unchanged" was chosen and is not saved yet
    this.conflict = null;
    this.refused = "";
    this.base = this.value();
  }

  get status() {
    const { s } = this.fields;
    return this.words.statuses[s.selectedIndex - (s.options.length - this.words.statuses.length)] || "";
  }

  get statusWord() {
    return this.status ? this.fields.s.selectedOptions[0].text : "–";
  }

  value() {
    const { r, q, n } = this.fields;
    return {
      status: this.status,
      risk: this.words.risks[r.selectedIndex] || "",
      expected: q.value.trim(),
      note: n.value.trim(),
      visibility: this.visibility,
    };
  }

  set(value) {
    const { s, r, q, n } = this.fields;
    const place = this.words.statuses.indexOf(value.status);
    s.selectedIndex = place + (place < 0 ? 1 : s.options.length - this.words.statuses.length);
    r.selectedIndex = Math.max(0, this.words.risks.indexOf(value.risk));
    q.value = value.expected;
    n.value = value.note;
    this.visibility = value.visibility;
    this.showVisibility();
  }

  get isChanged() {
    return this.confirmed || !same(this.value(), this.base);
  }

  /* Why the row cannot be sent as it is; empty if it can. */
  get problem() {
    const { status, expected, note } = this.value();
    if (!status) return this.words.say.status_first;
    if (expected && !/^(Q?[1-4]\s*\/\s*\d{4}|\d{4}\s*-?\s*Q?[1-4])$/i.test(expected)) return this.words.say.not_a_quarter;
    if (note.length > this.words.longest) return this.words.say.too_long;
    return this.refused;
  }

  holds(value) {
    return this.base !== null && same(this.base, value);
  }

  saved(value, { seen, by }) {
    this.base = value;
    if (seen) this.seen = seen;
    this.inRound = true;
    this.conflict = null;
    if (same(this.value(), value)) this.confirmed = false;
    this.by = by;
    this.tr.classList.add("in");
  }

  show(state, text) {
    const hadFocus = this.cell.contains(document.activeElement);
    this.cell.dataset.state = state;
    this.cell.textContent = text;
    if (hadFocus) this.fields.n.focus();
    this.check = null;
  }

  /* Show again what stood there before the change that was undone. */
  rest() {
    delete this.cell.dataset.state;
    if (this.by) this.cell.textContent = this.by;
    else if (this.shownFirst) this.cell.replaceChildren(...this.shownFirst);
    this.check = this.cell.querySelector("input");
    if (this.check) this.check.checked = this.confirmed;
  }

  remember() {
    this.shownFirst = [...this.cell.childNodes];
    if (this.inRound) this.by = this.cell.textContent;
  }

  showVisibility() {
    const cell = this.fields.n.parentElement;
    cell.querySelector("small")?.remove();
    if (this.visibility === "internal" || !this.fields.n.value) return;
    const told = document.createElement("small");
    told.textContent = this.words.visibilities[this.visibility];
    cell.append(told);
  }
}
