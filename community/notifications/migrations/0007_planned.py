from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """What members were notified of before there was any mail is not mailed now: it counts as planned."""

    dependencies = [("notifications", "0006_deliveries")]

    operations = [
        migrations.AddField(
            model_name="notification",
            name="is_planned",
            field=models.BooleanField(default=True, db_default=True),
        ),
        migrations.AlterField(
            model_name="notification",
            name="is_planned",
            field=models.BooleanField(default=False, db_default=False),
        ),
        migrations.AddIndex(
            model_name="notification",
            index=models.Index(fields=["id"], condition=Q(is_planned=False), name="notification_unplanned"),
        ),
    ]
