from random import Random

from hypothesis import given
from hypothesis import strategies as st

from quizzes.drawing import Line, draw
from tests.questions.factories import steady

LINES = st.lists(
    st.builds(
        Line,
        pool=st.lists(st.integers(1, 15), unique=True, max_size=10).map(tuple),
        count=st.integers(1, 6),
        points=st.integers(1, 500),
    ),
    max_size=5,
)


def ids(drawn):
    return [line.question_id for line in drawn]


@steady
@given(lines=LINES, seen=st.sets(st.integers(1, 15)), seed=st.integers())
def test_draw__never_twice_never_from_elsewhere_never_too_many(lines, seen, seed):
    drawn = draw(lines, seen=seen, rng=Random(seed))
    assert len(set(ids(drawn))) == len(drawn) <= sum(line.count for line in lines)
    assert set(ids(drawn)) <= {question for line in lines for question in line.pool}
    assert drawn == draw(lines, seen=seen, rng=Random(seed))


@steady
@given(
    pool=st.sets(st.integers(1, 30), min_size=1),
    seen=st.sets(st.integers(1, 30)),
    count=st.integers(1, 10),
    seed=st.integers(),
)
def test_draw__takes_the_seen_only_when_nothing_else_is_left(pool, seen, count, seed):
    drawn = set(ids(draw([Line(tuple(pool), count, 100)], seen=seen, rng=Random(seed))))
    assert len(drawn) == min(count, len(pool))
    assert not drawn & seen or pool - seen <= drawn


def test_draw__a_small_pool_chooses_before_the_large_one_around_it():
    lines = [Line((1, 2, 3, 4), 3, 100), Line((1,), 1, 200)]
    for seed in range(20):
        drawn = draw(lines, seen=set(), rng=Random(seed))
        assert drawn[-1].question_id == 1
        assert set(ids(drawn)) == {1, 2, 3, 4}
