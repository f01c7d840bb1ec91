// Add a button that shows and hides a password: <input type="password" data-show="..." data-hide="...">. On submit the
// password is hidden again, else the browser would store it for autocompletion.
for (const field of document.querySelectorAll("input[type=password][data-show]")) {
  const button = document.createElement("button");
  const show = (shown) => {
    field.type = shown ? "text" : "password";
    button.textContent = shown ? field.dataset.hide : field.dataset.show;
  };
  button.type = "button";
  button.className = "button plain";
  button.setAttribute("aria-controls", field.id);
  button.addEventListener("click", () => show(field.type === "password"));
  field.form?.addEventListener("submit", () => show(false));
  field.spellcheck = false;
  field.autocapitalize = "none";
  show(false);
  field.after(button);
}
