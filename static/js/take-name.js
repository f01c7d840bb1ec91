// Take a suggested name into its field without a reload, which would empty the password (templates/account/signup.html).
const box = document.querySelector("[data-suggestions]");
const field = box?.closest("form").elements.username;

box?.addEventListener("click", (event) => {
  const button = event.target.closest("button");
  if (!button) return;
  event.preventDefault();
  field.value = button.value;
  field.removeAttribute("aria-invalid");
  document.getElementById(`${field.id}_error`)?.remove();
  field.closest(".field").classList.remove("wrong");
  field.focus();
});
