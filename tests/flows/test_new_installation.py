import pytest
from django.test import Client


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_a_new_installation_says_what_to_do(client: Client, language: str) -> None:
    page = client.get(f"/{language}/").content.decode()
    assert "yhdyspinta template" in page
    assert "make demo" in page


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["pictures/", "about/", "accessibility/"])
def test_its_other_pages_are_there(client: Client, address: str) -> None:
    assert client.get(f"/fi/{address}").status_code == 200


@pytest.mark.django_db
def test_an_address_of_a_picture_that_is_not_there_is_refused(client: Client) -> None:
    assert client.get("/fi/areas/08/").status_code == 404
