import re

import polib
import pytest
from django.utils.translation import override

from tests.house.tree import PACKAGE
from yhdyspinta import labels

LANGUAGES = ("fi", "sv", "en")
# Written alike in English; anything else that is alike was forgotten.
_ALIKE = {
    "fi": {
        "%(count)d min",
        "%(euros)s €",
        "%(low)d–%(high)d %%",
        "%(figure)s, %(earlier)s: %(before)s; %(later)s: %(now)s.",
    },
    "sv": {
        "%(count)d min",
        "%(euros)s €",
        "I",
        "Information",
        "L",
        "Material",
        "Plan",
        "Budget",
        "budget",
        "n",
        "option: %(day)s",
        "%(low)d–%(high)d %%",
        "%(figure)s, %(earlier)s: %(before)s; %(later)s: %(now)s.",
        "Cell",
        "Data",
        "Organisation",
        "Organisation: %(organisation)s",
        "Person",
        "Risk",
        "Risk: %(risk)s",
        "Status",
        "Version",
        "risk: %(risk)s",
        "under %(limit)d %%",
        "version %(version)d",
    },
}
_PLACEHOLDER = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z_]+\}|%%")


def _catalogue(language: str) -> polib.POFile:
    return polib.pofile(str(PACKAGE / "locale" / language / "LC_MESSAGES" / "django.po"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_is_translated_and_none_is_doubtful(language: str) -> None:
    catalogue = _catalogue(language)
    assert [each.msgid for each in catalogue.untranslated_entries()] == []
    assert [each.msgid for each in catalogue.fuzzy_entries()] == []
    assert [each.msgid for each in catalogue.obsolete_entries()] == []


@pytest.mark.parametrize("language", _ALIKE)
def test_no_translation_is_the_english_text_again(language: str) -> None:
    alike = {each.msgid for each in _catalogue(language) if each.msgstr == each.msgid}
    assert alike == _ALIKE[language]


def _placeholders(text: str) -> set[str]:
    return set(_PLACEHOLDER.findall(text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_keeps_what_is_filled_in(language: str) -> None:
    wrong = [
        each.msgid
        for each in _catalogue(language)
        for text in ([each.msgstr] if not each.msgid_plural else each.msgstr_plural.values())
        if _placeholders(text) not in (_placeholders(each.msgid), _placeholders(each.msgid_plural))
    ]
    assert wrong == []


def test_the_languages_have_the_same_messages() -> None:
    keys = [{(e.msgctxt, e.msgid) for e in _catalogue(language)} for language in LANGUAGES]
    assert keys[0] == keys[1] == keys[2]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    path = PACKAGE / "locale" / language / "LC_MESSAGES" / "django.mo"
    compiled = {(e.msgctxt, e.msgid, e.msgstr) for e in polib.mofile(str(path))}
    assert compiled == {(e.msgctxt, e.msgid, e.msgstr) for e in _catalogue(language)}


@pytest.mark.parametrize(
    "table",
    [
        labels.STATUSES,
        labels.LENSES,
        labels.ROUND_STATES,
        labels.NOTE_KINDS,
        labels.SEVERITIES,
        labels.CONFIDENCES,
        labels.AREA_KINDS,
    ],
)
def test_every_code_has_a_name_of_its_own_in_each_language(table: dict[object, object]) -> None:
    for language in LANGUAGES:
        with override(language):
            names = [str(name) for name in table.values()]
        assert len(set(names)) == len(names)
        assert all(names)
