/* A button beside each password, so that what is typed can be read: <input type="password" data-show="..." data-hide="...">.
   Before the form goes off the password is hidden again, or the browser would keep it with the words it suggests. */
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
