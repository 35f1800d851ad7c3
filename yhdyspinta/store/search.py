"""What can be found, with its words, and the index over them.

The index is the database's own: on SQLite the FTS5 table `yhdyspinta_searchindex` over the columns
of words, on PostgreSQL a tsvector with a GIN index. Triggers (SQLite) or a generated column
(PostgreSQL) keep it beside the rows, in their transaction: migration 0006.
"""

from collections.abc import Iterable, Iterator
from contextlib import closing
from typing import Any

from django.db import connection, models

from yhdyspinta.calc.register import own_organisations, reads_everything, reads_partners
from yhdyspinta.calc.search import (
    PART_MARK,
    TEXT_MARK,
    area_facet,
    kind_facet,
    organisation_facet,
    visibility_facet,
)
from yhdyspinta.store.register import one_of
from yhdyspinta.terms import search as terms
from yhdyspinta.terms.access import Actor, Visibility
from yhdyspinta.terms.languages import Names

# From the best: all words as they are in the title; in any form there; in the text as well; and
# as parts of compounds. Each tier holds the one before.
TIERS = (1, 2, 3, 4)
# Of each tier: its column beside those before, PostgreSQL's weight for it, its words' mark.
_COLUMNS = (
    ("title", "A", ""),
    ("title_forms", "B", ""),
    ("text", "C", TEXT_MARK),
    ("parts", "D", PART_MARK),
)


class SearchEntry(models.Model):
    """One thing that can be found: as it is shown, and its words (terms.search.Words)."""

    kind = models.CharField(max_length=16)
    code = models.CharField(max_length=160)
    area = models.CharField(max_length=8, blank=True)
    owner = models.CharField(max_length=40, blank=True)
    visibility = models.CharField(max_length=10)
    title_fi = models.TextField()
    title_sv = models.TextField(blank=True)
    title_en = models.TextField(blank=True)
    shown = models.TextField(blank=True)
    on = models.DateField(null=True, blank=True)
    invented = models.BooleanField(default=False)
    changed_at = models.DateTimeField(null=True, blank=True)
    title = models.TextField()
    title_forms = models.TextField(blank=True)
    text = models.TextField(blank=True)
    parts = models.TextField(blank=True)
    facets = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(name="search_entry_once", fields=["kind", "code"]),
            one_of("search_entry", "kind", terms.SearchKind),
            one_of("search_entry", "visibility", Visibility),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.code}"

    @property
    def names(self) -> Names:
        """The title in three languages."""
        return Names(self.title_fi, self.title_sv, self.title_en)


class SearchWord(models.Model):
    """A word of some title: what a person who found nothing may have meant."""

    word = models.CharField(max_length=60, unique=True)

    def __str__(self) -> str:
        return self.word


def matching(
    wanted: Iterable[terms.Wanted],
    *,
    actor: Actor,
    kinds: Iterable[terms.SearchKind] = (),
    area: str | None = None,
    after: tuple[int, int] = (0, 0),
    most: int = 20,
) -> list[tuple[int, int]]:
    """Return the tier and the key of what matches all words and an actor may read, best first.

    Within a tier what was indexed last comes first. `after` is the tier and the key of the last
    one had (0: none). At most a query for each tier.
    """
    asked, where = list(wanted), _where(actor, kinds, area)
    found: list[tuple[int, int]] = []
    for tier in TIERS:
        if not asked or tier < after[0] or len(found) >= most:
            continue
        before = after[1] if tier == after[0] else 0
        keys = _keys(asked, where, tier=tier, before=before, most=most - len(found))
        found += [(tier, key) for key in keys]
    return found


def _where(actor: Actor, kinds: Iterable[terms.SearchKind], area: str | None) -> list[list[str]]:
    """Return the facets asked for: of each list one must be there."""
    lists = [[kind_facet(each) for each in kinds]]
    if area is not None:
        lists.append([area_facet(area)])
    if not reads_everything(actor):
        readable = [visibility_facet(Visibility.PUBLIC)]
        if reads_partners(actor):
            readable.append(visibility_facet(Visibility.PARTNERS))
        readable += [organisation_facet(each) for each in sorted(own_organisations(actor))]
        lists.append(readable)
    return [each for each in lists if each]


def _keys(
    asked: list[terms.Wanted], where: list[list[str]], *, tier: int, before: int, most: int
) -> list[int]:
    if connection.vendor == "sqlite":
        table, key = "yhdyspinta_searchindex", "rowid"
        conditions = {"yhdyspinta_searchindex MATCH %s": _fts5(asked, where, tier)}
    else:
        table, key = "yhdyspinta_searchentry", "id"
        conditions = {"found_by @@ to_tsquery('simple', %s)": _tsquery(asked, tier)}
        if where:
            facets = " & ".join(f"({' | '.join(each)})" for each in where)
            conditions["found_in @@ to_tsquery('simple', %s)"] = facets
    values: list[Any] = [*conditions.values()]
    named = " AND ".join(conditions)
    if before:
        named += f" AND {key} < %s"
        values.append(before)
    # Names of tables and columns only: what people write is a parameter.
    statement = f"SELECT {key} FROM {table} WHERE {named} ORDER BY {key} DESC LIMIT %s"  # noqa: S608
    with closing(connection.cursor()) as cursor:
        cursor.execute(statement, [*values, most])
        return [row[0] for row in cursor.fetchall()]


def _fts5(asked: list[terms.Wanted], where: list[list[str]], tier: int) -> str:
    """Write a question for FTS5; words are letters and digits and stand in quotes."""
    quoted = ('"{}"', '"{}" *')

    def one(word: terms.Wanted, place: int) -> str:
        each = (
            f"{column} : ({' OR '.join(_alike(word, place, (mark, *quoted)))})"
            for column, _weight, mark in _COLUMNS[:place]
        )
        return f"({' OR '.join(each)})"

    def within(place: int) -> str:
        return " AND ".join(one(word, place) for word in asked)

    facets = (" OR ".join(f'"{facet}"' for facet in each) for each in where)
    whole = " AND ".join([f"({within(tier)})", *(f"facets : ({each})" for each in facets)])
    return f"({whole}) NOT ({within(tier - 1)})" if tier > 1 else whole


def _tsquery(asked: list[terms.Wanted], tier: int) -> str:
    """Write a question for PostgreSQL; the column is the weight of a word."""

    def one(word: terms.Wanted, place: int) -> str:
        each = (
            " | ".join(_alike(word, place, (mark, f"'{{}}':{weight}", f"'{{}}':*{weight}")))
            for _column, weight, mark in _COLUMNS[:place]
        )
        return f"({' | '.join(each)})"

    def within(place: int) -> str:
        return " & ".join(one(word, place) for word in asked)

    return f"{within(tier)} & !({within(tier - 1)})" if tier > 1 else within(tier)


def _alike(word: terms.Wanted, tier: int, ways: tuple[str, str, str]) -> Iterator[str]:
    mark, whole, begun = ways
    yield whole.format(mark + word.written)
    if word.goes_on:
        yield begun.format(mark + word.written)
    if tier > 1:
        yield from (whole.format(mark + each) for each in word.forms)
