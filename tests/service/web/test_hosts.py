from __future__ import annotations

import socket

import pytest

from service.web.hosts import Hosts, hosts_of


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.3.2.1", "::1"])
def test_loopback_is_for_this_machine_alone(host: str) -> None:
    hosts = hosts_of(host)
    assert hosts.is_local
    assert all(hosts.is_called(name) for name in ("localhost", "127.0.0.1", "::1", host))
    assert not hosts.is_called("192.0.2.7")
    assert not hosts.is_called(socket.gethostname().lower())


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.7", "desk.example", "::"])
def test_elsewhere_it_is_called_by_its_name_and_by_addresses(host: str) -> None:
    hosts = hosts_of(host)
    assert not hosts.is_local
    names = ("localhost", "192.0.2.9", "2001:db8::1", socket.gethostname().lower(), host)
    assert all(hosts.is_called(name) for name in names)
    assert not hosts.is_called("192.0.2.7.example")
    assert not hosts.is_called("")


def test_a_name_that_is_given_counts_whatever_its_case() -> None:
    hosts = hosts_of("127.0.0.1", ["News.Example"])
    assert hosts.is_called("news.example")
    assert not hosts.is_called("www.news.example")
    # A proxy may ask for another name than its page has.
    assert hosts.is_sent_by_us("https://news.example", "127.0.0.1:7860")


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("http://127.0.0.1:7860", "127.0.0.1:7860", True),
        ("https://LOCALHOST:7860", "localhost:7860", True),
        ("http://127.0.0.1:7861", "127.0.0.1:7860", False),
        ("http://localhost:7860", "127.0.0.1:7860", False),
        ("http://127.0.0.1", "127.0.0.1:7860", False),
        ("http://a@127.0.0.1:7860", "127.0.0.1:7860", False),
        ("http://127.0.0.1:78600", "127.0.0.1:7860", False),
        ("null", "127.0.0.1:7860", False),
        ("", "", False),
    ],
)
def test_only_the_page_of_the_same_host_and_port_is_ours(
    origin: str, host: str, ours: bool
) -> None:
    assert Hosts().is_sent_by_us(origin, host) is ours
