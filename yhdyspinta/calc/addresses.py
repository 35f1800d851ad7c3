"""Where a request came from, as far as our own proxies can be believed."""

_LONGEST = 45  # an IPv6 address with an IPv4 address in it


def client_address(remote: str, forwarded: str, *, proxies: int) -> str:
    """Return the network address of who asks: as the outermost of our own proxies saw it.

    `forwarded` is X-Forwarded-For, to which each proxy adds whom it was asked by; what stands
    before our own proxies' words, anybody could have written.
    """
    seen = [each.strip() for each in forwarded.split(",")]
    if proxies and len(seen) >= proxies and seen[-proxies]:
        return seen[-proxies][:_LONGEST]
    return remote[:_LONGEST]
