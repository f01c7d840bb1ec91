"""Sign up, at the same cost whether or not the address belongs to a member, and come back to the page before."""

from typing import Any

from allauth.account.views import ConfirmEmailView, SignupView
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from community.core.access import everyone
from community.core.http.origins import own_page, page_before


class OneTransactionSignupView(SignupView):  # type: ignore[misc]  # allauth has no types
    """allauth's view, with all that it writes in one transaction: one wait for the disk, for a known address too."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Join; or only fill in a suggested name, for whoever has no script (js/take-name.js)."""
        if name := request.POST.get("take_name"):
            filled_in = {"username": name, "email": request.POST.get("email")}
            form = self.get_form_class()(initial=filled_in)
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[no-any-return]
        return super().post(request, *args, **kwargs)  # type: ignore[no-any-return]

    def form_valid(self, form: Any) -> HttpResponse:
        """Store the account, or what a known address needs, with the mail about it."""
        with transaction.atomic():
            response: HttpResponse = super().form_valid(form)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Lead back to `next`, or to the page whose link led here."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if self.request.method == "GET" and not context["redirect_field_value"]:
            before = page_before(self.request)
            context["redirect_field_value"] = "" if before == "/" or before.startswith("/accounts/") else before
        return context


class OneTransactionConfirmView(ConfirmEmailView):  # type: ignore[misc]
    """allauth's view, in one transaction: a new address replaces the old one, or neither changes."""

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm the address."""
        with transaction.atomic():
            response: HttpResponse = super().post(*args, **kwargs)
        return response

    def get_next_url(self) -> str | None:
        """The page that the member came from; where they are not signed in, the start of it, which guests can read."""
        page: str | None = super().get_next_url()
        return page if not page or self.request.user.is_authenticated else own_page(page.partition("?")[0])


sign_up = everyone(OneTransactionSignupView.as_view())
confirm_email = everyone(OneTransactionConfirmView.as_view())
