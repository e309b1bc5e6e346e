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
  document.addEventListener("htmx:configRequest", (event) => {
    const words = document.querySelector("#tekst form");
    if (!words || event.detail.verb !== "post" || words.contains(event.detail.elt)) return;
    new FormData(words).forEach((value, name) => {
      if (["foto", "kanaal", "csrfmiddlewaretoken"].includes(name)) return;
      event.detail.formData.append(name, value);
    });
  });

  // Chosen photos go at once; the button is for who has no script.
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-send-at-once]");
    if (form && event.target.type === "file" && event.target.files.length) form.requestSubmit();
  });

  const all = (root) => root.querySelectorAll("[data-marking]").forEach(wire);
  document.addEventListener("DOMContentLoaded", () => all(document));
  document.addEventListener("htmx:load", (event) => all(event.detail.elt));
})();
