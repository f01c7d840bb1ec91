// When an htmx request fails, submit the form or follow the link without htmx, so that the site's own error page
// explains. Without a connection send nothing, so that nothing typed is lost.
document.addEventListener("htmx:responseError", ({ detail: { elt, requestConfig } }) => {
  if (elt.matches("form")) {
    const { name, value } = requestConfig.triggeringEvent?.submitter ?? {};
    if (name) elt.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
    HTMLFormElement.prototype.submit.call(elt);
  }
  else if (elt.href) location.assign(elt.href);
  else elt.form?.requestSubmit(elt);
});

document.addEventListener("htmx:sendError", ({ detail: { elt } }) => {
  const message = document.querySelector("template[data-failed]").content.cloneNode(true);
  const container = elt.closest("dialog")?.querySelector("[data-status]") ?? document.querySelector("#notices");
  container.replaceChildren(message);
});

// htmx knows a button outside its form (form="...") only where it says type="submit"; the browser always knows.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  const button = detail.triggeringEvent?.submitter;
  if (button?.name) detail.parameters[button.name] = button.value;
});
