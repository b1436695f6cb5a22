"""Lists and search know what the digests of today say, whatever was corrected."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from service.corrections import Change, Corrected, changes
from service.datamodels import Span
from service.errors import CorrectionError
from service.store import Store, Wanted
from tests.fakes import make_pipeline
from tests.service.store.conftest import keep


def _change(data: st.DataObject, today: Corrected, store: Store, key: str) -> Change:
    digest, log = today.digest, store.log(key)
    article, other = (data.draw(st.sampled_from(digest.articles)) for _ in range(2))
    span = data.draw(st.sampled_from(article.spans))
    headline = data.draw(st.sampled_from(("云川", None)))
    ways: list[Callable[[], Change]] = [
        lambda: changes.set_headline(today, article, headline),
        lambda: changes.split(span.start),
        lambda: changes.join(today, article),
        lambda: changes.move(today, span, other),
    ]
    ways += [lambda: changes.leave_out(span)] if len(digest.articles) > 1 else []
    ways += [lambda: changes.put_back(today, Span(*_place(data, today)))] if digest.left_out else []
    ways += [lambda: changes.undo(data.draw(st.sampled_from(log)))] if log else []
    return data.draw(st.sampled_from(ways))()


def _place(data: st.DataObject, today: Corrected) -> tuple[int, int]:
    entry = data.draw(st.sampled_from(today.digest.left_out))
    return entry.start, entry.end


@settings(max_examples=8, deadline=None)
@given(data=st.data())
def test_the_index_follows_any_sequence(data: st.DataObject, migrated_file: Path) -> None:
    pipeline = make_pipeline()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "store.sqlite"
        file.write_bytes(migrated_file.read_bytes())
        with Store.open(file) as store:
            key = keep(store).key
            for _ in range(data.draw(st.integers(1, 6))):
                with suppress(CorrectionError):
                    change = _change(data, store.today(key, scorer=pipeline), store, key)
                    store.append(key, change, who="王芳", scorer=pipeline)
            _check(store, key, store.today(key, scorer=pipeline))


def _check(store: Store, key: str, today: Corrected) -> None:
    hits = store.search(Wanted()).items
    assert [(hit.id, hit.headline, hit.place, hit.version) for hit in hits] == [
        (a.id, a.headline, today.places[a.id].start, today.versions[a.id])
        for a in today.digest.articles
    ]
    assert [hit.topic for hit in hits] == [a.topic and a.topic.label for a in today.digest.articles]
    for word in ("社区食堂", "新药进医保", "云川", "村民不用"):
        found = {hit.id for hit in store.search(Wanted(q=word)).items}
        assert found == {
            article.id
            for article in today.digest.articles
            if word in (article.headline or "") or word in article.text
        }
    with Store.open(store.place.file) as another:
        assert another.today(key, scorer=make_pipeline()) == today
