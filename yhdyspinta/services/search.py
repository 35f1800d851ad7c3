"""Search over everything: find, and keep the index beside what is written."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from django.db import transaction
from django.utils.translation import gettext
from rapidfuzz import fuzz, process

from yhdyspinta.calc.search import Analysis, analysis, indexed, snippet, wanted
from yhdyspinta.services import search_entries
from yhdyspinta.services.access import require
from yhdyspinta.services.refusals import RefusedError
from yhdyspinta.sources.base_forms import lookups
from yhdyspinta.store import search as table
from yhdyspinta.store.models import Area, Organisation, SearchEntry, SearchWord
from yhdyspinta.terms.access import Action, Actor, Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.register import RegisterKind
from yhdyspinta.terms.search import Asked, Entry, Found, Hit, Piece, SearchKind, Wanted

MOST_ON_PAGE = 20
_PLACE = re.compile(r"([1-4])-([0-9]{1,18})", re.ASCII)
_BATCH = 1000
# A word less alike than this (of 100) is another word.
_LEAST_LIKENESS = 70
_TRIED = 3
_WORDS = [
    field.name
    for field in SearchEntry._meta.concrete_fields
    if field.name not in {"id", "kind", "code"}
]


@lru_cache(maxsize=1)
def forms() -> Analysis:
    """Return what knows the forms of words; the first call takes about two seconds."""
    return analysis(lookups())


def find(asked: Asked, *, actor: Actor, after: str = "", most: int = MOST_ON_PAGE) -> Found:
    """Return a page of what matches all the words and an actor may read, the best first.

    Words in the title as written come first, then in any form, then in the text, then as parts of
    compounds; among equals what was written last. `after` is the `next` of the page before; raises
    RefusedError for another one. At most seven queries; more only when nothing is found.
    """
    looked_for = wanted(asked.words, forms())
    keys = table.matching(
        looked_for,
        actor=actor,
        kinds=asked.kinds,
        area=asked.area,
        after=_place(after),
        most=most + 1,
    )
    page = keys[:most]
    following = f"{page[-1][0]}-{page[-1][1]}" if len(keys) > most else ""
    hits = _hits(page, looked_for)
    nearest = "" if hits or after else _nearest(asked, looked_for, actor)
    return Found(hits, looked_for, following, nearest)


def marked(text: str, looked_for: Sequence[Wanted]) -> tuple[Piece, ...]:
    """Return a text with the words looked for marked, in whatever form they are."""
    return snippet(text, looked_for, forms())


def put(kind: RegisterKind, code: str) -> None:
    """Index a thing of the register as it stands now; call it inside the writer's transaction."""
    entry = search_entries.of_code(kind, code)
    if entry is None:
        forget(kind, code)
        return
    _write([entry])
    if kind is RegisterKind.BODY:
        # Who sits in a body reads what is internal to its meetings.
        _write(list(search_entries.of_meetings(code)))


def forget(kind: RegisterKind, code: str) -> None:
    """Take a thing of the register out of the index."""
    SearchEntry.objects.filter(kind=kind.value, code=code).delete()


@transaction.atomic
def refresh(kinds: Sequence[SearchKind] = search_entries.FACTS) -> int:
    """Index what is new or differs among kinds that the register does not keep; return how many.

    What is gone is taken out of the index.
    """
    count = 0
    for kind in kinds:
        entries = list(search_entries.everything(kind))
        held = {
            row.code: (row.names, row.shown, row.area)
            for row in SearchEntry.objects.filter(kind=kind).defer("facets", "parts")
        }
        new = [
            each for each in entries if held.get(each.code) != (each.title, each.text, each.area)
        ]
        gone = set(held) - {each.code for each in entries}
        if gone:
            SearchEntry.objects.filter(kind=kind, code__in=gone).delete()
        _write(new)
        count += len(new)
    return count


@transaction.atomic
def rebuild(*, actor: Actor) -> int:
    """Index everything anew; return how many things can be found. An operator's."""
    require(actor, Action.OPERATE)
    SearchEntry.objects.all().delete()
    SearchWord.objects.all().delete()
    count = 0
    # What is indexed last comes first among equals: the register's own kinds.
    for kind in reversed(SearchKind):
        batch: list[Entry] = []
        for entry in search_entries.everything(kind):
            batch.append(entry)
            if len(batch) == _BATCH:
                _write(batch)
                count, batch = count + len(batch), []
        _write(batch)
        count += len(batch)
    return count


def _write(entries: Sequence[Entry]) -> None:
    if not entries:
        return
    rows = [_row(entry) for entry in entries]
    SearchEntry.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["kind", "code"],
        update_fields=_WORDS,
    )
    titled = sorted({word for row in rows for word in row.title.split() if not word.isdigit()})
    SearchWord.objects.bulk_create(
        [SearchWord(word=word) for word in titled], batch_size=_BATCH, ignore_conflicts=True
    )


def _row(entry: Entry) -> SearchEntry:
    found = indexed(entry, forms())
    return SearchEntry(
        kind=entry.kind,
        code=entry.code,
        area=entry.area,
        owner=entry.owner,
        visibility=entry.visibility,
        title_fi=entry.title.fi,
        title_sv=entry.title.sv,
        title_en=entry.title.en,
        shown=entry.text,
        on=entry.on,
        invented=entry.invented,
        changed_at=entry.changed_at,
        title=found.title,
        title_forms=found.title_forms,
        text=found.text,
        parts=found.parts,
        facets=found.facets,
    )


def _hits(page: Sequence[tuple[int, int]], looked_for: Sequence[Wanted]) -> tuple[Hit, ...]:
    rows = SearchEntry.objects.defer("title", "title_forms", "text", "parts", "facets").in_bulk(
        [key for _, key in page]
    )
    areas, owners = _names(rows.values())
    return tuple(
        Hit(
            tier=tier,
            key=key,
            kind=SearchKind(row.kind),
            code=row.code,
            title=row.names,
            snippet=snippet(row.shown, looked_for, forms()),
            area=row.area,
            area_names=areas.get(row.area),
            owner_names=owners.get(row.owner),
            on=row.on,
            visibility=Visibility(row.visibility),
            invented=row.invented,
        )
        for tier, key in page
        if (row := rows.get(key))
    )


def _names(rows: Iterable[SearchEntry]) -> tuple[dict[str, Names], dict[str, Names]]:
    every = list(rows)
    areas = Area.objects.filter(code__in={row.area for row in every} - {""})
    owners = Organisation.objects.filter(code__in={row.owner for row in every} - {""})
    return (
        {row.code: Names(row.short_fi, row.short_sv, row.short_en) for row in areas},
        {row.code: Names(row.name_fi, row.name_sv, row.name_en) for row in owners},
    )


def _nearest(asked: Asked, looked_for: Sequence[Wanted], actor: Actor) -> str:
    """Return the words with the last unknown one replaced by one that leads to something.

    Only what leads the reader to a hit is told, so that no word of what is hidden comes out.
    """
    known = list(SearchWord.objects.values_list("word", flat=True))
    for place in reversed(range(len(looked_for))):
        word = looked_for[place].written
        near = process.extract(
            word, known, scorer=fuzz.ratio, score_cutoff=_LEAST_LIKENESS, limit=_TRIED
        )
        for other, _score, _index in near:
            tried = [each.written for each in looked_for]
            tried[place] = other
            text = " ".join(tried)
            if other != word and table.matching(
                wanted(text, forms()), actor=actor, kinds=asked.kinds, area=asked.area, most=1
            ):
                return text
    return ""


def _place(after: str) -> tuple[int, int]:
    if not after:
        return 0, 0
    found = _PLACE.fullmatch(after)
    if found is None:
        raise RefusedError(gettext("This place of the list cannot be found: begin anew."))
    return int(found[1]), int(found[2])
