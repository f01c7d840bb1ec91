# The texts of the choices alone; the database does not change.

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0005_acts_about'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='matter',
            field=models.CharField(choices=[('state', 'whether the post is shown'), ('lock', 'whether it takes replies'), ('pin', 'whether it is pinned'), ('place', 'which group it is in'), ('labels', 'what it is about'), ('case', 'whether the case is open')], max_length=10),
        ),
    ]
