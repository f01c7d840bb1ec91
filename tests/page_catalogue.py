"""Every page of the site by name: its address, who sees it, and its empty and error states.

tests/test_page_catalogue.py proves that no page is left out; tests/browser/ checks each entry. The first of `who` has
the most on the page: that variant is checked in every run of the tests.
"""

from allauth.account.forms import default_token_generator
from allauth.account.models import EmailConfirmationHMAC
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings

from community.notifications.mail_links import mute_link, unsubscribe_link
from community.safety.models import WatchedPhrase
from tests.page_variants import ALL, SIGNED_IN, Page, PageVariant, Path
from tests.world import World, a_procedure

MEMBER = ("member",)
NEWCOMER = ("newcomer",)
GUEST = ("guest",)
MODERATOR = ("moderator",)
MENTOR = ("mentor",)
SPLIT = {"act": "split_thread", "ranges": "2-3", "title": "Nights", "guideline": "", "reason": "It is about nights."}
WORDS = {"kind": "words", "phrase": "thinking", "effect": "hold", "reason": "other", "is_on": "on"}
NO_REASON = {"guideline": "", "reason": ""}
CALL_ME = "Call me on 212-555-0134, or come to 12 Elm Street."
LETTER = {"text": "I cannot find my post, and I looked everywhere for it."}


def _post(name: str, act: str = "") -> Path:
    return lambda world: f"/posts/{world.posts[name].pk}/{act}"


def _thread(name: str, more: str = "") -> Path:
    return lambda world: world.threads[name].get_absolute_url() + more


def _catch_up(name: str) -> Path:
    return lambda world: f"/discussions/{world.threads[name].pk}/catch-up/"


def _reply(name: str) -> Path:
    return lambda world: f"/discussions/{world.threads[name].pk}/reply/"


def _related(name: str) -> Path:
    return lambda world: f"/related/{world.threads[name].pk}/"


def _draft(name: str) -> Path:
    return lambda world: f"/drafts/{world.drafts[name].pk}/throw-away/"


def _about(way: str, name: str, more: str = "") -> Path:
    """Return the address of the report form, or of a review, of the post of this name."""
    return lambda world: f"/{way}{world.posts[name].key if way.endswith('=') else f'{world.posts[name].pk}/'}{more}"


def _bookmark(name: str) -> Path:
    return lambda world: f"/saved/{world.bookmarks[name].pk}/"


def _member_review(name: str) -> Path:
    return lambda world: f"/moderation/members/{world.people[name].pk}/"


def _decision(name: str) -> Path:
    return lambda world: f"/decisions/{world.entries[name].pk}/"


def _limit(world: World) -> str:
    return f"/moderation/limits/{world.people['limited'].sanctions.filter(scope='read_only').get().pk}/"


def _case(name: str) -> Path:
    return lambda world: f"/moderation/cases/{world.cases[name].pk}/"


def _unfollowed(world: World) -> str:
    return f"/discussions/following/?unfollowed={world.threads['long'].pk}"


def _words(world: World) -> str:
    return f"/moderation/words/{WatchedPhrase.objects.get(phrase='miracle cure').pk}/"


def _undo(name: str) -> Path:
    return lambda world: f"/moderation/audit/{world.entries[name].pk}/undo/"


def _thread_review(name: str, more: str = "") -> Path:
    return lambda world: f"/moderation/discussions/{world.threads[name].pk}/{more}"


def _new_password(world: World) -> str:
    person = world.people["newcomer"]
    return f"/accounts/password/reset/key/{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}/"


def _stop_daily_mail(world: World) -> str:
    return unsubscribe_link(world.people["newcomer"].pk, "daily").removeprefix(settings.SITE_URL)


def _mute_long(world: World) -> str:
    return mute_link(world.people["newcomer"].pk, world.threads["long"].key).removeprefix(settings.SITE_URL)


def _confirm_address(world: World) -> str:
    address = world.people["newcomer"].emailaddress_set.get()
    return f"/accounts/confirm-email/{EmailConfirmationHMAC(address).key}/"


HOME = [
    Page("front page", "home/home.html", "/", GUEST).also("empty", bare=True),
    Page("member's home", "home/member_home.html", "/", SIGNED_IN)
    .also("empty", who=NEWCOMER)
    .also("hiding", who=MENTOR),
    *(
        Page(f"begin, {way}", f"home/begin/{way}.html", f"/begin/{way}/").also("empty", bare=True)
        for way in ("just-diagnosed", "it-came-back", "i-care-for-someone")
    ),
    Page("guidelines", "home/guidelines.html", "/guidelines/"),
    Page("privacy", "home/privacy.html", "/privacy/"),
    Page("help", "home/help.html", "/help/"),
    Page("search", "search/search.html", "/search/?q=sleep")
    .also("before", path="/search/")
    .also("empty", path="/search/?q=xylophone")
    .also("errors", path=f"/search/?q={'x' * 101}", status=422),
    Page("saved searches", "search/saved_searches.html", "/search/saved/", MEMBER)
    .also("empty", who=NEWCOMER)
    .also("notice", path="/search/?q=sleep", form="/search/saved/add/", send={}),
    Page("demo", "demo/demo.html", "/demo/", GUEST),
    Page("design", "design/design.html", "/design/", ("administrator",)),
]
MEMBERS = [
    Page("member", "members/member.html", "/members/ines/")
    .also("empty", path="/members/nora/")
    .also("blocked", path="/members/tess/", who=MEMBER),
    Page("member's posts", "forum/member_posts.html", "/members/ines/posts/").also(
        "empty", path="/members/nora/posts/"
    ),
    Page("block", "forum/block_member.html", "/members/ines/block/", ("mentor", "moderator")),
    Page("blocked", "forum/blocked_members.html", "/settings/blocked/", MEMBER).also("empty", who=NEWCOMER),
    Page("settings", "members/settings.html", "/settings/", SIGNED_IN),
    Page("about me", "members/about_me.html", "/settings/about/", SIGNED_IN).also(
        "errors", send={"about": "x" * 400}, status=422
    ),
    Page("how I write", "members/writing.html", "/settings/writing/", SIGNED_IN),
    Page("display", "members/display.html", "/display/?next=/help/").also("notice", path="/display/?saved=1"),
]
FORUM = [
    Page("group", "forum/group.html", "/groups/breast-cancer/")
    .also("empty", path="/groups/fresh/")
    .also("by topic", path="/groups/breast-cancer/?topic=recurrence&order=newest")
    .also("for members", path="/groups/quiet/", who=SIGNED_IN)
    .also("hiding", who=MENTOR)
    .also("notice", send={"follow": "yes"}, form="/follow/", who=MODERATOR),
    Page("not today", "forum/muted_labels.html", "/settings/muted-topics/", SIGNED_IN)
    .also("hiding", who=MENTOR)
    .also("errors", send={"span": "for ever"}, status=422),
    Page("hidden thread", "forum/hidden.html", _thread("hard"), MENTOR),
    Page("start", "forum/start.html", "/groups/breast-cancer/new/", SIGNED_IN)
    .also("errors", send={"title": "", "body": ""}, status=422)
    .also("share this", send={"title": "It came back to me too", "body": CALL_ME}, status=422)
    .also("preview", send={"title": "Sleep, again", "body": "How was it for you?", "preview": "1"}),
    Page("drafts", "composing/drafts.html", "/drafts/", MEMBER).also("empty", who=NEWCOMER),
    Page("throw a draft away", "composing/throw_away.html", _draft("reply"), MEMBER)
    .also("changed", send={"version": "0"}, status=409)
    .also("place lost", path=_draft("lost")),
    Page("thread", "forum/thread.html", _thread("long"), ("member", "guest", "moderator"))
    .also("last page", path=_thread("long", "?page=last"))
    .also("since no day", path=_thread("long", "?date=2999-01-01"))
    .also("no day", path=_thread("long", "?date=soon"), status=422)
    .also("closed", path=_thread("closed"))
    .also("labelled", path=_thread("hard"))
    .also("folded", path=_thread("open"), who=MENTOR)
    .also("by someone blocked", path=_thread("open"), who=MEMBER)
    .also("pictures", path=_thread("open"))
    .also("begun", path=_thread("quiet"), who=MEMBER)
    .also("empty", path=_thread("own"))
    .also("errors", send={"body": ""}, form="/reply/", who=SIGNED_IN, status=422)
    .also("share this", send={"body": CALL_ME}, form="/reply/", who=SIGNED_IN, status=422)
    .also("undescribed", send={"body": "Look"}, form="/reply/", path=_thread("quiet"), who=MEMBER, status=422)
    .also("refused", send={"body": "Me too"}, form="/reply/", to=_reply("closed"), who=MEMBER, status=403)
    .also("notice", send={"follow": "yes"}, form="/follow/", path=_thread("own"), who=MODERATOR),
    Page("ways to read", "forum/filtered.html", _thread("long", "?show=starter"))
    .also("mentors", path=_thread("long", "?show=mentors"))
    .also("words", path=_thread("long", "?q=thinking"))
    .also("before", path=_thread("long", "?q="))
    .also("empty", path=_thread("own", "?show=supported"))
    .also("errors", path=_thread("long", f"?q={'x' * 101}"), status=422),
    Page("printed", "forum/printed.html", _thread("long", "?print=1")).also(
        "folded", path=_thread("open", "?print=1"), who=MENTOR
    ),
    Page("catch up", "forum/catch_up.html", _catch_up("long"), SIGNED_IN).also("empty", path=_catch_up("own")),
    Page("related", "forum/related.html", _related("long"), ("member", "guest")).also("empty", path=_related("own")),
    Page("own posts", "forum/own_posts.html", "/posts/mine/", SIGNED_IN).also("empty", who=NEWCOMER),
    Page("own post", "forum/own_post.html", _post("held"), MEMBER).also("not published", path=_post("refused")),
    Page("followed", "forum/followed_threads.html", "/discussions/following/", MEMBER)
    .also("empty", who=NEWCOMER)
    .also("unfollowed", path=_unfollowed),
    Page("muted", "forum/muted.html", "/discussions/muted/", MEMBER).also("empty", who=NEWCOMER),
    Page("own threads", "forum/own_threads.html", "/discussions/mine/", ("author",)).also("empty", who=NEWCOMER),
    Page("own replies", "forum/own_replies.html", "/posts/mine/replies/", MEMBER).also("empty", who=NEWCOMER),
    Page("edit post", "forum/edit_post.html", _post("own", "edit/"), MEMBER)
    .also("errors", send={"body": ""}, status=422)
    .also("share this", send={"body": CALL_ME}, status=422)
    .also("refused", send={"body": "New words", "version": "0"}, status=409),
    Page("post history", "forum/post_history.html", _post("own", "history/"), MEMBER),
    Page("kept", "forum/bookmarks.html", "/saved/", MEMBER)
    .also("empty", who=NEWCOMER)
    .also("notice", path=_bookmark("taken down"), send={"note": "Ask for the other clinic."}),
    Page("note", "forum/bookmark.html", _bookmark("noted"), MEMBER)
    .also("empty", path=_bookmark("taken down"))
    .also("errors", send={"note": "", "question": "on"}, status=422),
    Page("questions", "forum/questions.html", "/saved/questions/", MEMBER)
    .also("empty", who=NEWCOMER)
    .also("without titles", path="/saved/questions/?titles=no"),
    Page("remove post", "forum/remove_post.html", _post("own", "remove/"), MEMBER),
    Page("support", "forum/support.html", _post("own", "support/"), SIGNED_IN).also(
        "empty", path=_post("of a moderator", "support/")
    ),
]
EDUCATION = [
    Page("learn", "education/learn.html", "/learn/").also("empty", bare=True),
    Page("learn page", "education/page.html", "/learn/recurrent-breast-cancer/symptoms-causes/").also(
        "second tab", path="/learn/recurrent-breast-cancer/diagnosis-treatment/"
    ),
    Page("procedure", "education/procedure.html", lambda world: f"/learn/procedures/{a_procedure()}/"),
    Page("newsletter", "newsletter/subscribe.html", "/newsletter/")
    .also("errors", send={"email": "nobody"}, status=422)
    .also("notice", send={"email": "reader@example.org"}),
]
NEWS = [
    Page("notifications", "notifications/notifications.html", "/notifications/", SIGNED_IN)
    .also("unread", path="/notifications/?show=unread", who=MEMBER)
    .also("some kinds", path="/notifications/?show=replies", who=MEMBER)
    .also("email stopped", who=("bounced",))
    .also("email called spam", who=("complained",))
    .also("empty", who=NEWCOMER),
    Page("preferences", "notifications/preferences.html", "/notifications/preferences/", SIGNED_IN)
    .also("email called spam", who=("complained",))
    .also("errors", send={"way": "usual", "quiet_from": "22"}, status=422),
    Page("unsubscribe", "notifications/unsubscribe.html", _stop_daily_mail, GUEST).also("stopped", send={}),
    Page("mute from mail", "notifications/mute_from_mail.html", _mute_long, GUEST).also("muted", send={}),
    Page("broken link", "notifications/broken_mail_link.html", "/notifications/unsubscribe/cut/", GUEST, status=404),
]
SAFETY = [
    Page("report", "safety/report.html", _about("report/?source=", "of a moderator"), ("guest", "newcomer"))
    .also("errors", send={"note": "It is not true"}, status=422)
    .also("already", who=MEMBER),
    Page("report thanks", "safety/report_thanks.html", _about("report/thanks/?source=", "own")),
    Page("contact", "safety/contact.html", "/contact/?page=/help/").also(
        "errors", send={"text": "", "email": "nobody"}, status=422
    ),
    Page("contact thanks", "safety/contact_thanks.html", "/contact/thanks/"),
]
MODERATION = [
    Page("queue", "moderation/queue.html", "/moderation/", MODERATOR)
    .also("empty", bare=True)
    .also("filtered", path="/moderation/?kind=letter")
    .also("none fits", path="/moderation/?kind=held&reason=danger")
    .also("errors", send={"choice": "take_down", "reason": ""}, form="several", status=422)
    .also("nothing ticked", template="moderation/results.html", send={"choice": "leave"}, form="several"),
    Page("ready-made reasons", "moderation/reasons.html", "/moderation/reasons/", MODERATOR).also("empty", bare=True),
    Page("ready-made reason", "moderation/reason.html", "/moderation/reasons/new/", MODERATOR).also(
        "errors", send={"title": "", "text": ""}, status=422
    ),
    Page("case", "moderation/case.html", _case("post"), MODERATOR)
    .also("errors", send=NO_REASON | {"act": "remove_post"}, status=422)
    .also("refused", send={"act": "remove_post", "reason": "So", "version": "9.9.9"}, status=409)
    .also("discussion", path=_case("thread"))
    .also("held", path=_case("held"))
    .also("letter", path=_case("letter"))
    .also("decided", path=_case("decided")),
    Page("moderate post", "moderation/moderate_post.html", _about("moderation/posts/", "reported"), MODERATOR)
    .also("errors", send=NO_REASON | {"act": "remove_post"}, status=422)
    .also("pictures", path=_about("moderation/posts/", "with images"))
    .also("labels", send={"label_post-reason": "", "act": "label_post"}, status=422)
    .also("her own", path=_about("moderation/posts/", "of a moderator")),
    Page("moderate thread", "moderation/moderate_thread.html", _thread_review("open"), MODERATOR)
    .also("errors", send={"pin_thread-until": "", "pin_thread-reason": "", "act": "pin_thread"}, status=422)
    .also("pinned", path=_thread_review("pinned"))
    .also("closed", path=_thread_review("closed"))
    .also("labelled", path=_thread_review("hard")),
    Page("merge", "moderation/merge_thread.html", _thread_review("quiet", "merge/"), MODERATOR).also(
        "errors", send=NO_REASON | {"act": "merge_thread", "into": ""}, status=422
    ),
    Page("split", "moderation/split_thread.html", _thread_review("open", "split/"), MODERATOR)
    .also("errors", send=NO_REASON | {"act": "split_thread", "ranges": ""}, status=422)
    .also("preview", send=SPLIT),
    Page("erase text", "moderation/redact_post.html", _about("moderation/posts/", "reported", "erase/"), MODERATOR)
    .also("errors", send=NO_REASON | {"act": "ask_redaction"}, status=422)
    .also("her own", path=_about("moderation/posts/", "of a moderator", "erase/")),
    Page("edit text", "moderation/edit_text.html", _about("moderation/posts/", "reported", "text/"), MODERATOR)
    .also("errors", send=NO_REASON | {"act": "edit_post", "text": ""}, status=422)
    .also("her own", path=_about("moderation/posts/", "of a moderator", "text/")),
    Page("appeal", "moderation/appeal.html", _case("appeal"), ("other moderator",))
    .also("errors", send=NO_REASON | {"act": "uphold_decision"}, status=422)
    .also("answered", path=_case("answered appeal")),
    Page("moderate member", "moderation/moderate_member.html", _member_review("limited"), MODERATOR)
    .also("errors", send={"act": "limit_member"}, status=422)
    .also("nothing yet", path=_member_review("newcomer"))
    .also("in the team", path=_member_review("administrator")),
    Page("moderate limit", "moderation/moderate_sanction.html", _limit, MODERATOR).also(
        "errors", send={"act": "change_end"}, status=422
    ),
    Page("decision", "moderation/decision.html", _decision("removed"), MEMBER)
    .also("errors", send={"text": ""}, status=422)
    .also("appealed", path=_decision("refused"))
    .also("limit", path=_decision("limited"), who=("limited",)),
    Page("audit", "moderation/audit.html", "/moderation/audit/", MODERATOR)
    .also("empty", bare=True)
    .also("filtered", path="/moderation/audit/?act=reopen_case"),
    Page("word list", "moderation/word_list.html", "/moderation/words/", MODERATOR)
    .also("empty", bare=True)
    .also("errors", send={"text": ""}, status=422)
    .also("tried", send={"text": "A miracle cure, or none."}),
    Page("words", "moderation/word_list_entry.html", _words, MODERATOR)
    .also("new", path="/moderation/words/add/")
    .also("errors", send={"kind": "pattern", "phrase": "(a"}, status=422)
    .also("refused", send=WORDS | {"version": "9"}, status=409)
    .also("tried", send=WORDS | {"try": "yes", "text": "Thinking of my neighbour"}),
    Page("undo", "moderation/undo.html", _undo("removed"), MODERATOR)
    .also("errors", send=NO_REASON | {"act": "restore_post"}, status=422)
    .also("pin", path=_undo("pinned"))
    .also("report", path=_undo("left up")),
]
ACCOUNT = [
    Page("sign in", "account/login.html", "/accounts/login/", GUEST).also(
        "errors", send={"login": "nobody", "password": "wrong"}
    ),
    Page("sign up", "account/signup.html", "/accounts/signup/", GUEST).also(
        "errors", send={"username": "no spaces", "email": "nobody", "password1": "123"}
    ),
    Page("sign out", "account/logout.html", "/accounts/logout/", SIGNED_IN),
    Page("forgotten password", "account/password_reset.html", "/accounts/password/reset/", GUEST).also(
        "errors", send={"email": "nobody"}
    ),
    Page("forgotten password, sent", "account/password_reset_done.html", "/accounts/password/reset/done/", GUEST),
    Page("new password", "account/password_reset_from_key.html", _new_password, GUEST)
    .also("errors", send={"password1": "123"})
    .also("old link", path="/accounts/password/reset/key/1-old/"),
    Page(
        "new password, saved", "account/password_reset_from_key_done.html", "/accounts/password/reset/key/done/", GUEST
    ),
    Page("look into your mail", "account/verification_sent.html", "/accounts/confirm-email/", GUEST),
    Page("confirm address", "account/email_confirm.html", _confirm_address, GUEST).also(
        "old link", path="/accounts/confirm-email/old/"
    ),
    Page("closed account", "account/account_inactive.html", "/accounts/inactive/", GUEST),
    Page("email", "account/email_change.html", "/accounts/email/", SIGNED_IN).also(
        "errors", send={"email": "nobody", "action_add": ""}
    ),
    Page("password", "account/password_change.html", "/accounts/password/change/", SIGNED_IN).also(
        "errors", send={"oldpassword": "wrong", "password1": "123"}
    ),
    Page("is it you", "account/reauthenticate.html", "/accounts/reauthenticate/", MEMBER).also(
        "errors", send={"password": "wrong"}
    ),
    Page("sign-ins", "usersessions/usersession_list.html", "/accounts/sessions/", SIGNED_IN),
]
SECOND_STEP = [
    Page("code", "mfa/authenticate.html", "/accounts/2fa/authenticate/", ("at the second step",)).also(
        "errors", send={"code": "1"}
    ),
    Page("second step", "mfa/index.html", "/accounts/2fa/", MODERATOR).also("empty", who=NEWCOMER),
    Page("set up second step", "mfa/totp/activate_form.html", "/accounts/2fa/totp/activate/", NEWCOMER).also(
        "errors", send={"code": "1"}
    ),
    Page("end second step", "mfa/totp/deactivate_form.html", "/accounts/2fa/totp/deactivate/", MODERATOR),
    Page("spare codes", "mfa/recovery_codes/index.html", "/accounts/2fa/recovery-codes/", MODERATOR),
    Page("new spare codes", "mfa/recovery_codes/generate.html", "/accounts/2fa/recovery-codes/generate/", MODERATOR),
    Page("is it you, code", "mfa/reauthenticate.html", "/accounts/2fa/reauthenticate/", MODERATOR).also(
        "errors", send={"code": "1"}
    ),
]
FAILURES = [
    *(
        Page(f"error {status}", f"{status}.html", f"/broken/{status}/", status=status)
        for status in (403, 404, 409, 429)
    ),
    *(
        Page(f"error {status}", f"{status}.html", f"/broken/{status}/", GUEST, status=status).also(
            "with text", path="/contact/", send=LETTER, to=f"/broken/{status}/"
        )
        for status in (400, 413, 500, 503)
    ),
    Page("error 405", "405.html", "/display/language/", status=405),
    Page("offline", "offline.html", "/offline/", GUEST),
]
CATALOGUE: list[PageVariant] = [
    variant
    for part in (HOME, MEMBERS, FORUM, EDUCATION, NEWS, SAFETY, MODERATION, ACCOUNT, SECOND_STEP, FAILURES)
    for page in part
    for variant in page.variants
]
CATALOGUE += [
    PageVariant(
        "gone while writing",
        "404.html",
        _thread("open"),
        SIGNED_IN,
        status=404,
        send={"body": "Me too"},
        form="/reply/",
        to="/discussions/999999/reply/",
    ),
    PageVariant(
        "send it again",
        "403_csrf.html",
        "/contact/",
        ALL,
        status=403,
        send=LETTER | {"csrfmiddlewaretoken": "old"},
    ),
]
# Templates that cannot be reached in the tests, and why.
UNREACHED = {
    "account/password_set.html": "everybody who can sign in has a password",
    "notifications/mail/notification.html": "a mail, which tests/browser/test_mails.py draws",
    "notifications/mail/digest.html": "a mail, which tests/browser/test_mails.py draws",
}
