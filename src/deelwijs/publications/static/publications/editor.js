// Draw a box around a face that was missed. The fields below the photo do the same without a pointer.
(() => {
  "use strict";

  function wire(area) {
    const svg = area.querySelector("svg");
    const form = document.getElementById(area.dataset.marking);
    if (!svg || !form || area.dataset.wired) return;
    area.dataset.wired = "yes";
    let start = null;
    let rectangle = null;

    const place = (event) => new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    const box = (end) => ({
      x: Math.round(Math.min(start.x, end.x)),
      y: Math.round(Math.min(start.y, end.y)),
      width: Math.round(Math.abs(end.x - start.x)),
      height: Math.round(Math.abs(end.y - start.y)),
    });

    svg.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      svg.setPointerCapture(event.pointerId);
      start = place(event);
      rectangle = document.createElementNS("http://www.w3.org/2000/svg", "rect");
      rectangle.setAttribute("class", "face-drawn");
      svg.append(rectangle);
    });
    svg.addEventListener("pointermove", (event) => {
      if (!start) return;
      Object.entries(box(place(event))).forEach(([name, value]) => rectangle.setAttribute(name, value));
    });
    svg.addEventListener("pointerup", (event) => {
      if (!start) return;
      Object.entries(box(place(event))).forEach(([name, value]) => { form.elements[name].value = value; });
      start = null;
      rectangle.remove();
      form.requestSubmit();
    });
  }

  // Every button of the page takes along what was typed, so that no click loses a word.
  function typed(take) {
    const words = document.querySelector("#tekst form");
    if (!words) return;
    new FormData(words).forEach((value, name) => {
      if (!["foto", "kanaal", "csrfmiddlewaretoken"].includes(name)) take(name, value);
    });
  }
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.detail.verb !== "post" || event.detail.elt.closest("#tekst")) return;
    typed((name, value) => event.detail.formData.append(name, value));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("#bericht form[hx-boost=false][method=post]")) return;
    typed((name, value) => {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name, value });
      form.append(field);
    });
  });

  // A link would leave behind what was typed a moment ago: save that first, then go.
  let unsaved = false;
  document.addEventListener("input", (event) => { if (event.target.closest("#tekst")) unsaved = true; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful && event.detail.requestConfig.verb === "post") unsaved = false;
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("#bericht a");
    const words = document.querySelector("#tekst form");
    if (!unsaved || !link || !words || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    unsaved = false;
    const again = () => link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
    fetch(words.action, { method: "POST", body: new FormData(words), redirect: "manual" }).finally(again);
  }, true);

  // Chosen photos go at once; the button is for who has no script.
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-send-at-once]");
    if (form && event.target.type === "file" && event.target.files.length) form.requestSubmit();
  });

  const all = (root) => root.querySelectorAll("[data-marking]").forEach(wire);
  document.addEventListener("DOMContentLoaded", () => all(document));
  // Browsers pass autofocus over when the address has an anchor, as that of a face has.
  window.addEventListener("load", () => {
    if (location.hash) document.querySelector("[autofocus]")?.focus({ preventScroll: true });
  });
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
})();
