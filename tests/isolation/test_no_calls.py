"""Nothing the product does asks or needs another machine, or writes at home but to its cache."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.config import locate
from tests.isolation.box import Outcome, has_tracer, require_namespace, run_boxed

pytestmark = pytest.mark.slow

CLI = ("-m", "service.cli")
PAGE = "examples/yunchuan_0722.txt"
ARTICLES = "examples/articles"
COMMANDS = {
    "digest": ("digest", PAGE, "-o", "{out}/digest.json"),
    "split": ("split", PAGE, "-o", "{out}/split.json"),
    "batch": ("batch", "examples", "--by-folder", "--workers", "2", "-o", "{out}/batch.jsonl"),
    "articles": ("batch", "--articles", f"{ARTICLES}/summaries.jsonl", "-o", "{out}/articles.csv"),
    "evaluate topics": ("evaluate", "topics", f"{ARTICLES}/topics_validation.jsonl"),
    "evaluate split": ("evaluate", "split", "examples/gold"),
}


def assert_quiet(outcome: Outcome) -> None:
    assert outcome.exit_code == 0, outcome.output
    assert outcome.calls == ()
    assert [path for path in outcome.written_at_home if not is_our_cache(path)] == []


def is_our_cache(path: str) -> bool:
    """Whether a path of the home is in the folder where the product keeps what it has computed."""
    own = ".cache/baozhai"
    return path in (".cache", own) or path.startswith(f"{own}/")


@pytest.mark.parametrize("arguments", COMMANDS.values(), ids=COMMANDS)
def test_a_command_calls_nobody(arguments: tuple[str, ...], tmp_path: Path) -> None:
    command = [argument.format(out=tmp_path) for argument in arguments]
    assert_quiet(run_boxed([*CLI, *command], tmp_path))


def test_the_page_calls_nobody(tmp_path: Path) -> None:
    assert_quiet(run_boxed(["-m", "tests.isolation.visit"], tmp_path))


def test_a_training_calls_nobody(tmp_path: Path) -> None:
    text = locate("configs/training/smoke.yaml").read_text(encoding="utf-8")
    config = tmp_path / "smoke.yaml"
    config.write_text(text.replace("runs/", f"{tmp_path}/"), encoding="utf-8")
    assert_quiet(run_boxed([*CLI, "train", str(config)], tmp_path))


def test_even_the_tools_of_the_runtime_report_nothing_once_the_product_is_imported(
    tmp_path: Path,
) -> None:
    code = (
        "import service; service.DigestPipeline; import openvino.tools.ovc as tools;"
        "tools.telemetry.send_event('a', 'b', 'c'); tools.telemetry.force_shutdown(2.0)"
    )
    assert_quiet(run_boxed(["-c", code], tmp_path))


def test_all_of_this_runs_without_a_network() -> None:
    require_namespace()


def test_the_watch_sees_a_look_up_and_a_call(tmp_path: Path) -> None:
    code = (
        "import contextlib, socket\n"
        "with contextlib.suppress(OSError): socket.getaddrinfo('telemetry.example', 80)\n"
        "with contextlib.suppress(OSError), socket.socket(type=socket.SOCK_DGRAM) as udp:\n"
        "    udp.connect(('192.0.2.1', 9))"
    )
    calls = run_boxed(["-c", code], tmp_path).calls
    assert calls[:2] == ("socket.getaddrinfo telemetry.example", "socket.connect 192.0.2.1")
    assert any("sa_family=AF_INET" in call for call in calls) == has_tracer()
