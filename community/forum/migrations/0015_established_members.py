"""Whoever has three published posts is no new member: the rules for new members came with this version."""

from django.db import migrations
from django.db.models import Count, Q

ENOUGH = 3


def establish(apps, schema_editor):
    Member = apps.get_model("members", "Member")
    posts = Count("posts", filter=Q(posts__state="published"))
    known = Member.objects.filter(posts__isnull=False).annotate(published=posts).filter(published__gte=ENOUGH)
    Member.objects.filter(pk__in=known.values("pk")).update(established=True)


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0014_move_posts'),
        ('members', '0010_established'),
    ]

    operations = [migrations.RunPython(establish, migrations.RunPython.noop)]
