from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rename the accessor of the entries that concern a member; no column changes."""

    dependencies = [
        ("moderation", "0004_guideline_confidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            "auditentry",
            "subject",
            models.ForeignKey(
                null=True,
                on_delete=models.SET_NULL,
                related_name="acts_about",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
