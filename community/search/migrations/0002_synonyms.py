"""Load the synonyms of the field. Editors change them in the admin; nothing loads them a second time."""

from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FILE = Path(__file__).parent.parent / "data" / "synonyms.txt"


def load(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create one row a line."""
    lines = [line.strip() for line in FILE.read_text(encoding="utf-8").splitlines()]
    rows = apps.get_model("search", "Synonyms")
    rows.objects.bulk_create([rows(words=line) for line in lines if line and not line.startswith("#")])


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
