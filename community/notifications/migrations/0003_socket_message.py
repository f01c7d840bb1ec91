from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("notifications", "0002_kinds"),
    ]

    operations = [
        migrations.RenameField("event", "told_already", "notified_already"),
        migrations.RenameField("hint", "frame", "message"),
    ]
