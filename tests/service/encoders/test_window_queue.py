"""Windows come back to whoever sent them, whatever they were read with."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from service.encoders.window_queue import WindowQueue, pad, padded_length
from service.encoders.windows import Window

Ints = NDArray[np.int64]


class FakeReader:
    """Gives each token a vector of its own id, and notes the shapes of batches."""

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []
        self.begun = threading.Event()
        self.let = threading.Event()

    def __call__(self, input_ids: Ints, mask: Ints) -> NDArray[np.float32]:
        self.begun.set()
        assert self.let.wait(30)
        self.shapes.append(input_ids.shape)
        if (input_ids == 666).any():
            raise RuntimeError("the runtime broke")
        return (input_ids * mask)[..., None].astype(np.float32)


def windows(ids: Sequence[int], length: int) -> list[Window]:
    """Windows whose tokens are all of the headline, each of one id."""
    return [Window(np.full(length, i), np.full(length, -1)) for i in ids]


def read_behind_one(reader: FakeReader, waiting: list[Window]) -> list[float]:
    """What comes of windows that were sent while the reader was busy."""
    queue = WindowQueue([reader], 64)
    (first,) = queue.submit(windows([1], 40))
    assert reader.begun.wait(30)
    pooled = queue.submit(waiting)
    reader.let.set()
    first.result(30)
    return [each.result(30).sums[0, 0] / each.result(30).counts[0] for each in pooled]


def test_windows_of_one_length_are_read_together() -> None:
    reader = FakeReader()
    assert read_behind_one(reader, windows([3, 4, 5, 6], 20)) == [3, 4, 5, 6]
    assert reader.shapes == [(1, 48), (4, 32)]


def test_the_one_that_waited_longest_goes_first_and_batches_are_powers_of_two() -> None:
    reader = FakeReader()
    sent = [*windows([2], 9), *windows([3], 60), *windows([4, 5], 12), *windows([6], 62)]
    assert read_behind_one(reader, sent) == [2, 3, 4, 5, 6]
    assert reader.shapes == [(1, 48), (2, 16), (2, 64), (1, 16)]


def test_windows_of_one_article_are_shared_among_idle_readers() -> None:
    together = threading.Barrier(2)  # passed by two readers at a time alone
    shapes: list[tuple[int, ...]] = []

    def read(input_ids: Ints, mask: Ints) -> NDArray[np.float32]:
        shapes.append(input_ids.shape)
        together.wait(30)
        return (input_ids * mask)[..., None].astype(np.float32)

    pooled = WindowQueue([read] * 3, 64).submit(windows([2, 3, 4, 5], 60))
    assert [each.result(30).sums[0, 0] / 60 for each in pooled] == [2, 3, 4, 5]
    assert shapes == [(2, 64), (2, 64)]


def test_a_batch_has_a_most() -> None:
    reader = FakeReader()
    read_behind_one(reader, windows(range(1, 41), 64))
    assert max(rows for rows, _ in reader.shapes) == 8


def test_an_error_reaches_those_of_its_batch_alone() -> None:
    reader = FakeReader()
    reader.let.set()
    queue = WindowQueue([reader], 64)
    (broken,) = queue.submit(windows([666], 10))
    with pytest.raises(RuntimeError, match="the runtime broke"):
        broken.result(30)
    (sound,) = queue.submit(windows([2], 10))
    assert sound.result(30).sums[0, 0] == 20


def test_what_nobody_waits_for_is_not_read() -> None:
    reader = FakeReader()
    queue = WindowQueue([reader], 64)
    (first,) = queue.submit(windows([1], 40))
    assert reader.begun.wait(30)
    queue.submit(windows(range(2, 30), 20))
    kept = queue.submit(windows([3], 60))
    reader.let.set()
    assert kept[0].result(30).counts[0] == 60
    assert first.done()
    assert reader.shapes == [(1, 48), (1, 64)]


def test_nothing_piles_up_for_windows_that_are_read_along_with_others() -> None:
    reader = FakeReader()
    queue = WindowQueue([reader], 64)
    (first,) = queue.submit(windows([1], 40))
    assert reader.begun.wait(30)
    pooled = [queue.submit(windows([number], 20)) for number in range(2, 200)]
    assert queue._threads._work_queue.qsize() == 0
    reader.let.set()
    assert [each.result(30).sums[0, 0] / 20 for (each,) in pooled] == list(range(2, 200))
    assert first.done()


@pytest.mark.parametrize(("n_tokens", "padded"), [(1, 16), (16, 16), (17, 32), (250, 256)])
def test_pads_to_a_multiple_of_sixteen(n_tokens: int, padded: int) -> None:
    length = padded_length(n_tokens, 256)
    ids, mask = pad([np.arange(n_tokens)], length)
    assert ids.shape == mask.shape == (1, padded)
    assert ids[0, :n_tokens].tolist() == list(range(n_tokens))
    assert mask[0].tolist() == [1] * n_tokens + [0] * (padded - n_tokens)


def test_never_pads_beyond_what_the_encoder_takes() -> None:
    assert padded_length(18, 20) == 20


def test_an_archive_asks_for_a_handful_of_lengths() -> None:
    assert len({padded_length(n, 256) for n in range(1, 257)}) == 16
