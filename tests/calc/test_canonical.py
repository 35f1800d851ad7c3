"""The canonical form: what is frozen can be read back, and anyone can recompute its hash."""

import hashlib
import json
from dataclasses import replace

import pytest

from tests.small_roadmap import at, picture, task
from yhdyspinta.calc.canonical import FORMER_FORM, fingerprint, from_json, to_json
from yhdyspinta.terms.languages import Names
from yhdyspinta.terms.roadmap import Status
from yhdyspinta.terms.situation import Note, NoteKind, Reporting, Severity

LISTED = [task("a", "palvelut/A"), task("b", "ict/B")]
SMALL = replace(
    picture(LISTED, {"06": {"a": Status.DONE, "b": Status.LATE}}, silent=["HUS"]),
    round_code="2021-10",
    round_names=Names("Lokakuu 2021", "Oktober 2021"),
    invented=True,
    known_by=at(9),
    notes=(
        Note(NoteKind.RISK, Names("Työ kesken"), ("06",), "ict", Severity.HIGHEST, "Lähde"),
        Note(NoteKind.WATCH, Names("Seurattava")),
    ),
    sources=("Kuntaliitto",),
    answers={"06": Reporting(2, 1, 1), "HUS": Reporting(2, 0)},
    summary=Names("Eteneminen jatkui.", "Arbetet fortskred."),
)
# Changing the form makes every published fingerprint another: it needs a new version of FORM.
KNOWN = "20f61df2cfe77d4a73f1137db5fe69f2fae5fff146d2d40caa1a6a137a37a566"


def test_what_was_written_is_read_back_the_same():
    assert from_json(to_json(SMALL)) == SMALL


def test_a_picture_of_the_former_form_is_still_read():
    data = json.loads(to_json(SMALL)) | {"form": FORMER_FORM}
    del data["answers"], data["summary"]
    assert from_json(json.dumps(data)) == replace(SMALL, answers={}, summary=Names(""))


def test_a_picture_without_a_round_is_read_back_the_same():
    bare = replace(SMALL, round_code="", round_names=Names(""), known_by=None, notes=())
    assert from_json(to_json(bare)) == bare


def test_the_hash_of_a_small_picture_is_known():
    assert fingerprint(to_json(SMALL)) == KNOWN


def test_anyone_can_recompute_the_hash_with_a_json_library():
    data = json.loads(to_json(SMALL))
    again = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(again.encode("utf-8")).hexdigest() == fingerprint(to_json(SMALL))


def test_the_order_in_which_figures_were_gathered_does_not_matter():
    turned = replace(
        SMALL,
        counts=dict(reversed(list(SMALL.counts.items()))),
        statuses={
            area: dict(reversed(list(said.items()))) for area, said in SMALL.statuses.items()
        },
    )
    assert to_json(turned) == to_json(SMALL)


def test_the_order_of_tasks_and_areas_is_part_of_the_picture():
    turned = replace(SMALL, areas=SMALL.areas[::-1])
    assert to_json(turned) != to_json(SMALL)


def test_there_is_no_floating_point_number_and_no_escaped_letter():
    def refuse(text):
        raise AssertionError(text)

    canonical = to_json(SMALL)
    json.loads(canonical, parse_float=refuse)
    assert "Työ kesken" in canonical


@pytest.mark.parametrize("text", ['{"form":"yhdyspinta/situation-picture/3"}', "{}", "[]", "no"])
def test_another_form_is_refused(text):
    with pytest.raises(ValueError, match=r"not a picture|Expecting value"):
        from_json(text)
