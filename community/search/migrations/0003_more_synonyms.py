from pathlib import Path

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

FILE = Path(__file__).parent.parent / "data" / "more_synonyms.txt"


def load(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """Create one row a line; a line that editors have written already stays as it is."""
    lines = [line.strip() for line in FILE.read_text(encoding="utf-8").splitlines()]
    rows = apps.get_model("search", "Synonyms")
    new = [rows(words=line) for line in lines if line and not line.startswith("#")]
    rows.objects.bulk_create(new, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("search", "0002_synonyms")]

    operations = [migrations.RunPython(load, migrations.RunPython.noop)]
