from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("composing", "0002_images"),
    ]

    operations = [
        migrations.RemoveConstraint("draft", "one_draft_a_member_and_place"),
        migrations.RemoveIndex("image", "image_by_place"),
        migrations.RenameField("draft", "place", "draft_key"),
        migrations.RenameField("image", "place", "draft_key"),
        migrations.AddConstraint(
            "draft", models.UniqueConstraint(fields=("member", "draft_key"), name="one_draft_a_member_and_key")
        ),
        migrations.AddIndex("image", models.Index(fields=["member", "draft_key"], name="image_by_draft_key")),
    ]
