from __future__ import annotations

import subprocess
import sys

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
        "heavy = {'torch', 'transformers', 'sklearn', 'fastapi', 'sqlalchemy'} & set(sys.modules)\n"
        "sys.exit(f'loaded {heavy}' if heavy else 0)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_help_comes_at_once() -> None:
    """In seconds of the processor, which do not grow where other programs run."""
    code = (
        "import sys, time\n"
        "from service.cli import main\n"
        "try: main(['--help'])\n"
        "finally: sys.stderr.write(str(time.process_time()))"
    )
    seconds = []
    for _ in range(3):
        done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        assert b"baozhai" in done.stdout
        seconds.append(float(done.stderr))
    assert min(seconds) < 0.5
