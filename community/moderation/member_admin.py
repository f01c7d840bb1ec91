"""Members in Django's admin. A change of role, and of who may sign in, is an act with a reason in the log."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from community.core.admin_pages import CommunityAdmin
from community.core.exceptions import Conflict
from community.core.text.fields import LinesField
from community.members.models import Member
from community.members.operations import check_leaves_an_administrator
from community.moderation import operations
from community.moderation.models import AuditEntry
from community.moderation.operations import Decision
from community.moderation.policies import check_may_change_account

DECIDED = ("role", "is_active")


class MemberForm(forms.ModelForm[Member]):
    """A member's account, with the reason for what changes in their rights."""

    administrator: Member
    reason = LinesField(
        label=_("reason"),
        required=False,
        max_length=AuditEntry._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "If you change the role or close the account, say why. The member gets this by email, "
            "and it’s recorded in the log."
        ),
    )

    def clean(self) -> dict[str, Any]:
        """Require a reason where the member's rights change, and refuse what would leave nobody in charge."""
        cleaned = super().clean() or self.cleaned_data
        changed = [name for name in DECIDED if name in self.changed_data and name in cleaned]
        if not changed:
            return cleaned
        if not cleaned.get("reason", "").strip():
            self.add_error("reason", _("Say why. The member will read this."))
        try:
            check_may_change_account(self.administrator, self.instance)
            check_leaves_an_administrator(self.instance, **{name: cleaned[name] for name in DECIDED})
        except (PermissionDenied, Conflict) as refused:
            self.add_error(changed[0], str(refused))
        return cleaned


@admin.register(Member)
class MemberAdmin(CommunityAdmin[Member]):
    form = MemberForm
    list_display = ["username", "role", "is_active", "date_joined"]
    list_filter = ["role", "is_active"]
    search_fields = ["username", "email"]
    ordering = ["username"]
    fields = ["username", "email", "role", "is_active", "reason", "about", "hue", "date_joined"]
    # An address that an administrator could change would let them in by a mail for a new password.
    readonly_fields = ["email", "date_joined"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: members join by themselves, with an address that they confirm."""
        return False

    def get_form(self, request: HttpRequest, obj: Member | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Tell the form who decides."""
        form = super().get_form(request, obj, change, **kwargs)
        return type("MemberForm", (form,), {"administrator": request.user})

    def save_model(self, request: HttpRequest, obj: Member, form: Any, change: bool) -> None:
        """Save the member, and change their rights by operations, which notify them and add to the log."""
        role, is_active = obj.role, obj.is_active
        obj.role, obj.is_active = (form.initial[name] for name in DECIDED)
        super().save_model(request, obj, form, change)
        decision = Decision(by=cast("Member", request.user), reason=form.cleaned_data["reason"] or "-")
        if role != obj.role:
            operations.change_role(obj, decision, role=role)
        if is_active != obj.is_active:
            (operations.reopen_account if is_active else operations.close_account)(obj, decision)
        obj.role, obj.is_active = role, is_active

    def has_delete_permission(self, request: HttpRequest, obj: Member | None = None) -> bool:
        """Forbid deleting members: their reactions would go, and the denormalised counts would stay.

        To close an account, unset `is_active`."""
        return False
