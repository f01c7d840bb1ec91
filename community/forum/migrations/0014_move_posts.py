# Posts move between threads when a moderator merges or splits them.

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0013_follow_groups_and_mute'),
    ]

    operations = [
        migrations.AddField(
            model_name='post',
            name='edited_by_moderator',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AlterField(
            model_name='post',
            name='state',
            field=models.CharField(choices=[('held', 'Waiting for a moderator'), ('published', 'Published'), ('removed', 'Removed'), ('rejected', 'Not published'), ('moved', 'Moved to another discussion')], default='published', max_length=10),
        ),
        migrations.CreateModel(
            name='ThreadMove',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('whole', models.BooleanField(default=False)),
                ('begins', models.BooleanField(default=False)),
                ('before', models.JSONField(default=dict)),
                ('at', models.DateTimeField(default=django.utils.timezone.now)),
                ('undone_at', models.DateTimeField(null=True)),
                ('source', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves_out', to='forum.thread')),
                ('target', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='moves_in', to='forum.thread')),
            ],
        ),
        migrations.CreateModel(
            name='MovedPost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moves', to='forum.post')),
                ('thread', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='forum.thread')),
                ('move', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='posts', to='forum.threadmove')),
            ],
        ),
        migrations.AddIndex(
            model_name='threadmove',
            index=models.Index(condition=models.Q(('undone_at__isnull', True), ('whole', True)), fields=['source'], name='thread_merged_into'),
        ),
        migrations.AddIndex(
            model_name='movedpost',
            index=models.Index(fields=['thread', 'number'], name='moved_post_old_number'),
        ),
        migrations.AddConstraint(
            model_name='movedpost',
            constraint=models.UniqueConstraint(fields=('move', 'post'), name='one_row_a_move_and_post'),
        ),
    ]
