// Passkeys: the browser asks the device; the form carries the answer. Without this script the page offers
// another way. A form says with data-passkey whether it makes a passkey or shows one.
(() => {
  "use strict";

  const TROUBLE = {
    NotAllowedError: "Er is geen passkey gekozen. Probeer het nog een keer, of kies een andere manier.",
    InvalidStateError: "Dit apparaat heeft al een passkey voor dit account.",
    SecurityError: "Een passkey werkt niet op dit adres. Kies een andere manier.",
  };

  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  async function make(asked) {
    const made = await navigator.credentials.create({ publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: known(asked.excludeCredentials),
    } });
    return answer(made, {
      attestationObject: text(made.response.attestationObject),
      transports: made.response.getTransports?.() || [],
    });
  }

  async function show(asked) {
    const shown = await navigator.credentials.get({ publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      allowCredentials: known(asked.allowCredentials),
    } });
    const { authenticatorData, signature, userHandle } = shown.response;
    return answer(shown, {
      authenticatorData: text(authenticatorData),
      signature: text(signature),
      userHandle: userHandle ? text(userHandle) : null,
    });
  }

  const answer = (credential, response) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { ...response, clientDataJSON: text(credential.response.clientDataJSON) },
  });

  async function question(form) {
    if (form.dataset.options) return JSON.parse(form.dataset.options);
    const response = await fetch(form.dataset.optionsUrl, { headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error("no question");
    return response.json();
  }

  function wire(form) {
    const field = form.querySelector("input[name=credential]");
    const trouble = form.querySelector("[data-passkey-trouble]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      trouble.hidden = true;
      try {
        const { publicKey } = await question(form);
        const act = form.dataset.passkey === "make" ? make : show;
        field.value = JSON.stringify(await act(publicKey));
        form.submit();
      } catch (error) {
        trouble.querySelector("span").textContent = TROUBLE[error.name] || "Dit lukte niet. Kies een andere manier.";
        trouble.hidden = false;
      }
    });
    form.hidden = false;
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!window.PublicKeyCredential) return;
    document.querySelectorAll("form[data-passkey]").forEach(wire);
  });
})();
