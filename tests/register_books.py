"""A small register of Satakunta as rows of its workbook, and workbooks made of rows."""

import io
from collections.abc import Mapping, Sequence
from datetime import time
from pathlib import Path
from typing import Any

from openpyxl import Workbook

Rows = Sequence[Sequence[Any]]

# Everything refers to something; each sheet has one or two rows.
SMALL: Mapping[str, Rows] = {
    "Työpaketit": (
        ("Koodi", "Nimi suomeksi", "Alue", "Ylläpitäjä", "Järjestys"),
        ("06-hyte", "Hyvinvoinnin edistäminen", "Satakunta", "hva-06", 1),
    ),
    "Yhdyspinnat": (
        ("Koodi", "Nimi suomeksi", "Alue", "Ylläpitäjä", "Työpaketti", "Tavoitteet", "Tila"),
        ("06-oh", "Opiskeluhuolto", "06", "hva-06", "06-hyte", "yksi | kaksi", "Toiminnassa"),
    ),
    "Osapuolet": (
        ("Yhdyspinta", "Organisaatio", "Rooli"),
        ("06-oh", "hva-06", "Johtaa"),
        ("06-oh", "Pori", "Osallistuu"),
    ),
    "Rakenteet": (
        ("Yhdyspinta", "Numero", "Rakenne", "Toimielin", "Taso"),
        ("06-oh", 1, "Yhteistyöryhmä", "06-ryhma", "Asiantuntijat"),
    ),
    "Toimielimet": (
        ("Koodi", "Nimi suomeksi", "Taso", "Laji", "Alue", "Ylläpitäjä", "Ylempi", "Yhdyspinnat"),
        ("06-ryhma", "Ryhmä", "Asiantuntijat", "Yhteistyö", "06", "hva-06", "06-foorumi", "06-oh"),
        ("06-foorumi", "Foorumi", "Asiantuntijat", "Yhteistyö", "06", "hva-06", None, None),
    ),
    "Jäsenet": (
        ("Toimielin", "Numero", "Rooli", "Organisaatio", "Henkilö"),
        ("06-foorumi", 1, "Puheenjohtaja", "hva-06", "Maija Malli"),
        ("06-foorumi", 2, "Jäsen", "kunta-609", None),
    ),
    "Kokoussarjat": (
        (
            "Koodi",
            "Toimielin",
            "Otsikko",
            "Toistuvuus",
            "Kuukaudet",
            "Viikonpäivä",
            "Monesko",
            "Kello",
            "Kesto",
            "Voimassa alkaen",
        ),
        (
            "06-sarja",
            "06-foorumi",
            "Kokous",
            "Vuosittain",
            "maaliskuu | 9",
            "ti",
            "Toinen",
            time(9),
            90,
            "1.1.2026",
        ),
    ),
    "Kokoukset": (
        ("Koodi", "Toimielin", "Otsikko", "Päivä", "Alkaa", "Päättyy", "Kokoussarja"),
        ("06-k1", "06-foorumi", "Kokous 1", "10.3.2026", "9.00", time(10, 30), "06-sarja"),
    ),
    "Asialista": (
        ("Kokous", "Numero", "Otsikko", "Aineisto", "Ilmiö"),
        ("06-k1", 1, "Kuljetukset", "Lista https://example.org/a.pdf", "06-ilmio"),
    ),
    "Tulokset": (
        ("Kokous", "Numero", "Laji", "Teksti", "Asian numero", "Vastuuorganisaatio"),
        ("06-k1", 1, "Esiin nostettu", "Viedään ylös", 1, None),
    ),
    "Ilmiöt": (
        ("Koodi", "Otsikko", "Kuka havaitsi", "Havaittu", "Alue", "Yhdyspinta"),
        ("06-ilmio", "Kuljetukset puuttuvat", "hva-06", "1.2.2026", "06", "06-oh"),
    ),
    "Ilmiön vaiheet": (
        ("Ilmiö", "Numero", "Suunta", "Taso", "Päivä", "Toimielin", "Kokous", "Tuloksen numero"),
        ("06-ilmio", 1, "Ylös", "Asiantuntijat", "10.3.2026", "06-foorumi", "06-k1", 1),
    ),
    "Sopimukset": (
        (
            "Koodi",
            "Nimi suomeksi",
            "Laji",
            "Alue",
            "Ylläpitäjä",
            "Yhdyspinta",
            "Arvo euroina",
            "Alkaa",
            "Päättyy",
            "Irtisanomisaika",
            "Tila",
        ),
        (
            "06-sop",
            "Sopimus",
            "Yhteistyösopimus",
            "06",
            "hva-06",
            "06-oh",
            "120 000,50",
            "1.1.2026",
            "31.12.2027",
            "6 kk",
            "Voimassa",
        ),
    ),
    "Sopimusosapuolet": (
        ("Sopimus", "Numero", "Organisaatio", "Osapuoli sanoin", "Velvoitteet"),
        ("06-sop", 1, "hva-06", None, "järjestää\nraportoi"),
        ("06-sop", 2, None, "Seurakunta", None),
    ),
    "Suunnitelmat": (
        ("Koodi", "Nimi suomeksi", "Laji", "Omistaja", "Alue", "Ylempi suunnitelma"),
        ("06-s2", "Opiskeluhuoltosuunnitelma", "student_welfare_plan", "hva-06", "06", "06-s1"),
        ("06-s1", "Strategia", "Strategia", "hva-06", "06", None),
    ),
    "Vuosikello": (
        ("Koodi", "Nimi suomeksi", "Laji", "Alkaa", "Tarkkuus", "Alue", "Ylläpitäjä"),
        ("06-v1", "Talousarvio", "budget", "2026-11-01", "Kuukausi", "06", "hva-06"),
    ),
    "Päämäärät": (
        ("Koodi", "Nimi suomeksi", "Alue", "Ylläpitäjä", "Voimassa alkaen"),
        ("06-paamaara", "Yhdessä", "Satakunta", "hva-06", "1.1.2026"),
    ),
}
THINGS = 12


def book(sheets: Mapping[str, Rows]) -> bytes:
    """Make a workbook of sheets by name."""
    workbook, out = Workbook(), io.BytesIO()
    workbook.remove(workbook.worksheets[0])
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    workbook.save(out)
    return out.getvalue()


def folder(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Write a folder of CSV files."""
    for name, rows in sheets.items():
        lines = (";".join(_quoted(each) for each in row) for row in rows)
        (path / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    return path


def _quoted(value: Any) -> str:
    text = "" if value is None else f"{value:%H:%M}" if isinstance(value, time) else str(value)
    return '"' + text.replace('"', '""') + '"'
