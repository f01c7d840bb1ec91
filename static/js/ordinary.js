// Where changing a part of the page fails, the browser goes the ordinary way: it sends the form or follows the link, and
// the site's own page says what is wrong. Without a connection nothing is sent, so that nothing typed is lost.
document.addEventListener("htmx:responseError", ({ detail: { elt } }) => {
  if (elt.matches("form")) HTMLFormElement.prototype.submit.call(elt);
  else if (elt.href) location.assign(elt.href);
  else elt.form?.requestSubmit(elt);
});

document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
  const words = document.querySelector("template[data-failed]").content.cloneNode(true);
  const container = elt.closest("dialog")?.querySelector("[data-status]") ?? document.querySelector("#notices");
  container.replaceChildren(words);
});
