// Leave out the comments of a document, and where they are anchored: they were written for those who edit it.
const WORD = "[href*='#_msocom_'], [href*='#_msoanchor_'], .msocomanchor, .msocomtxt, .msocomoff";
const GOOGLE_TEXT = "[href*='#cmnt_ref']";
const GOOGLE = "[href*='#cmnt']";

export function removeComments(body, ownProperty) {
  for (const link of body.querySelectorAll(GOOGLE_TEXT)) {
    const comment = link.closest("p")?.parentElement;
    if (comment?.localName === "div" && comment.textContent.trim().startsWith(link.textContent)) comment.remove();
  }
  for (const element of body.querySelectorAll(`[data-style*="mso-" i], ${WORD}, ${GOOGLE}`)) {
    const isComment = ownProperty(element, "mso-element").startsWith("comment")
      || ownProperty(element, "mso-special-character") === "comment";
    if (isComment || element.matches(`${WORD}, ${GOOGLE}`)) element.remove();
  }
}
