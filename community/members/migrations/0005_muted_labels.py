from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0004_not_today"),
    ]

    operations = [
        migrations.RenameField("member", "hidden_labels", "labels_to_mute"),
        migrations.RenameField("member", "hidden_until", "muted_until"),
    ]
