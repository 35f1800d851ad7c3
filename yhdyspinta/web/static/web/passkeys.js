// Passkeys: a form with data-passkey asks the browser for a credential before it is sent.
// "sign-in" fetches its options, "add" and "use" find them in the page (data-options).
// webauthn-json.js (allauth's) comes before this: both are deferred.

const given = (form) => {
  const id = form.dataset.options;
  return id ? JSON.parse(document.getElementById(id).textContent) : null;
};

const fetched = async (form) => {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
};

const made = async (form) => {
  const options = given(form) ?? (await fetched(form));
  if (form.dataset.passkey !== "add") return window.webauthnJSON.get(options.request_options);
  const alone = form.querySelector("[name=passwordless]")?.checked ?? false;
  const choice = options.creation_options.publicKey.authenticatorSelection;
  choice.residentKey = alone ? "required" : "discouraged";
  choice.requireResidentKey = alone;
  if (alone) choice.userVerification = "required";
  return window.webauthnJSON.create(options.creation_options);
};

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const trouble = document.querySelector("[data-passkey-trouble]");
  form.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    trouble.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await made(form));
      form.submit();
    } catch {
      trouble.textContent = form.dataset.trouble;
      trouble.hidden = false;
    }
  });
}
