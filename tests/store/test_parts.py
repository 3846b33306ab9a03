from __future__ import annotations

from rrr.store.parts import in_parts


def test_parts_make_up_the_list_and_none_is_too_long_for_a_query() -> None:
    ids = list(range(1_201))
    parts = list(in_parts(ids))
    assert [each for part in parts for each in part] == ids
    assert max(map(len, parts)) <= 500
    assert not list(in_parts([]))
