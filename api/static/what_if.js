// What if, as one moves: the page is asked for anew, and what follows is put in its place. Without this file the
// same form does the same by its button. Nothing is sent but the form's own fields, and nothing is changed by it.
(() => {
  "use strict";
  const form = document.getElementById("what-if");
  const said = document.getElementById("said");
  if (!form || !said) return;
  const numbers = new Intl.NumberFormat(document.documentElement.lang || "de");
  // Fields to type in become sliders; one that was typed wrongly stays as it is.
  for (const field of form.querySelectorAll("input[data-most]")) {
    const value = field.value;
    Object.assign(field, { min: 0, max: field.dataset.most, step: field.dataset.step, className: "" });
    field.type = "range";
    field.value = value;
    if (field.nextElementSibling) field.nextElementSibling.hidden = true;
    form.querySelector(`output[for="${field.id}"]`).hidden = false;
  }
  let waiting = 0;
  let asked = null;

  function show(slider) {
    const output = form.querySelector(`output[for="${slider.id}"]`);
    const unit = output.dataset.unit;
    output.textContent = numbers.format(slider.valueAsNumber) + (unit ? "\u00a0" + unit : "");
  }

  // Weights stay 100 together: the others give or take in proportion, the largest remainders first.
  function balance(moved) {
    const others = [...form.querySelectorAll('[data-group="weight"] input[type="range"]')].filter((one) => one !== moved);
    if (!others.length) {
      moved.value = 100;
      return;
    }
    const left = 100 - moved.valueAsNumber;
    const sum = others.reduce((all, one) => all + one.valueAsNumber, 0);
    const shares = others.map((one) => (sum ? (one.valueAsNumber * left) / sum : left / others.length));
    const whole = shares.map(Math.floor);
    const order = shares.map((share, at) => [share - whole[at], at]).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    let rest = left - whole.reduce((all, one) => all + one, 0);
    for (const [, at] of order) {
      if (rest-- > 0) whole[at] += 1;
    }
    others.forEach((one, at) => {
      one.value = whole[at];
      show(one);
    });
  }

  function address() {
    return form.action + "?" + new URLSearchParams(new FormData(form)).toString();
  }

  async function update() {
    if (asked) asked.abort();
    asked = new AbortController();
    const mine = asked;
    const outcome = document.getElementById("outcome");
    outcome.setAttribute("aria-busy", "true");
    const url = address();
    try {
      const answer = await fetch(url, { signal: mine.signal, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const then = page.getElementById("outcome");
      if (!then || mine.signal.aborted) {
        if (!then) window.location.assign(url);
        return;
      }
      const name = document.getElementById("f-name");
      const typed = name ? name.value : "";
      outcome.replaceWith(document.adoptNode(then));
      document.getElementById("problems").replaceWith(document.adoptNode(page.getElementById("problems")));
      const again = document.getElementById("f-name");
      if (again && typed) again.value = typed;
      const summary = then.querySelector("[data-summary]") || document.querySelector("#problems h2");
      said.textContent = summary ? summary.textContent : "";
      window.history.replaceState(null, "", url);
    } catch (error) {
      if (error.name === "AbortError") return;
      outcome.removeAttribute("aria-busy");
    }
  }

  form.addEventListener("input", (event) => {
    if (event.target.type !== "range") return;
    if (event.target.closest('[data-group="weight"]')) balance(event.target);
    show(event.target);
    window.clearTimeout(waiting);
    waiting = window.setTimeout(update, 250);
  });
})();
