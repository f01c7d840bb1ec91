from django.db import migrations

from community.search.matching import full_text_statistics


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0011_index_progress'),
    ]

    operations = [
        full_text_statistics('forum', 'PostTerms', 'forum_post_index'),
        full_text_statistics('forum', 'ThreadTerms', 'forum_thread_index'),
    ]
