"""Every country whose numbers the library can read has a name to be chosen by."""

from __future__ import annotations

import phonenumbers

from core.intake.countries import country_names


def test_every_country_of_the_library_has_one_name_of_its_own() -> None:
    names = country_names()
    assert set(names) == phonenumbers.SUPPORTED_REGIONS
    assert len(set(names.values())) == len(names)
    assert names["DE"] == "Germany"
    assert list(names.values()) == sorted(names.values())
