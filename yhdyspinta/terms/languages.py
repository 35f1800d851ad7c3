"""The three languages of the product and a name given in them."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language of the user interface; Finnish is the first, Swedish its equal by law."""

    FI = "fi"
    SV = "sv"
    EN = "en"


@dataclass(frozen=True, slots=True)
class Names:
    """One name in three languages. An empty Swedish or English name falls back to Finnish."""

    fi: str
    sv: str = ""
    en: str = ""

    def __getitem__(self, language: str) -> str:
        """Return the name in `language` ('fi', 'sv' or 'en'), else the Finnish one."""
        chosen = {"sv": self.sv, "en": self.en}.get(language, self.fi)
        return chosen or self.fi
