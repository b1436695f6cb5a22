from __future__ import annotations

import subprocess
import sys
import time

import pytest

import service


def test_public_names_are_frozen() -> None:
    assert service.__all__ == [
        "Article",
        "ArticleSplitter",
        "Digest",
        "DigestError",
        "DigestPipeline",
        "Issue",
        "ServiceConfig",
        "Summary",
        "TopicScores",
        "load_config",
    ]


@pytest.mark.parametrize("name", service.__all__)
def test_every_public_name_can_be_had(name: str) -> None:
    assert getattr(service, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Newspaper'"):
        _ = service.Newspaper


def test_importing_the_product_loads_nothing_heavy() -> None:
    code = (
        "import sys, service.pipeline, service.cli\n"
        "heavy = {'torch', 'transformers', 'datasets', 'sklearn', 'gradio'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_help_comes_at_once() -> None:
    code = "from service.cli import main; main(['--help'])"
    seconds = []
    for _ in range(3):
        begin = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
        seconds.append(time.perf_counter() - begin)
        assert done.returncode == 0
    assert min(seconds) < 0.5
