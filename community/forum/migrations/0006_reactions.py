from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("forum", "0005_versions"),
    ]

    operations = [
        migrations.RenameField("support", "sign", "reaction"),
        migrations.RenameField("post", "signs", "reactions"),
        migrations.RemoveConstraint("support", "one_sign_a_post_and_member"),
        migrations.AddConstraint(
            "support", models.UniqueConstraint(fields=("post", "member"), name="one_reaction_a_post_and_member")
        ),
    ]
