"""Review a case with the post that it is about, or a post without a case."""

from dataclasses import replace
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
from community.moderation.models import Act, AuditEntry, CannedReason, Guideline
from community.moderation.policies import can_decide, is_removed_by_moderator
from community.moderation.review.base import EARLIER, TEAM_ONLY, CaseReview
from community.moderation.selectors.titles import headline_of, with_titles
from community.safety.models import Case, Letter

NEIGHBOURS = 2  # before, and after

ON_POSTS = {
    Act.REMOVE_POST: operations.remove_post,
    Act.RESTORE_POST: operations.restore_post,
    Act.RETURN_POST: operations.return_post,
    Act.APPROVE_POST: operations.approve_post,
    Act.REJECT_POST: operations.reject_post,
}
# What needs no word to anybody: the author or who reported it reads that the post follows the guidelines.
WITHOUT_REASON = (Act.APPROVE_POST, Act.REJECT_REPORT)
ON_CASES = {
    Act.REJECT_REPORT: operations.reject_report,
    Act.SETTLE_CASE: operations.settle_case,
    Act.REOPEN_CASE: operations.reopen_case,
}


class PostReview(CaseReview):
    """A case and its post; either may be missing."""

    without_reason = WITHOUT_REASON

    def __init__(self, viewer: Member, *, case: Case | None, post: Post | None) -> None:
        super().__init__(viewer)
        self.case, self.post = case, post
        self.source = case.source if case else post.key if post else ""
        self.author = post.author if post else case.author if case else None

    @classmethod
    def of_case(cls, viewer: Member, case: Case) -> "PostReview":
        """Review a case from the queue, and return to the queue after deciding."""
        prefix, pk = refs.split(case.source)
        posts = Post.objects.select_related("thread__group", "author")
        review = cls(viewer, case=case, post=posts.filter(pk=pk).first() if prefix == "post" else None)
        review.template, review.success_url = "moderation/case.html", reverse("queue")
        return review

    @classmethod
    def of_post(cls, viewer: Member, post: Post) -> "PostReview":
        """Review a post, with its open case if the viewer may see it."""
        cases = Case.objects.visible_to(viewer).for_display()
        review = cls(viewer, case=cases.filter(open_key=post.key).first(), post=post)
        review.template, review.success_url = "moderation/moderate_post.html", reverse("moderate_post", args=[post.pk])
        return review

    @property
    def version(self) -> str:
        """Include the versions of the case and the post: an edited text needs a new look."""
        return f"{self.latest_pk}.{self.case.version if self.case else 0}.{self.post.version if self.post else 0}"

    @cached_property
    def is_own(self) -> bool:
        """Whether this concerns the moderator, so that another one must decide."""
        return not can_decide(self.viewer, about=self.author, case=self.case)

    def acts(self) -> list[Act]:
        """List the acts that the states of the post and the case allow."""
        if self.is_own:
            return []
        if self.case and not self.case.is_open:
            return [Act.REOPEN_CASE]
        on_post, on_case = self._acts_on_post(), self._acts_on_case()
        post_is_gone = on_case == [Act.SETTLE_CASE]  # only the case is left to close
        return on_case + on_post if post_is_gone else on_post + on_case

    def _acts_on_post(self) -> list[Act]:
        if self.post is None or self.post.redacted_at:
            return []
        if self.post.state == State.REMOVED:
            return self._acts_on_removed_post(self.post)
        return {
            State.PUBLISHED: [Act.REMOVE_POST],
            State.HELD: [Act.APPROVE_POST, Act.REJECT_POST],
            State.REJECTED: [Act.APPROVE_POST],
            State.MOVED: [],
        }[State(self.post.state)]

    def _acts_on_removed_post(self, post: Post) -> list[Act]:
        """Offer to remove a post that its author removed: otherwise they could restore it once the case is closed."""
        if post.number is None:
            return []
        if post.removed_by_author:
            return [Act.REMOVE_POST]
        return [Act.RETURN_POST] if is_removed_by_moderator(post) else [Act.RESTORE_POST]

    def _acts_on_case(self) -> list[Act]:
        if self.case is None or (self.post and self.post.state == State.HELD):
            return []
        if self.post and self.post.is_published:
            return [Act.REJECT_REPORT]
        return [Act.SETTLE_CASE]

    def form(self) -> DecisionForm:
        """Return the form of all acts except labelling, which has its own."""
        return self.new_form() if isinstance(self.bound_form, LabelForm) else super().form()

    def form_for(self, act: Act, data: Any = None) -> DecisionForm:
        """Create the form of an act, for labels with the post's labels."""
        if act in WITHOUT_REASON:
            return DecisionForm(data, initial=self.restored, unless_given=Guideline.FINE, canned=self.canned)
        if act != Act.LABEL_POST or self.post is None:
            return super().form_for(act, data)
        prefix = f"{act.value}-"
        restored = {
            name.removeprefix(prefix): value for name, value in self.restored.items() if name.startswith(prefix)
        }
        return LabelForm(data, prefix=act.value, initial={"labels": self.post.labels} | restored)

    @property
    def label_form(self) -> DecisionForm | None:
        """The form for a reply's labels; None for an opening post, whose labels are its thread's."""
        if self.post is None or self.post.begins or self.is_own or self.post.state == State.REMOVED:
            return None
        return self.bound_form if isinstance(self.bound_form, LabelForm) else self.form_for(Act.LABEL_POST)

    def _shows_bound_form(self) -> bool:
        return bool(self.label_form) if isinstance(self.bound_form, LabelForm) else self.act in self.acts()

    def new_form(self, data: Any = None) -> DecisionForm:
        """Create the form: for a letter with an answer instead of a reason.

        It says so where only the team reads the reason."""
        is_letter = self._is("letter")
        team_only = {Act.REOPEN_CASE} if is_letter and self.author else {Act.REOPEN_CASE, Act.SETTLE_CASE}
        form = LetterForm if is_letter else DecisionForm
        read_by = TEAM_ONLY if team_only.issuperset(self.acts()) else ""
        return form(data, initial=self.restored, read_by=read_by, canned=self.canned)

    @cached_property
    def canned(self) -> list[CannedReason]:
        """The ready-made reasons."""
        return list(CannedReason.objects.filter(is_used=True))

    @property
    def headline(self) -> str:
        """Why the case is open, in a few words."""
        return headline_of(self.case) if self.case else ""

    @cached_property
    def title(self) -> str:
        """The title of the thread, or of a message to the team."""
        return self.post.thread.title if self.post else with_titles([self.case])[0].title if self.case else ""

    def apply(self) -> AuditEntry:
        """Decide about the post or the case. An open case is closed with the post, but not by a label."""
        form = self.submitted()
        case = self.case if self.case and self.case.is_open else None
        if self.act == Act.LABEL_POST and self.post:
            # A label does not answer a report: the case stays open, and the moderator returns to it.
            self.success_url = reverse("case", args=[self.case.pk]) if self.case and case else self.success_url
            return operations.label_post(self.post, form.decision(self.viewer), labels=form.cleaned_data["labels"])
        return self.apply_with(form.decision(self.viewer, case))

    def apply_with(self, decision: operations.Decision) -> AuditEntry:
        """Apply the act to the post, or to the case alone. Raises as apply does."""
        if self.act in ON_POSTS and self.post:
            return ON_POSTS[self.act](self.post, decision)
        if self.act in ON_CASES and self.case:
            if self.act == Act.REOPEN_CASE:
                self.success_url = reverse("case", args=[self.case.pk])
            return ON_CASES[self.act](self.case, replace(decision, case=None))
        raise BadRequest("not an act of this review")

    @cached_property
    def letter(self) -> Letter | None:
        """The message to the team that the case is about, with the address to reply to."""
        return Letter.objects.filter(pk=refs.split(self.source)[1]).first() if self._is("letter") else None

    @property
    def thread_url(self) -> str:
        """The page for deciding about a thread that was reported as a whole; empty otherwise."""
        return reverse("moderate_thread", args=[refs.split(self.source)[1]]) if self._is("thread") else ""

    def _is(self, prefix: str) -> bool:
        return refs.split(self.source)[0] == prefix

    @cached_property
    def revisions(self) -> list[PostRevision]:
        """The post's earlier texts, the latest first."""
        return list(self.post.revisions.select_related("editor")[:EARLIER]) if self.post else []

    @cached_property
    def neighbours(self) -> list[Post]:
        """The posts before and after, or the thread's last ones for a post without a number."""
        if self.post is None:
            return []
        posts = self.post.thread.posts.numbered().for_display().exclude(pk=self.post.pk)
        number = self.post.number
        if number is None:
            return list(posts.order_by("-number")[: 2 * NEIGHBOURS])[::-1]
        return list(posts.filter(number__range=(number - NEIGHBOURS, number + NEIGHBOURS)).order_by("number"))

    @cached_property
    def about_author(self) -> list[AuditEntry]:
        """The latest decisions about the author's other posts, newest first."""
        if self.author is None:
            return []
        entries = AuditEntry.objects.visible_to(self.viewer).for_display()
        return list(entries.filter(~Q(source=self.source), subject=self.author)[:EARLIER])

    @cached_property
    def author_posts(self) -> int:
        """The number of the author's published posts."""
        return self.author.posts.filter(state=State.PUBLISHED).count() if self.author else 0
