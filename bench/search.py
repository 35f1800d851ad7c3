"""Search at many rows, beside the way that Django's own lookups give: `icontains`."""

import random
from collections.abc import Iterator
from contextlib import closing
from functools import reduce
from operator import and_, or_

from django.db import connection, transaction
from django.db.models import Q

from bench import scratch
from bench.figures import Figure, Goal
from bench.settings import Settings
from bench.timing import Timing, timed
from yhdyspinta.services import search
from yhdyspinta.store.models import SearchEntry
from yhdyspinta.terms.access import VISITOR, Visibility
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.search import Asked, Entry, SearchKind

_SEED = 20211209
_BATCH = 5_000
_COUNTIES = [f"{number:02d}" for number in range(1, 23)]
# Words of the deck of 9 December 2021 and of the law, as titles of the register are made of them.
_SUBJECTS = (
    "opiskeluhuollon",
    "perhekeskuksen",
    "hyvinvoinnin ja terveyden edistämisen",
    "työllisyyspalvelujen",
    "lastensuojelun",
    "varhaiskasvatuksen",
    "palveluverkon",
    "pelastustoimen",
    "ikäihmisten palvelujen",
    "mielenterveyspalvelujen",
    "kotoutumisen",
    "järjestöyhteistyön",
    "kulttuuripalvelujen",
    "liikuntapalvelujen",
    "asumispalvelujen",
    "tietohallinnon",
    "koulukuljetusten",
    "nuorisotyön",
    "ravitsemuspalvelujen",
    "toimitilojen",
)
_THINGS = {
    SearchKind.AGREEMENT: ("yhteistyösopimus", "vuokrasopimus", "ostopalvelusopimus"),
    SearchKind.MEETING: ("työryhmän kokous", "ohjausryhmän kokous", "johtoryhmän kokous"),
    SearchKind.BODY: ("yhteistyöryhmä", "ohjausryhmä", "verkosto", "neuvottelukunta"),
    SearchKind.PLAN: ("suunnitelma", "hyvinvointikertomus", "ohjelma"),
    SearchKind.INTERFACE: ("yhdyspinta", "järjestäminen", "kehittäminen"),
}
_PLACES = ("Pirkanmaa", "Satakunta", "Kainuu", "Lappi", "Pohjanmaa", "Kymenlaakso", "Uusimaa")
_TEXTS = (
    "Sovitaan vastuista ja aikataulusta kuntien ja hyvinvointialueen kesken.",
    "Käsitellään talousarvion vaikutukset palveluihin ja henkilöstöön.",
    "Tilannekuva esitellään valtuustoille ja aluevaltuustolle.",
    "Selvitetään tietojen luovuttaminen ja rekisterinpito.",
    "Lasten ja nuorten hyvinvointisuunnitelman toimeenpano ja seuranta.",
)
# What is asked: a word in another form than stands there, two of them, a word of the text, a
# compound's part, the beginning of a word, one that nothing has.
_QUESTIONS = {
    "one inflected word": "opiskeluhuollossa ",
    "two inflected words": "perhekeskukset yhteistyösopimuksia ",
    "a word of the texts": "rekisterinpidon ",
    "a part of compounds": "sopimus ",
    "a beginning": "neuvott",
    "a word that nothing has": "avaruusmatkailu ",
}


def measure(settings: Settings) -> list[Figure]:
    """Measure each question as a visitor, who may read two thirds of the rows."""
    scratch.fresh()
    write(settings.found)
    return [_figure(name, words, settings) for name, words in _QUESTIONS.items()]


def write(count: int) -> None:
    """Fill the index with so many things; the words of each are found as the services find them."""
    SearchEntry.objects.all().delete()
    chance = random.Random(_SEED)  # the same rows each time
    batch: list[Entry] = []
    with transaction.atomic():
        for entry in _entries(chance, count):
            batch.append(entry)
            if len(batch) == _BATCH:
                search._write(batch)  # noqa: SLF001  many at once, as rebuild does
                batch = []
        search._write(batch)  # noqa: SLF001
    with closing(connection.cursor()) as cursor:
        if connection.vendor == "sqlite":
            # What FTS5 does bit by bit as rows come.
            cursor.execute(
                "INSERT INTO yhdyspinta_searchindex (yhdyspinta_searchindex) VALUES ('optimize')"
            )
        else:
            cursor.execute(f"VACUUM ANALYZE {SearchEntry._meta.db_table}")


def by_index(words: str) -> int:
    """Search as the product does: a page of the best hits with their snippets."""
    return len(search.find(Asked(words), actor=VISITOR).hits)


def by_icontains(words: str) -> int:
    """Search the usual way: rows whose titles or text hold each word's stem somewhere."""
    stems = [word[: max(len(word) - 3, 4)] for word in words.split()]
    fields = ("title_fi", "title_sv", "shown")
    each = (reduce(or_, (Q(**{f"{field}__icontains": stem}) for field in fields)) for stem in stems)
    rows = SearchEntry.objects.filter(reduce(and_, each), visibility=Visibility.PUBLIC)
    return len(rows.order_by("-id")[: search.MOST_ON_PAGE])


def _figure(name: str, words: str, settings: Settings) -> Figure:
    size = settings.found
    ours, _ = timed(lambda: by_index(words), runs=settings.runs)
    plain, _ = timed(lambda: by_icontains(words), runs=settings.few_runs, warm=False)
    goals = _goals(name, ours, size=size) if connection.vendor == "sqlite" else ()
    way = "icontains on each word's stem"
    return Figure("search", f"search: {name}", size, "things", ours, plain, way, goals)


def _goals(name: str, ours: Timing, *, size: int) -> tuple[Goal, ...]:
    return (Goal(f"search, {size:,} things: {name}", 50, ours.median * 1000, "ms"),)


def _entries(chance: random.Random, count: int) -> Iterator[Entry]:
    kinds = list(_THINGS)
    for number in range(count):
        kind = chance.choices(kinds, weights=(40, 40, 8, 8, 4))[0]
        yield Entry(
            kind=kind,
            code=f"{kind.value}-{number}",
            title=Names(_title(chance, kind, number)),
            text=" ".join(chance.sample(_TEXTS, 2)),
            area=chance.choice(_COUNTIES),
            owner="hva-08",
            visibility=chance.choices(list(Visibility), weights=(4, 1, 1))[0],
        )


def _title(chance: random.Random, kind: SearchKind, number: int) -> str:
    subject, thing = chance.choice(_SUBJECTS), chance.choice(_THINGS[kind])
    return f"{subject.capitalize()} {thing} {chance.choice(_PLACES)} {2020 + number % 10}"
