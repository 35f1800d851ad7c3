/* The grid under the keyboard: arrows from cell to cell, one tab stop, letters, selection. */

const PAGE = 10;

export class Keys {
  constructor(table, { rows, saver, confirm, selected }) {
    Object.assign(this, { table, rows, saver, confirm, selected });
    this.byRow = new Map(rows.map((row) => [row.tr, row]));
    this.anchor = null;
    this.editing = null;
    for (const control of table.querySelectorAll("tbody :is(a, select, input, textarea)")) control.tabIndex = -1;
    this.makeStop(this.shown[0]);
    table.addEventListener("keydown", (event) => this.pressed(event));
    table.addEventListener("focusin", (event) => this.entered(event.target));
    table.addEventListener("focusout", () => this.leave());
    // A finger or a mouse goes straight into the field: its own keys are the browser's.
    table.addEventListener("pointerdown", (event) => event.target.matches("select, textarea, input:not([type=checkbox])") && (this.pointed = event.target));
    table.addEventListener("click", (event) => this.pointed === event.target && this.edit(event.target, { open: false }));
    table.addEventListener("change", (event) => event.target.tagName === "SELECT" && this.leave());
    table.addEventListener("input", (event) => event.target.matches("textarea, [list]") && this.edit(event.target, { open: false }));
  }

  get shown() {
    return this.rows.filter((row) => !row.tr.hidden && !row.tr.parentElement.hidden);
  }

  /* A row's controls from left to right. */
  controls(row) {
    const { s, r, q, n } = row.fields;
    return [row.pick, row.tr.querySelector("th a"), s, r, q, n, row.check].filter(Boolean);
  }

  makeStop(row) {
    if (row) this.setStop(row.fields.s);
  }

  setStop(control) {
    if (this.stop) this.stop.tabIndex = -1;
    this.stop = control;
    control.tabIndex = 0;
  }

  entered(target) {
    const row = this.byRow.get(target.closest("tr"));
    if (!row || !this.controls(row).includes(target)) return;
    this.setStop(target);
    if (this.undo?.control !== target) this.undo = { control: target, value: row.value() };
  }

  edit(control, { open = true } = {}) {
    this.pointed = null;
    if (this.editing === control) return;
    this.leave();
    this.editing = control;
    control.classList.add("editing");
    if (control.tagName === "TEXTAREA") control.rows = 3;
    if (!open) return;
    if (control.tagName === "SELECT") {
      try {
        control.showPicker();
      } catch {
        // An older browser: its own keys open the choices.
      }
    } else control.setSelectionRange(control.value.length, control.value.length);
  }

  leave() {
    if (!this.editing) return;
    const control = this.editing;
    this.editing = null;
    control.classList.remove("editing");
    if (control.tagName === "TEXTAREA") control.rows = 1;
    const row = this.byRow.get(control.closest("tr"));
    if (row?.isChanged && control.tagName !== "SELECT") this.saver.touch(row);
  }

  pressed(event) {
    const row = this.byRow.get(event.target.closest("tr"));
    if (!row || !this.controls(row).includes(event.target)) return;
    const done = this.editing === event.target ? this.whileEditing(event, row) : this.whileMoving(event, row);
    if (done) event.preventDefault();
  }

  whileEditing(event, row) {
    if (event.key === "Escape") return this.undoIn(row, event.target);
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      this.leave();
      if (event.ctrlKey || event.metaKey) this.confirm(this.chosen(row));
      else this.move(row, event.target, { down: 1 });
      return true;
    }
    return false;
  }

  whileMoving(event, row) {
    const { key, target } = event;
    const control = event.ctrlKey || event.metaKey;
    const steps = { ArrowUp: { down: -1 }, ArrowDown: { down: 1 }, ArrowLeft: { right: -1 }, ArrowRight: { right: 1 }, PageUp: { down: -PAGE }, PageDown: { down: PAGE }, Home: { right: -99, down: control ? -9999 : 0 }, End: { right: 99, down: control ? 9999 : 0 } };
    if (event.altKey) return false;
    if (event.shiftKey && (key === "ArrowUp" || key === "ArrowDown")) return this.extend(row, target, steps[key]);
    if (key in steps) return this.move(row, target, steps[key]);
    if (control && key.toLowerCase() === "a") return this.pick(this.shown, true);
    if (control && key === "Enter") return this.confirm(this.chosen(row)) || true;
    if (control) return false;
    if (key === "Escape") return this.escape(row, target);
    if (key === " " && target !== row.check) return this.pick([row], !row.pick.checked);
    if (target.matches("select, textarea, [list]")) return this.type(event, row);
    return false;
  }

  type({ key, target }, row) {
    if (key === "Enter" || key === "F2") {
      this.edit(target);
      return true;
    }
    if (target.tagName !== "SELECT" || key.length !== 1) return false;
    const letter = key.toLocaleLowerCase();
    const options = [...target.options];
    const fitting = options.filter((each) => each.text.toLocaleLowerCase().startsWith(letter));
    const next = fitting[(fitting.indexOf(options[target.selectedIndex]) + 1) % fitting.length];
    if (next && !next.selected) {
      next.selected = true;
      this.saver.touch(row);
    }
    return true;
  }

  move(row, target, { down = 0, right = 0 }) {
    const rows = this.shown;
    const next = rows[Math.min(rows.length - 1, Math.max(0, rows.indexOf(row) + down))];
    if (!next) return true;
    const column = this.controls(row).indexOf(target) + right;
    const controls = this.controls(next);
    const control = controls[Math.min(controls.length - 1, Math.max(0, column))];
    control.focus();
    control.closest("tr").scrollIntoView({ block: "nearest" });
    this.anchor = null;
    return true;
  }

  extend(row, target, step) {
    const anchor = this.anchor || row;
    this.move(row, target, step);
    const rows = this.shown;
    const at = this.byRow.get(document.activeElement.closest("tr"));
    const [first, last] = [rows.indexOf(anchor), rows.indexOf(at)].sort((one, other) => one - other);
    this.pick(this.rows, false, { quiet: true });
    this.pick(rows.slice(first, last + 1), true);
    this.anchor = anchor;
    return true;
  }

  escape(row, target) {
    const isTouched = row.confirmed || (this.undo?.control === target && JSON.stringify(this.undo.value) !== JSON.stringify(row.value()));
    if (isTouched) return this.undoIn(row, target);
    return this.pick(this.rows, false);
  }

  undoIn(row, target) {
    this.editing = null;
    target.classList.remove("editing");
    if (target.tagName === "TEXTAREA") target.rows = 1;
    if (this.undo?.control === target) row.set(this.undo.value);
    row.confirmed = false;
    this.saver.touch(row);
    return true;
  }

  pick(rows, isPicked, { quiet = false } = {}) {
    rows.forEach((row) => {
      row.pick.checked = isPicked;
      row.tr.classList.toggle("picked", isPicked);
    });
    if (!quiet) this.selected();
    return true;
  }

  /* The selected rows that are shown, else the row itself. */
  chosen(row) {
    const picked = this.shown.filter((each) => each.pick.checked);
    return picked.length ? picked : [row].filter(Boolean);
  }
}
