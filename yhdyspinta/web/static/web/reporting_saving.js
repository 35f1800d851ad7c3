/* Saving as you go: drafts in this browser, one request at a time, tried again until it is done. */

const WAIT = 800; // ms after a choice
const WAIT_WRITING = 4000; // while somebody writes: each save is a report of its own in the log
const LONGEST_WAIT = 60000;
const MOST_ROWS = 400;

export class Saver {
  constructor(rows, { words, tell, changed, clash }) {
    Object.assign(this, { rows, words, tell, changed, clash });
    this.byCode = new Map(rows.map((row) => [row.code, row]));
    this.state = "idle";
    this.tries = 0;
    this.kept = new Set(); // rows that this page keeps in the browser; another tab has its own
    this.stopped = ""; // "signed_out" or "locked": not tried again by itself
    window.addEventListener("online", () => this.retry());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.retry());
    window.addEventListener("beforeunload", (event) => {
      this.keep();
      if (this.unsaved.length) event.preventDefault();
    });
  }

  get unsaved() {
    return this.rows.filter((row) => row.isChanged);
  }

  get ready() {
    return this.unsaved.filter((row) => !row.problem && !row.conflict);
  }

  /* A row was changed by somebody here. */
  touch(row, { writing = false } = {}) {
    row.refused = "";
    if (row.conflict) row.show("conflict", this.words.say.conflict);
    else if (row.isChanged) row.show("unsaved", this.words.say.unsaved);
    else row.rest();
    this.keep();
    this.changed();
    if (this.unsaved.length) this.say(this.stopped || (this.tries ? this.state : "unsaved"));
    else this.say("idle");
    if (!this.stopped && !this.tries) this.later(writing ? WAIT_WRITING : WAIT);
  }

  later(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.flush(), wait);
  }

  retry() {
    if (this.stopped === "signed_out") this.stopped = "";
    if (!this.stopped && this.ready.length) this.later(0);
  }

  async flush() {
    clearTimeout(this.timer);
    for (const row of this.unsaved) if (row.problem) row.show("wrong", row.problem);
    if (this.sending) {
      this.again = true;
      return;
    }
    const rows = this.ready.slice(0, this.single ? 1 : MOST_ROWS);
    if (!rows.length || this.stopped) {
      this.settle();
      return;
    }
    const values = new Map(rows.map((row) => [row.code, row.value()]));
    rows.forEach((row) => row.show("saving", this.words.say.saving));
    this.say("saving");
    this.sending = true;
    try {
      await this.answered(await this.send(rows, values), rows, values);
    } catch (error) {
      if (!(error instanceof TypeError) && error.name !== "AbortError" && error.name !== "TimeoutError") throw error;
      this.failed("offline", rows);
    } finally {
      this.sending = false;
    }
    this.keep();
    this.changed();
    if (this.again && !this.tries) {
      this.again = false;
      this.later(WAIT);
    }
  }

  send(rows, values) {
    const changes = rows.map((row) => ({ task: row.code, seen: row.seen, ...values.get(row.code) }));
    return fetch(this.words.save, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ changes }),
      signal: AbortSignal.timeout?.(30000),
    });
  }

  async answered(response, rows, values) {
    const isOurs = response.headers.get("Content-Type")?.includes("json");
    if (response.ok && isOurs) this.accept(await response.json(), values);
    else if (response.status === 409 && isOurs) this.stop("locked", rows, (await response.json()).locked);
    else if (response.status === 422 && isOurs) this.refuse(rows, (await response.json()).refused);
    else if (response.status >= 500 || response.status === 429) this.failed("broken", rows);
    else this.stop("signed_out", rows);
  }

  accept(answer, values) {
    this.tries = 0;
    for (const [code, number] of Object.entries(answer.saved)) this.done(code, { values, answer, seen: number });
    for (const code of answer.unchanged) this.done(code, { values, answer });
    for (const told of answer.conflicts) this.clashed(told, values);
    if (!this.ready.length) this.single = false;
    this.at = answer.at;
    this.settle();
  }

  done(code, { values, answer, seen }) {
    const row = this.byCode.get(code);
    row.saved(values.get(code), { seen, by: answer.by });
    if (row.isChanged) row.show("unsaved", this.words.say.unsaved);
    else row.show("saved", answer.by);
  }

  clashed(told, values) {
    const row = this.byCode.get(told.task);
    const holds = row.holds(told.value);
    row.seen = told.seen;
    // What holds is what this page last knew as saved: an answer was lost, nobody else was here.
    if (holds) return this.later(0);
    row.conflict = told;
    row.show("conflict", this.words.say.conflict);
    return this.clash(row, told, values.get(told.task));
  }

  decide(row, { mine }) {
    const { value, by } = row.conflict;
    row.conflict = null;
    if (mine) {
      row.base = null;
      this.touch(row);
      this.later(0);
    } else {
      row.set(value);
      row.confirmed = false;
      row.saved(row.value(), { by });
      row.show("saved", by);
      this.keep();
      this.changed();
      this.settle();
    }
  }

  failed(state, rows) {
    this.tries += 1;
    rows.forEach((row) => row.show("offline", this.words.say.unsaved));
    this.say(state);
    this.later(Math.min(LONGEST_WAIT, 1000 * 2 ** this.tries));
  }

  refuse(rows, reason) {
    this.tries = 0;
    if (rows.length > 1) {
      // One of them cannot be saved: send them one by one to find which.
      this.single = true;
      rows.forEach((row) => row.show("unsaved", this.words.say.unsaved));
    } else {
      rows[0].refused = reason;
      rows[0].show("wrong", reason);
    }
    if (this.ready.length) this.later(0);
    else this.settle();
  }

  stop(state, rows, reason) {
    this.stopped = state;
    this.reason = reason;
    rows.forEach((row) => row.show("locked", state === "locked" ? this.words.say.locked : this.words.say.unsaved));
    this.say(state);
  }

  /* Say how the page stands now that nothing is being sent. */
  settle() {
    const clashes = this.rows.filter((row) => row.conflict).length;
    const wrong = this.unsaved.filter((row) => !row.conflict && row.problem).length;
    if (this.stopped) this.say(this.stopped);
    else if (clashes) this.say("undecided", clashes);
    else if (wrong) this.say("not_sent", wrong);
    else if (this.ready.length) this.later(this.single ? 0 : WAIT);
    else this.say(this.at ? "saved" : "idle");
  }

  say(state, count) {
    this.state = state;
    const { say } = this.words;
    let text = say[state];
    if (state === "saved") text = say.saved.replace("%(time)s", () => this.at);
    if (state === "locked") text = `${say.locked}. ${this.reason}`;
    if (count) text = text.replace("%(count)s", () => count);
    this.tell(state, text);
  }

  /* Keep what is not saved in this browser, also over a reload; nothing is kept once saved. */
  keep() {
    const drafts = this.drafts();
    for (const code of this.kept) delete drafts[code];
    const unsaved = this.unsaved;
    this.kept = new Set(unsaved.map((row) => row.code));
    for (const row of unsaved) drafts[row.code] = { value: row.value(), seen: row.seen, confirmed: row.confirmed };
    try {
      if (Object.keys(drafts).length) localStorage.setItem(this.words.draft, JSON.stringify(drafts));
      else localStorage.removeItem(this.words.draft);
    } catch {
      // A browser that keeps nothing still saves.
    }
  }

  drafts() {
    try {
      return JSON.parse(localStorage.getItem(this.words.draft) || "{}");
    } catch {
      return {};
    }
  }

  /* Bring back what was not saved when the page was left; return how many rows. */
  restore() {
    let count = 0;
    for (const [code, draft] of Object.entries(this.drafts())) {
      const row = this.byCode.get(code);
      this.kept.add(code);
      if (!row || (row.holds(draft.value) && (!draft.confirmed || row.inRound))) continue;
      // Made of another report than the one shown: the server tells whether that is a conflict.
      if (draft.seen !== row.seen) row.base = null;
      row.seen = draft.seen;
      row.confirmed = draft.confirmed;
      row.set(draft.value);
      row.show("unsaved", this.words.say.unsaved);
      count += 1;
    }
    this.keep();
    if (count) this.later(0);
    return count;
  }
}

function token() {
  const kept = document.cookie.split("; ").find((each) => each.startsWith("csrftoken="));
  return kept ? kept.slice(10) : document.querySelector("#report [name=csrfmiddlewaretoken]").value;
}
