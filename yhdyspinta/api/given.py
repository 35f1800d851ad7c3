"""What is sent: shapes that refuse what they do not know, and texts that can be stored."""

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field

from yhdyspinta.terms import languages as terms

# No control characters but line breaks and tabs: no text has them, and PostgreSQL takes no NUL.
_LINES = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"

Text = Annotated[str, Field(max_length=10_000, pattern=_LINES)]
Comment = Annotated[str, Field(min_length=1, max_length=2_000, pattern=_LINES)]
Line = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
NamedLine = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,60}$")]

# A quarter to be stored: of a year that can be.
GivenQuarter = Annotated[str, Field(pattern=r"^(19|20|21)[0-9]{2}-Q[1-4]$", examples=["2021-Q4"])]


class Given(Schema):
    """The base of every body: a misspelt field is refused, not forgotten."""

    model_config = ConfigDict(extra="forbid")


class GivenNames(Given):
    """A name in Finnish, and in Swedish and English if there is one."""

    fi: NamedLine = Field(examples=["Marraskuu 2021"])
    sv: Line = Field("", examples=["November 2021"])
    en: Line = Field("", examples=["November 2021"])

    def as_terms(self) -> terms.Names:
        """Return the names as a record."""
        return terms.Names(self.fi, self.sv, self.en)


class GivenTexts(Given):
    """A text in the three languages; empty where there is none."""

    fi: Text = Field("", examples=["Käy läpi alueen tehtävät."])
    sv: Text = ""
    en: Text = ""

    def as_terms(self) -> terms.Names:
        """Return the text as a record."""
        return terms.Names(self.fi, self.sv, self.en)
