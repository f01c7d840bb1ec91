from django.apps import AppConfig

from community.core.text.form_errors import use_our_sentences

use_our_sentences()  # not in ready(): the admin's, which comes earlier, loads forms


class CoreConfig(AppConfig):
    name = "community.core"
