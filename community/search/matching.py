"""Match terms in a full-text index, on SQLite (FTS5) and on PostgreSQL: `.filter(index__terms__has_words=sets)`.

A set is all words that a text must have, and one of the sets is enough.

A model that is searched has two tables: one with the terms of each row, which Django knows, and its index, which the
database keeps in step with it (full_text_index). The index joins to the row itself, so who may read it, and every
filter, are conditions of the same statement, and what they leave out adds to no result and no count."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps.registry import Apps
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.models import Lookup, TextField
from django.db.models.sql.compiler import SQLCompiler

type Phrase = tuple[str, ...]  # terms in a row; nearly always one
type Compiled = tuple[str, Sequence[Any]]


@dataclass(frozen=True)
class SearchWord:
    """A word of a search, or several in a row that have a meaning of their own.

    `spellings` is what was typed, as texts store it, and `synonyms` what means the same. A word that is still being
    typed has `prefixes`: a term that begins with one of them counts as a spelling."""

    typed: str
    spellings: tuple[Phrase, ...]
    synonyms: tuple[Phrase, ...] = ()
    prefixes: tuple[str, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """All that counts as this word."""
        return self.spellings + self.synonyms


type WordSets = Sequence[Sequence[SearchWord]]


class IndexedTerms(TextField[Any, Any]):
    """The column of an unmanaged model that stands for an index, named as its table.

    Its column `terms` has the text that is indexed: what is found needs no join to be read."""


@IndexedTerms.register_lookup
class HasWords(Lookup[Any]):
    """The condition that the index has all words of one at least of several sets, or what full_text() wrote of them."""

    lookup_name = "has_words"
    prepare_rhs = False

    def as_sqlite(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Compiled:
        """Write the condition for FTS5."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} MATCH %s", [*parameters, self._expression(connection)]

    def as_postgresql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **extra: Any) -> Compiled:
        """Write the condition for a tsvector."""
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} @@ to_tsquery('simple', %s)", [*parameters, self._expression(connection)]

    def _expression(self, connection: BaseDatabaseWrapper) -> str:
        return self.rhs if isinstance(self.rhs, str) else full_text(self.rhs, connection.vendor)


def full_text(sets: WordSets, vendor: str) -> str:
    """Write sets of words as a database's full-text search reads them.

    FTS5: ("a" AND ("b" OR "c d")) OR ("e" *); PostgreSQL: ('a' & ('b' | 'c' <-> 'd')) | ('e':*)."""
    if vendor == "sqlite":
        return " OR ".join("(" + " AND ".join(map(_fts5, words)) + ")" for words in sets)
    return " | ".join("(" + " & ".join(map(_tsquery, words)) + ")" for words in sets)


def _fts5(word: SearchWord) -> str:
    phrases = [f'"{" ".join(phrase)}"' for phrase in word.phrases]
    return "(" + " OR ".join(phrases + [f'"{prefix}" *' for prefix in word.prefixes]) + ")"


def _tsquery(word: SearchWord) -> str:
    phrases = [" <-> ".join(f"'{term}'" for term in phrase) for phrase in word.phrases]
    return "(" + " | ".join(phrases + [f"'{prefix}':*" for prefix in word.prefixes]) + ")"


def forget_deleted_terms(index: str) -> None:
    """Write an index anew from what is stored now: FTS5 has deleted terms in its segments until it merges them.

    SQLite alone; PostgreSQL's index is part of the row."""
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {index}({index}) VALUES ('rebuild')")  # noqa: S608 (a name of ours)


# Migrations. Our terms are letters, marks and digits, which both databases then take as they are.
_OLD = "INSERT INTO {index}({index}, rowid, terms) VALUES ('delete', old.id, old.terms);"
_NEW = "INSERT INTO {index}(rowid, terms) VALUES (new.id, new.terms);"
_ON_SQLITE = [
    "CREATE VIRTUAL TABLE {index} USING fts5(terms, content='{table}', content_rowid='id', "
    "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\")",
    f"CREATE TRIGGER {{index}}_insert AFTER INSERT ON {{table}} BEGIN {_NEW} END",
    f"CREATE TRIGGER {{index}}_update AFTER UPDATE OF terms ON {{table}} BEGIN {_OLD} {_NEW} END",
    f"CREATE TRIGGER {{index}}_delete AFTER DELETE ON {{table}} BEGIN {_OLD} END",
]
_ON_POSTGRESQL = [
    "ALTER TABLE {table} ADD COLUMN vector tsvector GENERATED ALWAYS AS (to_tsvector('simple', terms)) STORED",
    "CREATE INDEX {index}_terms ON {table} USING gin (vector)",
    "CREATE VIEW {index} AS SELECT id AS rowid, vector AS {index} FROM {table}",
]

_VIEW = "CREATE OR REPLACE VIEW {index} AS SELECT id AS rowid, vector AS {index}, terms FROM {table}"


def full_text_index(app: str, model: str, index: str) -> RunPython:
    """The operation of a migration that creates the index of a model with the columns `id` and `terms`.

    On SQLite, whoever changes the table by a migration creates its triggers anew: Django copies the table."""

    def create(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        table = apps.get_model(app, model)._meta.db_table
        statements = _ON_SQLITE if editor.connection.vendor == "sqlite" else _ON_POSTGRESQL
        for statement in statements:
            editor.execute(statement.format(table=table, index=index), params=None)

    def drop(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        table = apps.get_model(app, model)._meta.db_table
        if editor.connection.vendor == "sqlite":
            for event in ("insert", "update", "delete"):
                editor.execute(f"DROP TRIGGER {index}_{event}", params=None)
            editor.execute(f"DROP TABLE {index}", params=None)
        else:
            editor.execute(f"DROP VIEW {index}", params=None)
            editor.execute(f"ALTER TABLE {table} DROP COLUMN vector", params=None)

    return RunPython(create, drop, elidable=False)


def full_text_statistics(app: str, model: str, index: str) -> RunPython:
    """The operation that lets PostgreSQL know how common each term is, and adds the terms to the view.

    By default it knows the few commonest, and takes a rare word with twenty synonyms for a common one: it then reads
    all posts, newest first, instead of the index."""

    def change(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
        if editor.connection.vendor == "postgresql":
            table = apps.get_model(app, model)._meta.db_table
            editor.execute(f"ALTER TABLE {table} ALTER COLUMN vector SET STATISTICS 1000", params=None)
            editor.execute(_VIEW.format(table=table, index=index), params=None)

    return RunPython(change, RunPython.noop, elidable=False)
