"""The review for a case, the post that it is about, or a post that no case is open about."""

from functools import cached_property
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.urls import reverse

from community.core import refs
from community.forum.models import Post, PostRevision, State
from community.members.models import Member
from community.moderation import operations
from community.moderation.forms import DecisionForm, LabelForm, LetterForm
from community.moderation.models import Act, AuditEntry
from community.moderation.policies import can_decide, is_removed_by_moderator
from community.moderation.review.base import EARLIER, TEAM_ALONE, Review
from community.moderation.selectors.queue import headline_of, lines_of
from community.safety.models import Case, Letter

AROUND = 2

ON_POSTS = {
    Act.REMOVE_POST: operations.remove_post,
    Act.RESTORE_POST: operations.restore_post,
    Act.RETURN_POST: operations.return_post,
    Act.APPROVE_POST: operations.approve_post,
    Act.REJECT_POST: operations.reject_post,
}
ON_CASES = {
    Act.REJECT_REPORT: operations.reject_report,
    Act.SETTLE_CASE: operations.settle_case,
    Act.REOPEN_CASE: operations.reopen_case,
}


class PostReview(Review):
    """A case and its post, side by side; either may be missing."""

    def __init__(self, viewer: Member, *, case: Case | None, post: Post | None) -> None:
        super().__init__(viewer)
        self.case, self.post = case, post
        self.source = case.source if case else post.key if post else ""
        self.author = post.author if post else case.author if case else None

    @classmethod
    def of_case(cls, viewer: Member, case: Case) -> "PostReview":
        """For a case from the queue; done with it, one goes on with the queue."""
        prefix, pk = refs.split(case.source)
        posts = Post.objects.select_related("thread__group", "author")
        review = cls(viewer, case=case, post=posts.filter(pk=pk).first() if prefix == "post" else None)
        review.template, review.then = "moderation/case.html", reverse("queue")
        return review

    @classmethod
    def of_post(cls, viewer: Member, post: Post) -> "PostReview":
        """Review a post, with its open case if the viewer may see it."""
        cases = Case.objects.visible_to(viewer).for_display()
        review = cls(viewer, case=cases.filter(open_key=post.key).first(), post=post)
        review.template, review.then = "moderation/moderate_post.html", reverse("moderate_post", args=[post.pk])
        return review

    @property
    def version(self) -> str:
        """Also the case's version, and the post's: an edited text is something else to decide about."""
        return f"{self.last}.{self.case.version if self.case else 0}.{self.post.version if self.post else 0}"

    @cached_property
    def is_own(self) -> bool:
        """Whether this is about the moderator, so that another one must decide."""
        return not can_decide(self.viewer, about=self.author, case=self.case)

    def acts(self) -> list[Act]:
        """What the post's state and the case's allow."""
        if self.is_own:
            return []
        if self.case and not self.case.is_open:
            return [Act.REOPEN_CASE]
        on_post, on_case = self._on_post(), self._on_case()
        is_over = on_case == [Act.SETTLE_CASE]  # the post is out of sight already: what is left is to say so
        return on_case + on_post if is_over else on_post + on_case

    def _on_post(self) -> list[Act]:
        if self.post is None:
            return []
        if self.post.state == State.REMOVED:
            return self._on_removed(self.post)
        return {
            State.PUBLISHED: [Act.REMOVE_POST],
            State.HELD: [Act.APPROVE_POST, Act.REJECT_POST],
            State.REJECTED: [Act.APPROVE_POST],
        }[State(self.post.state)]

    def _on_removed(self, post: Post) -> list[Act]:
        """An author's own removal can be made to last: else they could restore the post once its case is closed."""
        if post.number is None:
            return []
        if post.removed_by_author:
            return [Act.REMOVE_POST]
        return [Act.RETURN_POST] if is_removed_by_moderator(post) else [Act.RESTORE_POST]

    def _on_case(self) -> list[Act]:
        if self.case is None or (self.post and self.post.state == State.HELD):
            return []
        if self.post and self.post.is_published:
            return [Act.REJECT_REPORT]
        return [Act.SETTLE_CASE]

    def form(self) -> DecisionForm:
        """That of the other acts: labels have a form of their own."""
        return self.blank() if isinstance(self.bound_form, LabelForm) else super().form()

    def form_for(self, act: Act, data: Any = None) -> DecisionForm:
        """Labels ask which."""
        if act != Act.LABEL_POST or self.post is None:
            return super().form_for(act, data)
        prefix = f"{act.value}-"
        restored = {
            name.removeprefix(prefix): value for name, value in self.restored.items() if name.startswith(prefix)
        }
        return LabelForm(data, prefix=act.value, initial={"labels": self.post.labels} | restored)

    @property
    def labelling(self) -> DecisionForm | None:
        """The form for the labels of a reply; none for an opening post, which has its discussion's."""
        if self.post is None or self.post.begins or self.is_own or self.post.state == State.REMOVED:
            return None
        return self.bound_form if isinstance(self.bound_form, LabelForm) else self.form_for(Act.LABEL_POST)

    def _shows_bound(self) -> bool:
        return bool(self.labelling if isinstance(self.bound_form, LabelForm) else self.acts())

    def blank(self, data: Any = None) -> DecisionForm:
        """A letter gets an answer instead of a reason; where nobody outside the team hears of it, the form says so."""
        is_letter = self._is("letter")
        unheard = {Act.REOPEN_CASE} if is_letter and self.author else {Act.REOPEN_CASE, Act.SETTLE_CASE}
        form = LetterForm if is_letter else DecisionForm
        return form(data, initial=self.restored, read_by=TEAM_ALONE if unheard.issuperset(self.acts()) else "")

    def next_case(self) -> Case | None:
        """The case that is now at the top of the queue."""
        if self.then != reverse("queue"):
            return None
        return Case.objects.visible_to(self.viewer).open().in_order().for_display().first()

    @property
    def headline(self) -> str:
        """Why it is here, in a few words."""
        return headline_of(self.case) if self.case else ""

    @cached_property
    def title(self) -> str:
        """What this is about: a discussion by its title, or a message."""
        return self.post.thread.title if self.post else lines_of([self.case])[0].title if self.case else ""

    def apply(self) -> AuditEntry:
        """Decide about the post or the case; a case that is open about the post closes with it, not with a label."""
        given = self.bound_form or self.form()
        case = self.case if self.case and self.case.is_open else None
        if self.act == Act.LABEL_POST and self.post:
            # A label is no answer to a report: the case stays open, and the moderator returns to it.
            self.then = reverse("case", args=[self.case.pk]) if self.case and case else self.then
            return operations.label_post(self.post, given.decision(self.viewer), labels=given.cleaned_data["labels"])
        if self.act in ON_POSTS and self.post:
            return ON_POSTS[self.act](self.post, given.decision(self.viewer, case))
        if self.act in ON_CASES and self.case:
            return ON_CASES[self.act](self.case, given.decision(self.viewer))
        raise BadRequest("not for this review")

    @cached_property
    def letter(self) -> Letter | None:
        """The message to the team that the case is, with the address to answer to."""
        return Letter.objects.filter(pk=refs.split(self.source)[1]).first() if self._is("letter") else None

    @property
    def thread_url(self) -> str:
        """Where to decide about the discussion that was reported as a whole."""
        return reverse("moderate_thread", args=[refs.split(self.source)[1]]) if self._is("thread") else ""

    def _is(self, prefix: str) -> bool:
        return refs.split(self.source)[0] == prefix

    @cached_property
    def revisions(self) -> list[PostRevision]:
        """What the post said before its edits, the latest first."""
        return list(self.post.revisions.select_related("editor")[:EARLIER]) if self.post else []

    @cached_property
    def around(self) -> list[Post]:
        """The posts before and after, or the last ones of the thread for a post that has no place yet."""
        if self.post is None:
            return []
        nearby = self.post.thread.posts.numbered().for_display().exclude(pk=self.post.pk)
        number = self.post.number
        if number is None:
            return list(nearby.order_by("-number")[: 2 * AROUND])[::-1]
        return list(nearby.filter(number__range=(number - AROUND, number + AROUND)).order_by("number"))

    @cached_property
    def about_author(self) -> list[AuditEntry]:
        """What moderators decided about other things that the author wrote, the latest first."""
        if self.author is None:
            return []
        entries = AuditEntry.objects.visible_to(self.viewer).for_display()
        return list(entries.filter(~Q(source=self.source), subject=self.author)[:EARLIER])

    @cached_property
    def author_posts(self) -> int:
        """How many published posts the author has."""
        return self.author.posts.filter(state=State.PUBLISHED).count() if self.author else 0
