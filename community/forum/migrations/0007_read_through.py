from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("forum", "0006_reactions"),
    ]

    operations = [
        migrations.RenameField("visit", "place", "read_through"),
    ]
