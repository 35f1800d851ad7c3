import csv
import io
import json
import re
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from django.utils.translation import override

from yhdyspinta.exports import network
from yhdyspinta.exports.network import CooperationMap
from yhdyspinta.terms.interfaces import Interface, InterfaceParty, InterfaceState, PartyRole
from yhdyspinta.terms.languages import Names

MADE_AT = datetime(2021, 12, 9, 8, tzinfo=UTC)
NAMES = {
    "hva-08": Names("Pirkanmaan hyvinvointialue", "Birkalands välfärdsområde"),
    "kunta-980": Names("Ylöjärven kaupunki"),
    "kunta-211": Names("Kangasalan kaupunki"),
}
CARE = Interface(
    "opiskeluhuolto",
    Names("Opiskeluhuolto <ja> palvelut"),
    parties=(
        InterfaceParty("hva-08", PartyRole.LEADS),
        InterfaceParty("kunta-980", PartyRole.TAKES_PART),
        InterfaceParty("kunta-211", PartyRole.INFORMED),
    ),
)
CENTRE = Interface(
    "perhekeskus", Names("Perhekeskus"), parties=(InterfaceParty("kunta-211", PartyRole.LEADS),)
)
ENDED = Interface("loppu", Names("Loppunut"), state=InterfaceState.ENDED, parties=CARE.parties)
MAP = CooperationMap("Pirkanmaa", [CARE, CENTRE, ENDED], NAMES)


@pytest.fixture(autouse=True)
def english() -> object:
    with override("en"):
        yield


def drawn(made: CooperationMap = MAP, *, standalone: bool = True) -> ET.Element:
    return ET.fromstring(network.drawing(made, standalone=standalone))  # noqa: S314


def big() -> CooperationMap:
    """Twenty-five organisations, no two alike, on fifteen interfaces with the longest names."""
    long = "Perhekeskustoimintamallin toteuttaminen monialaisesti ja yhteisvastuullisesti alueella"
    names = {f"o{n}": Names(f"Mänttä-Vilppulan koulutuskuntayhtymä {n}") for n in range(1, 26)}
    interfaces = []
    for at in range(15):
        taking_part = [f"o{n}" for n in range(1, 26) if n >> at % 5 & 1]
        parties = tuple(InterfaceParty(code, PartyRole.TAKES_PART) for code in taking_part)
        interfaces.append(Interface(f"i{at}", Names(f"{at} {long}"), parties=parties))
    return CooperationMap("Pirkanmaa", interfaces, names)


def crowd(count: int, links: dict[str, str] | None = None) -> CooperationMap:
    """So many municipalities with the same role, and one that leads."""
    names = {f"k{n:02}": Names(f"Kunta {n:02}") for n in range(count)}
    parties = [InterfaceParty(code, PartyRole.TAKES_PART) for code in names]
    parties.append(InterfaceParty("hva-08", PartyRole.LEADS))
    interfaces = [Interface(f"i{n}", Names(f"Asia {n}"), parties=tuple(parties)) for n in range(9)]
    return CooperationMap("Pirkanmaa", interfaces, NAMES | names, links or {})


def test_the_matrix_has_each_role_as_letter_and_word() -> None:
    said = network.matrix(MAP)
    assert [name for _, name in said.organisations] == [
        "Kangasalan kaupunki",
        "Pirkanmaan hyvinvointialue",
        "Ylöjärven kaupunki",
    ]
    assert [[(c.letter, c.word) for c in row.cells] for row in said.rows] == [
        [("I", "is informed"), ("L", "leads"), ("P", "takes part")],
        [("L", "leads"), ("", ""), ("", "")],
    ]


def test_what_has_ended_is_not_on_the_map() -> None:
    assert "loppu" not in [row.code for row in network.matrix(MAP).rows]


def test_an_organisation_without_a_name_at_hand_is_shown_by_its_code() -> None:
    said = network.matrix(CooperationMap("P", [CENTRE], {}))
    assert said.organisations == (("kunta-211", "kunta-211"),)


def test_each_role_is_a_line_told_apart_without_colour() -> None:
    paths = [e for e in drawn().iter() if e.tag.endswith("path")]
    ties = [e for e in paths if "C" in (e.get("d") or "")]
    looks = {e.get("class"): (e.get("stroke-width"), e.get("stroke-dasharray")) for e in ties}
    assert (len(ties), len(set(looks.values()))) == (4, 3)


def test_on_a_page_classes_say_how_it_looks_and_boxes_are_links() -> None:
    linked = CooperationMap("P", MAP.interfaces, NAMES, {"perhekeskus": "/fi/interfaces/x/"})
    root = drawn(linked, standalone=False)
    assert not [e for e in root.iter() if e.get("style") or e.get("fill") or e.get("stroke")]
    [link] = [e for e in root.iter() if e.tag.endswith("}a")]
    assert (link.get("href"), link.get("aria-label")) == ("/fi/interfaces/x/", "Perhekeskus")


def test_names_are_text_and_never_markup() -> None:
    assert "Opiskeluhuolto <ja> palvelut" in {(e.text or "") for e in drawn().iter()}


def test_the_same_map_is_drawn_the_same_way() -> None:
    turned = CooperationMap("Pirkanmaa", MAP.interfaces, dict(reversed(NAMES.items())))
    assert network.drawing(turned, standalone=True) == network.drawing(MAP, standalone=True)


def test_twenty_five_organisations_and_fifteen_interfaces_are_still_readable() -> None:
    root = drawn(big())
    texts = [e for e in root.iter() if e.tag.endswith("text")]
    assert min(float(e.get("font-size") or 0) for e in texts) >= 13
    boxes = {
        tuple(float(e.get(n) or 0) for n in ("x", "y", "width", "height"))
        for e in root.iter()
        if e.get("class") == "net-box"
    }
    inside = [e for e in texts if e.get("class") == "net-text"][:-3]
    assert len(boxes) == 40
    for text in inside:
        x, y = float(text.get("x") or 0), float(text.get("y") or 0)
        wide = len(text.text or "") * 7.2
        assert any(b[0] < x and x + wide < b[0] + b[2] and b[1] < y < b[1] + b[3] for b in boxes)
    assert float(re.split(" ", root.get("viewBox") or "")[3]) < 1600


def test_organisations_with_the_same_roles_share_a_box_and_its_lines() -> None:
    root = drawn(crowd(23))
    boxes = [e for e in root.iter() if e.get("class") == "net-box"]
    ties = [e for e in root.iter() if (e.get("class") or "").startswith("tie tie-")]
    assert (len(boxes), len(ties)) == (9 + 2, 9 * 2 + 3)


def test_a_shared_box_names_everybody_in_it() -> None:
    texts = [e.text for e in drawn(crowd(23)).iter() if e.tag.endswith("text")]
    assert {f"Kunta {n:02}" for n in range(23)} | {"The same roles: 23"} <= set(texts)


def test_a_very_long_box_says_how_many_more_and_names_them_to_a_pointer() -> None:
    root = drawn(crowd(40))
    texts = [e.text for e in root.iter() if e.tag.endswith("text")]
    assert texts[texts.index("Kunta 28") + 1] == "and 11 others"
    assert any("Kunta 39" in (e.text or "") for e in root.iter() if e.tag.endswith("title"))


def test_each_name_in_a_shared_box_is_a_link_of_its_own() -> None:
    linked = crowd(3, {"k00": "/a/", "k02": "/c/"})
    links = [e for e in drawn(linked, standalone=False).iter() if e.tag.endswith("}a")]
    assert [(e.get("href"), e.get("aria-label")) for e in links] == [
        ("/a/", "Kunta 00"),
        ("/c/", "Kunta 02"),
    ]


def test_the_workbook_has_the_matrix_with_its_key() -> None:
    file = network.render(MAP, "xlsx", language="fi", made_at=MADE_AT)
    rows = [[c.value for c in r] for r in openpyxl.load_workbook(io.BytesIO(file)).worksheets[1]]
    flat = [value for row in rows for value in row if value]
    assert {"Kangasalan kaupunki", "Perhekeskus"} <= set(flat)


def test_rows_of_data_say_each_role_once() -> None:
    text = network.render(MAP, "csv", language="en", made_at=MADE_AT).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(r["interface_code"], r["organisation_code"], r["role"]) for r in rows] == [
        ("opiskeluhuolto", "kunta-211", "is informed"),
        ("opiskeluhuolto", "hva-08", "leads"),
        ("opiskeluhuolto", "kunta-980", "takes part"),
        ("perhekeskus", "kunta-211", "leads"),
    ]


def test_json_has_the_roles_as_codes() -> None:
    told = json.loads(network.render(MAP, "json", language="fi", made_at=MADE_AT))
    assert [row["role"] for row in told["rows"]] == ["informed", "leads", "takes_part", "leads"]


def test_a_map_without_anything_is_still_a_drawing() -> None:
    assert drawn(CooperationMap("P", [], {})).tag.endswith("svg")


def test_an_unknown_form_of_file_is_refused() -> None:
    with pytest.raises(KeyError):
        network.render(MAP, "docx", language="fi", made_at=MADE_AT)
