from __future__ import annotations

from service.store import Store

TEXT = ["p", "渡口点灯\0\n渡口昨夜点灯。"]


def test_an_order_is_kept_with_its_files_until_it_is_removed(store: Store) -> None:
    store.orders.add("first", "李明", {"text": TEXT}, [])
    store.orders.add("second", "王芳", {"text": None}, [("渡口 ①.txt", b"\0\xff"), ("b", b"")])
    store.orders.begin("second")
    first, second = store.orders.list()
    assert (first.id, first.who, first.n_begun, first.files) == ("first", "李明", 0, ())
    assert first.wishes == {"text": TEXT}
    assert second.files == (("渡口 ①.txt", b"\0\xff"), ("b", b""))
    assert second.n_begun == 1
    store.orders.remove("second")
    store.orders.remove("nobody")
    assert [order.id for order in store.orders.list()] == ["first"]
    assert store.stats()["order_files"] == 0


def test_an_order_is_nothing_to_be_exported(store: Store) -> None:
    store.orders.add("j", "王芳", {"text": TEXT}, [("p.txt", b"x")])
    exported = "".join(store.export())
    assert exported
    assert '"orders"' not in exported
    assert '"order_files"' not in exported
