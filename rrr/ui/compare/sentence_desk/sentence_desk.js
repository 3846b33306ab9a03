// The text changes here at once; the server is asked a moment later and answers by `data`.
// Words come from the server, which alone divides texts; everything is set as text, never as HTML.
const PAUSE = 60; // milliseconds after a key: fast typists ask once, and nobody waits
const desks = new WeakMap();
let unanswered = null; // what was typed last: a page drawn anew makes a new desk, and it must not be lost

export default function ({ data, parentElement, setStateValue }) {
  let desk = desks.get(parentElement);
  if (!desk) {
    desk = build(parentElement);
    desks.set(parentElement, desk);
  }
  desk.send = (asked) => setStateValue("asked", asked);
  desk.draw(data);
  return () => desk.stop();
}

function build(root) {
  const one = (selector) => root.querySelector(selector);
  const text = one("textarea"), words = one(".words"), table = one("table"), hint = one(".hint");
  const desk = { send: () => {}, turn: null, struck: new Set(), drawn: null, timer: null };

  const ask = () => {
    clearTimeout(desk.timer);
    desk.turn += 1;
    table.classList.add("waiting");
    desk.send({ turn: desk.turn, text: text.value, struck: [...desk.struck].sort((a, b) => a - b) });
  };
  const askSoon = () => {
    clearTimeout(desk.timer);
    desk.timer = setTimeout(ask, PAUSE);
  };
  text.addEventListener("input", () => {
    desk.since = performance.now(); // of the last key: told with the answer, for the benchmark
    desk.struck.clear(); // the words it named may have moved
    unanswered = text.value;
    askSoon();
  });
  words.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    desk.since = performance.now();
    const token = Number(button.dataset.token);
    if (!desk.struck.delete(token)) desk.struck.add(token);
    button.setAttribute("aria-pressed", desk.struck.has(token));
    ask();
  });

  const cell = (place, answer) => {
    place.replaceChildren();
    if (!answer) return;
    const label = document.createElement("b");
    label.textContent = answer.label;
    place.append(label, ` ${answer.written}`);
  };
  const drawWords = (tokens) => {
    const same = desk.drawn && desk.drawn.length === tokens.length
      && desk.drawn.every((token, index) => token === tokens[index]);
    if (!same) {
      words.replaceChildren(...tokens.map((token, index) => {
        const button = document.createElement("button");
        button.type = "button";
        button.dataset.token = index;
        button.textContent = token;
        return button;
      }));
      desk.drawn = tokens;
    }
    [...words.children].forEach((button, index) => {
      button.setAttribute("aria-pressed", desk.struck.has(index));
    });
  };

  desk.draw = (data) => {
    if (desk.turn === null) { // back on this page, or drawn anew
      text.value = unanswered ?? data.text;
      desk.struck = new Set(unanswered === null ? data.struck : []);
      desk.turn = data.turn;
      if (unanswered !== null) askSoon();
    }
    if (data.text === unanswered) unanswered = null;
    if (data.turn !== desk.turn) return; // an answer to what no longer stands there
    drawWords(data.tokens);
    hint.hidden = table.hidden = data.tokens.length === 0;
    for (const name of ["before", "after"]) {
      const cells = one(`tr.${name}`).querySelectorAll("td");
      cell(cells[0], data.answers?.[name]);
      cell(cells[1], data.without?.[name]);
    }
    table.classList.toggle("nothing-struck", !data.without);
    table.classList.remove("waiting");
    if (desk.since) table.dataset.milliseconds = Math.round(performance.now() - desk.since);
    table.dataset.turn = data.turn;
  };
  desk.stop = () => clearTimeout(desk.timer);
  return desk;
}
