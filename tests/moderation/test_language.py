"""Whoever a decision concerns reads it in their own language, whatever the moderator's."""

from django.test import Client

from community.forum.models import Group, Post, Thread
from community.members.models import Member
from community.moderation.models import AuditEntry
from tests.moderation.deciding import WHY, case_about, decide, decide_thread, reported


def speak(member: Member, language: str) -> None:
    member.language = language
    member.save(update_fields=["language"])


def notification_text(member: Member) -> str:
    """Return the text of a member's latest notification from moderators."""
    return str(member.notifications.filter(kind="moderated").latest("pk").text)


def test_an_author_who_reads_spanish_is_notified_in_spanish(review: Client, ines: Member, post: Post) -> None:
    speak(ines, "es")

    decide(review, f"/moderation/posts/{post.pk}/", "remove_post", reason="", guideline="own-words")

    assert notification_text(ines) == "Su mensaje se retiró. Use sus propias palabras."
    assert AuditEntry.objects.get().reason == "Use your own words."


def test_a_moderator_who_reads_spanish_notifies_others_in_the_communitys_language(
    review: Client, ruth: Member, ines: Member, post: Post
) -> None:
    speak(ruth, "es")

    decide(review, f"/moderation/posts/{post.pk}/", "remove_post", reason="", guideline="own-words")

    assert notification_text(ines) == "Your post was removed. Use your own words."


def test_a_moderators_own_words_stay_as_they_wrote_them(review: Client, ines: Member, post: Post) -> None:
    speak(ines, "es")

    decide(review, f"/moderation/posts/{post.pk}/", "remove_post", guideline="own-words")

    assert notification_text(ines) == f"Su mensaje se retiró. {WHY} Use sus propias palabras."


def test_who_reported_a_post_reads_in_their_language_why_it_stays(review: Client, maria: Member, post: Post) -> None:
    speak(maria, "es")
    reported(post, maria)

    decide(review, f"/moderation/cases/{case_about(post).pk}/", "reject_report", reason="", guideline="fine")

    thanks = "Gracias por avisarnos. El equipo de moderación revisó el mensaje y lo dejó como está."
    assert notification_text(maria) == f"{thanks} Lo revisamos, y cumple las normas."


def test_who_started_a_discussion_reads_in_their_language_where_it_is_now(
    review: Client, maria: Member, thread: Thread
) -> None:
    speak(maria, "es")
    carers = Group.objects.create(slug="carers", name="Family and carers")

    decide_thread(review, f"/moderation/discussions/{thread.pk}/", "move_thread", group=carers.pk)

    assert notification_text(maria) == f"Su conversación está ahora en el grupo “Family and carers”. {WHY}"
