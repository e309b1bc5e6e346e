from hypothesis import given, settings
from hypothesis import strategies as st

from deelwijs.core.geometry import Box
from deelwijs.ui.photo import Face, FaceState, Frame, frames

WIDTH, HEIGHT = 1200, 800

boxes = st.builds(
    lambda x, y, size: Box(x, y, min(size, WIDTH - x), min(size, HEIGHT - y)),
    st.integers(0, WIDTH - 20),
    st.integers(0, HEIGHT - 20),
    st.integers(8, 400),
)


def one(face: Face) -> Frame:
    (frame,) = frames([face], WIDTH, HEIGHT)
    return frame


@settings(deadline=None)  # the machine's load is no property of the code
@given(boxes, st.sampled_from(FaceState), st.integers(1, 200))
def test_labels_stay_inside_the_photo(box: Box, state: FaceState, number: int) -> None:
    for tag in one(Face(box, number, "Charlotte", state=state)).tags:
        assert tag.x >= 0
        assert tag.x + tag.width <= WIDTH + 0.01
        assert tag.y >= 0
        assert tag.y + tag.height <= HEIGHT + 0.01


@settings(deadline=None)
@given(boxes)
def test_a_small_face_still_has_a_target_for_a_finger(box: Box) -> None:
    hit = one(Face(box, 1)).hit
    assert hit.x <= box.x
    assert hit.y <= box.y
    assert hit.x + hit.width >= box.x + box.width
    assert hit.area >= min(box.area, WIDTH * HEIGHT)


@settings(deadline=None)
@given(boxes)
def test_a_cover_is_larger_than_the_face(box: Box) -> None:
    assert one(Face(box, 1, state=FaceState.COVERED)).cover_radius * 2 >= 1.3 * max(box.width, box.height)


def test_a_narrow_photo_shows_the_number_alone() -> None:
    tags = {tag.kind: tag.words for tag in one(Face(Box(500, 300, 80, 90), 7, "Lotte")).tags}
    assert tags == {"broad": "7 Lotte", "wide": "7 Lotte", "narrow": "7"}


def test_doubt_has_no_number() -> None:
    face = Face(Box(500, 300, 80, 90), 9, "Gezicht", state=FaceState.CANDIDATE)
    assert {tag.words for tag in one(face).tags} == {"? Gezicht", "?"}


def test_in_a_crowd_names_make_room() -> None:
    crowd = [Face(Box(10 + 50 * row, 300, 40, 40), row, "Sami") for row in range(1, 20)]
    assert {tag.words for frame in frames(crowd, WIDTH, HEIGHT) for tag in frame.tags} == {
        str(number) for number in range(1, 20)
    }


def test_only_a_refusal_carries_a_cross() -> None:
    crossed = {
        state: any(tag.cross for tag in one(Face(Box(500, 300, 80, 90), 1, "Sami", state=state)).tags)
        for state in FaceState
    }
    assert [state for state, cross in crossed.items() if cross] == [FaceState.FORBIDDEN]
