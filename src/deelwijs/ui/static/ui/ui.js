// Conveniences on top of pages that work without them.
(() => {
  "use strict";

  const STAYS = 8000;

  function dismissLater(toast) {
    let timer = setTimeout(() => toast.remove(), STAYS);
    const hold = () => clearTimeout(timer);
    const release = () => { hold(); timer = setTimeout(() => toast.remove(), STAYS); };
    toast.addEventListener("pointerenter", hold);
    toast.addEventListener("focusin", hold);
    toast.addEventListener("pointerleave", release);
    toast.addEventListener("focusout", release);
  }

  // Trouble with the line is no toast: it stays until the next try.
  function trouble(words) {
    const main = document.getElementById("inhoud");
    if (!main) return;
    let note = document.getElementById("trouble");
    if (!note) {
      note = document.createElement("p");
      note.id = "trouble";
      note.className = "note tone-nee";
      note.setAttribute("role", "alert");
      main.prepend(note);
    }
    note.textContent = words;
    note.scrollIntoView({ block: "nearest" });
  }

  function wireDropzone(zone) {
    if (zone.dataset.wired) return;
    zone.dataset.wired = "yes";
    const input = zone.querySelector("input[type=file]");
    const words = zone.querySelector("[data-dropzone-words]");
    if (!input || !words) return;
    const say = () => {
      const total = input.files.length;
      words.textContent = total === 0 ? "" : total === 1 ? input.files[0].name : `${total} bestanden gekozen`;
    };
    input.addEventListener("change", say);
    ["dragover", "dragenter"].forEach((name) => zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("over");
    }));
    ["dragleave", "drop"].forEach((name) => zone.addEventListener(name, () => zone.classList.remove("over")));
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      const files = [...event.dataTransfer.files];
      const box = new DataTransfer();
      (input.multiple ? files : files.slice(0, 1)).forEach((file) => box.items.add(file));
      input.files = box.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
  }

  function wire(root) {
    root.querySelectorAll("[data-toast]").forEach((toast) => {
      if (toast.dataset.wired) return;
      toast.dataset.wired = "yes";
      dismissLater(toast);
    });
    root.querySelectorAll("[data-dropzone]").forEach(wireDropzone);
    root.querySelectorAll("form .errors").forEach((box) => box.focus());
  }

  document.addEventListener("DOMContentLoaded", () => wire(document));
  document.addEventListener("htmx:load", (event) => wire(event.detail.elt));

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-print], [data-copy], [aria-disabled=true]");
    if (!target) return;
    if (target.matches("[aria-disabled=true]")) event.preventDefault();
    else if (target.matches("[data-print]")) window.print();
    else navigator.clipboard?.writeText(target.dataset.copy).then(() => { target.textContent = "Gekopieerd"; });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll("[data-menu][open]").forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });

  // A file that travels shows how far it is.
  document.addEventListener("htmx:xhr:progress", (event) => {
    const bar = event.target.querySelector?.("[data-dropzone] progress");
    if (!bar || !event.detail.lengthComputable) return;
    const done = Math.round((100 * event.detail.loaded) / event.detail.total);
    bar.hidden = false;
    bar.value = done;
    const words = bar.parentElement.querySelector("[data-dropzone-words]");
    if (words) words.textContent = done < 100 ? `${done}% geladen` : "Geladen. We kijken wie erop staat.";
  });

  document.addEventListener("htmx:beforeRequest", () => document.getElementById("trouble")?.remove());
  document.addEventListener("htmx:sendError", () => trouble("Er is geen verbinding. Uw werk staat er nog. Probeer het over een minuut."));
  document.addEventListener("htmx:responseError", (event) => {
    const sentence = {
      403: "Dit mag u niet, of u bent uitgelogd. Laad de pagina opnieuw.",
      404: "Dit bestaat niet meer. Laad de pagina opnieuw.",
      413: "Dit bestand is te groot. Er is niets opgeslagen.",
    }[event.detail.xhr.status];
    trouble(sentence || "Het lukte niet. Uw werk staat er nog. Probeer het over een minuut.");
  });
})();
