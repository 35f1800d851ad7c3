import pytest

from yhdyspinta.calc.addresses import client_address


@pytest.mark.parametrize(
    ("forwarded", "proxies", "address"),
    [
        ("", 0, "10.0.0.1"),
        ("203.0.113.9", 0, "10.0.0.1"),  # nobody's word counts without a proxy of ours
        ("203.0.113.9", 1, "203.0.113.9"),
        ("1.2.3.4, 203.0.113.9", 1, "203.0.113.9"),  # what the visitor wrote does not count
        ("1.2.3.4, 203.0.113.9, 10.0.0.2", 2, "203.0.113.9"),
        ("203.0.113.9", 2, "10.0.0.1"),
        ("1.2.3.4,", 1, "10.0.0.1"),
        ("x" * 90, 1, "x" * 45),
    ],
)
def test_only_our_own_proxies_are_believed(forwarded: str, proxies: int, address: str):
    assert client_address("10.0.0.1", forwarded, proxies=proxies) == address
