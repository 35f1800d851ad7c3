"""A sample document for the tests of every renderer: 23 areas × 5 themes, all kinds of blocks."""

from datetime import UTC, datetime

from yhdyspinta.exports.document import (
    Align,
    BarChart,
    Block,
    BulletList,
    Cell,
    DataSheet,
    Document,
    Formula,
    LegendEntry,
    Paragraph,
    RowKind,
    Section,
    Series,
    Table,
    TableColumn,
    TableRow,
    Tile,
    TileMap,
)

MADE_AT = datetime(2021, 11, 3, 8, 30, tzinfo=UTC)
THEMES = (
    "Hallinto, talous ja tukipalvelut",
    "Johtaminen ja osaaminen",
    "Palvelujen järjestäminen",
    "Yhdyspinnat",
    "Tieto- ja viestintäteknologia (ICT)",
)
WORDS = (
    ("page", "Sivu"),
    ("of", "/"),
    ("continued", "jatkuu"),
    ("legend", "Värien selitys"),
    ("sources", "Lähteet"),
    ("no_data", "Ei tietoa"),
)
LEGEND = (
    LegendEntry("under_25", "alle 25 %", 0, 24),
    LegendEntry("from_25", "25–49 %", 25, 49),
    LegendEntry("from_50", "50–75 %", 50, 75),
    LegendEntry("over_75", "yli 75 %", 76, 100),
)
# Code, name, abbreviation, row and column on the tile map. The last reported nothing.
AREAS = (
    ("02", "Keski-Uusimaa", "KeU", 6, 3),
    ("03", "Länsi-Uusimaa", "LäU", 7, 2),
    ("01", "Itä-Uusimaa", "ItU", 7, 4),
    ("04", "Vantaa ja Kerava", "VaKe", 7, 3),
    ("05", "Varsinais-Suomi", "VaS", 6, 1),
    ("06", "Satakunta", "Sat", 5, 1),
    ("07", "Kanta-Häme", "KaH", 6, 2),
    ("08", "Pirkanmaa", "Pir", 5, 2),
    ("09", "Päijät-Häme", "PäH", 5, 3),
    ("10", "Kymenlaakso", "Kym", 6, 4),
    ("11", "Etelä-Karjala", "EtK", 5, 4),
    ("12", "Etelä-Savo", "EtS", 4, 4),
    ("13", "Pohjois-Savo", "PoS", 3, 3),
    ("14", "Pohjois-Karjala", "PoK", 3, 4),
    ("15", "Keski-Suomi", "KeS", 4, 3),
    ("16", "Etelä-Pohjanmaa", "EtP", 4, 2),
    ("17", "Pohjanmaa", "Poh", 4, 1),
    ("18", "Keski-Pohjanmaa", "KeP", 3, 2),
    ("19", "Pohjois-Pohjanmaa", "PoP", 2, 3),
    ("20", "Kainuu", "Kai", 2, 4),
    ("21", "Lappi", "Lap", 1, 3),
    ("90", "Helsingin kaupunki", "Hki", 8, 3),
    ("HUS", "HUS-yhtymä", "HUS", 8, 4),
)


def band_of(percent: int) -> str:
    """The band of a whole percentage."""
    return next(each.band for each in LEGEND if percent <= each.highest)


def figure(area: int, theme: int) -> int | None:
    """An invented percentage, the same at each call; the last area has none."""
    return None if area == len(AREAS) - 1 else (area * 37 + theme * 23 + area * theme * 5) % 101


def _cell(percent: int | None, band: str | None, where: tuple[tuple[str, str], ...]) -> Cell:
    if percent is None:
        return Cell("–")
    return Cell(f"{percent} %", percent, band=band, formula=Formula(("done",), "of", where))


def _parts(area: int, theme: int) -> tuple[int | None, int | None]:
    """Under way and done: two parts of `figure`."""
    whole = figure(area, theme)
    return (None, None) if whole is None else (whole - whole // 3, whole // 3)


def _where(area: int, theme: int) -> tuple[tuple[str, str], ...]:
    return (("area_code", AREAS[area][0]), ("theme", THEMES[theme]))


def _progress_row(area: int) -> TableRow:
    whole = [figure(area, theme) for theme in range(len(THEMES))]
    cells = (
        _cell(each, None if each is None else band_of(each), _where(area, theme))
        for theme, each in enumerate(whole)
    )
    return TableRow((Cell(AREAS[area][1]), *cells))


def _readiness_row(area: int) -> TableRow:
    cells = [Cell(AREAS[area][1])]
    for theme in range(len(THEMES)):
        whole = figure(area, theme)
        band = None if whole is None else band_of(whole)
        cells += [_cell(part, band, _where(area, theme)) for part in _parts(area, theme)]
    return TableRow(tuple(cells))


def _last_rows(width: int) -> tuple[TableRow, TableRow]:
    total = (Cell(f"{40 + each} %", 40 + each, band=band_of(40 + each)) for each in range(width))
    counts = (Cell(str(100 + each), number=100 + each) for each in range(width))
    return (
        TableRow((Cell("Koko maa"), *total), RowKind.TOTAL),
        TableRow((Cell("Tehtäviä"), *counts), RowKind.COUNTS),
    )


def progress_table(areas: int = len(AREAS)) -> Table:
    """Areas × 5 themes, one figure each."""
    heads = (TableColumn(theme) for theme in THEMES)
    return Table(
        caption="Tehtävien eteneminen alueittain ja kokonaisuuksittain 31.10.2021",
        columns=(TableColumn("Alue", align=Align.START, weight=1.6), *heads),
        rows=(*(_progress_row(each % len(AREAS)) for each in range(areas)), *_last_rows(5)),
        legend=LEGEND,
        remarks=("Eteneminen = (aloitettu + aikataulussa + valmis) / 2021 alkavat tehtävät.",),
    )


def readiness_table() -> Table:
    """Areas × 5 themes, each with two columns under its own spanning header."""
    heads = (TableColumn(part, group=theme) for theme in THEMES for part in ("Aloitettu", "Valmis"))
    return Table(
        caption="Toimeenpanon valmiusaste alueittain 31.10.2021",
        columns=(TableColumn("Alue", align=Align.START, weight=2.4), *heads),
        rows=(*(_readiness_row(each) for each in range(len(AREAS))), *_last_rows(10)),
        legend=LEGEND,
        remarks=("Väri kertoo aloitetun ja valmiin summan.", "Myöhässä luetaan aloitetuksi."),
    )


def tile_map() -> TileMap:
    """The areas as tiles, with the figure of the first theme."""
    tiles = []
    for index, (code, name, abbreviation, row, column) in enumerate(AREAS):
        whole = figure(index, 0)
        text, band = ("–", None) if whole is None else (f"{whole} %", band_of(whole))
        label = f"{name}: {text}"
        tiles.append(Tile(row, column, code, abbreviation, label, text, band))
    return TileMap(
        title="Hallinnon eteneminen kartalla",
        description="Ruutukartta: jokainen alue on yksi ruutu, jonka väri kertoo etenemisen.",
        tiles=tuple(tiles),
        legend=LEGEND,
    )


def bar_chart() -> BarChart:
    """Started and done by theme, stacked; the last theme has no figure of done."""
    return BarChart(
        title="Valmiusaste kokonaisuuksittain",
        description="Pylväät: aloitettujen ja valmiiden tehtävien osuus kokonaisuuksittain.",
        categories=THEMES,
        series=(
            Series("Aloitettu", (52, 61, 43, 38, 29), "started"),
            Series("Valmis", (18, 4, 27, 31, None), "done"),
        ),
        stacked=True,
    )


def _summary() -> tuple[Block, ...]:
    return (
        Paragraph("Alueet ovat edenneet 58 %:ssa vuoden 2021 tehtävistä. Heikoin on ICT (29 %)."),
        BulletList(
            (
                ("Erittäin suuri riski", "ICT-ratkaisujen aikataulu ja rahoitus ovat avoinna."),
                ("Suuri riski", "Osaavan henkilöstön saatavuus ja valmistelijoiden uupuminen."),
                ("", "Yhteistyö kuntien kanssa on pääosin sujuvaa."),
            )
        ),
    )


def data_sheet() -> DataSheet:
    """The rows behind the figures: counts of a hundred tasks."""
    rows = []
    for index, area in enumerate(AREAS):
        for theme, name in enumerate(THEMES):
            whole = figure(index, theme)
            rows.append((area[0], area[1], name, 100, whole, None if whole is None else 1))
    return DataSheet(
        title="Tiedot",
        keys=("area_code", "area", "theme", "of", "done", "has_reports"),
        labels=("Alueen koodi", "Alue", "Kokonaisuus", "Tehtäviä", "Edennyt", "Raportoinut"),
        rows=tuple(rows),
    )


def _picture() -> tuple[Section, ...]:
    return (
        Section("Yhteenveto", _summary()),
        Section("Eteneminen alueittain", (progress_table(),)),
        Section("Eteneminen kartalla", (tile_map(),)),
        Section("Valmiusaste alueittain", (readiness_table(),)),
        Section("Valmiusaste kokonaisuuksittain", (bar_chart(),)),
    )


def sample_document(*sections: Section) -> Document:
    """The October picture in Finnish, or the same frame around other `sections`."""
    return Document(
        title="Sote-uudistuksen toimeenpanon tilannekuva",
        subtitle="Lokakuu 2021",
        language="fi",
        sections=sections or _picture(),
        facts=(
            ("Tilanne", "31.10.2021"),
            ("Tarkastelujakso", "2021 viimeinen neljännes"),
            ("Versio", "1, julkaistu 3.11.2021"),
            ("Tiiviste (SHA-256)", "9f2c6a1d4b7e8035"),
        ),
        sources=(
            "Alueiden raportit tehtävistä 31.10.2021, 22 aluetta.",
            "Kuntaliiton Sote-tulevaisuuspäivä 9.12.2021.",
        ),
        footer="Yhdyspinta · tilannekuva 31.10.2021",
        data=data_sheet(),
        words=WORDS,
    )


# Text that must come out as text, or be left out: markup, code, formulas, odd characters.
HOSTILE = (
    '#eval("1+1") #panic("x") $x$ @here <label> *b* _i_ `c`',
    '\\u{41} \\n C:\\temp "lainaus" \'heitto\' </a:t> <a href="x">&amp;&nbsp;',
    '=HYPERLINK("http://x","y") +1 -1 @SUM(A1)',
    "Hymy 🙂 perhe 👨‍👩‍👧 lippu 🇫🇮",
    "Järjestelmällistämättömyydellänsäkäänköhän" * 6,
    "ohjaus\x00merkki\x07\x1b[31m\x0b\x0c\ud800\ufffe\u202e loppu",
    "",
    " \n\t ",
    "ääkköset ÄÖÅ šž € — − ½ ≥ 日本 עברית",
)


def hostile_document() -> Document:
    """A document whose every text is hostile."""
    columns = tuple(TableColumn(text, group=HOSTILE[0]) for text in HOSTILE)
    table = Table(
        caption=HOSTILE[1],
        columns=columns,
        rows=(TableRow(tuple(Cell(text, band="not a band") for text in HOSTILE)),),
        legend=(LegendEntry("not a band", HOSTILE[5], 0, 100),),
        remarks=HOSTILE,
    )
    tiles = (Tile(1, 1, "1", HOSTILE[4], HOSTILE[3], HOSTILE[5], None, HOSTILE[2]),)
    chart = BarChart(HOSTILE[5], HOSTILE[1], HOSTILE, (Series(HOSTILE[0], (None,) * 9, "?"),))
    blocks: tuple[Block, ...] = (
        *(Paragraph(text) for text in HOSTILE),
        BulletList(tuple((text, text) for text in HOSTILE)),
        table,
        TileMap(HOSTILE[0], HOSTILE[5], tiles),
        chart,
    )
    return Document(
        title=HOSTILE[0],
        subtitle=HOSTILE[5],
        language="fi",
        sections=(Section(HOSTILE[1], blocks), Section(HOSTILE[5], ())),
        facts=tuple((text, text) for text in HOSTILE),
        sources=HOSTILE,
        footer=HOSTILE[5],
    )
