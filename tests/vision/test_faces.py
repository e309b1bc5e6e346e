import ast
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import onnx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

import deelwijs.vision
from deelwijs.core.geometry import Box
from deelwijs.vision import network, preparing, runtime
from deelwijs.vision.bench import matches, measure
from deelwijs.vision.drawings import portrait_row
from deelwijs.vision.faces import Face, _in_reading_order, detect

ROOM = Path(deelwijs.vision.__file__).parent


def is_found(box: Box, faces: tuple[Face, ...]) -> bool:
    return any(matches(box, face.box) for face in faces)


@pytest.mark.parametrize("height", [40, 120, 400])
def test_drawn_faces_are_found_from_left_to_right(height: int) -> None:
    image, boxes = portrait_row(3, height)
    faces = detect(image)
    assert all(is_found(box, faces) for box in boxes)
    assert [face.box.x for face in faces] == sorted(face.box.x for face in faces)


def test_boxes_follow_the_size_of_the_photo() -> None:
    image, boxes = portrait_row(2, 60)
    doubled = [Box(box.x * 2, box.y * 2, box.width * 2, box.height * 2) for box in boxes]
    faces = detect(image.resize((image.width * 2, image.height * 2)))
    assert all(is_found(box, faces) for box in doubled)


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (2000, 3), (640, 480)])
def test_a_photo_without_faces(size: tuple[int, int]) -> None:
    assert detect(Image.new("RGB", size, (90, 140, 90))) == ()


def test_every_face_of_the_development_set_is_found_with_few_false_alarms(shared: Path) -> None:
    measured = measure(shared / "data" / "faces")
    assert measured.recall >= 0.955
    assert measured.false_alarms / measured.photos <= 1.5
    assert measured.candidates / measured.photos <= 3


def test_dogs_are_no_pupils(shared: Path) -> None:
    with Image.open(shared / "data" / "faces" / "dogs.jpg") as image:
        faces = detect(image.convert("RGB"))
    assert not any(face.certain for face in faces)
    assert len(faces) <= 3


@pytest.mark.parametrize(
    ("hit", "right"),
    [
        (Box(100, 100, 40, 40), True),
        (Box(110, 105, 40, 40), True),
        (Box(106, 106, 28, 28), True),  # tight, centre inside
        (Box(135, 135, 40, 40), False),
        (Box(115, 115, 8, 8), False),  # a nose
        (Box(20, 20, 200, 200), False),  # a group
    ],
)
def test_what_counts_as_found(hit: Box, right: bool) -> None:  # noqa: FBT001
    assert matches(Box(100, 100, 40, 40), hit) is right


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(0, 500), st.integers(5, 90)), max_size=12))
def test_reading_order_keeps_every_face_once(places: list[tuple[int, int, int]]) -> None:
    faces = [Face(Box(x, y, side, side), 0.9, certain=True) for x, y, side in places]
    ordered = _in_reading_order(faces)
    assert sorted(map(hash, ordered)) == sorted(map(hash, faces))
    assert ordered == _in_reading_order(list(reversed(ordered)))


def test_reading_order_goes_row_by_row() -> None:
    places = [(200, 12), (10, 15), (110, 8), (60, 100), (5, 108)]
    faces = [Face(Box(x, y, 40, 40), 0.9, certain=True) for x, y in places]
    assert [face.box.x for face in _in_reading_order(faces)] == [10, 110, 200, 5, 60]


def test_the_prepared_network_agrees_with_the_original(models: Path) -> None:
    original = runtime.session(preparing.cleaned(network.shipped_file()).SerializeToString())
    assert preparing.agreement_of(original, runtime.session(network.prepare())) >= 0.9
    assert preparing.agreement_of(original, original) == 1


def test_the_graph_holds_no_weights_among_its_inputs_and_no_facial_points(models: Path) -> None:
    graph = onnx.load(network.prepare()).graph
    assert [entry.name for entry in graph.input] == [runtime.INPUT]
    assert [entry.name for entry in graph.output] == [runtime.HEAT, runtime.SIZE, runtime.OFFSET]
    channels = [entry.type.tensor_type.shape.dim[1].dim_value for entry in graph.output]
    assert channels == [1, 2, 2]  # is there a face, how big, where exactly; no vector that tells who


def test_two_at_once_may_prepare(tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both are halfway before either goes on; one whole file is left, and nothing else."""
    ready = network.prepare(models)
    both_halfway = threading.Barrier(2, timeout=30)

    def quantise(_: Path, made: Path) -> None:
        both_halfway.wait()
        made.write_bytes(ready.read_bytes())

    monkeypatch.setattr(preparing, "_quantise", quantise)
    monkeypatch.setattr(preparing, "agreement_of", lambda *_: 1.0)
    with ThreadPoolExecutor() as pool:
        made = list(pool.map(network.prepare, [tmp_path, tmp_path]))
    assert made[0] == made[1]
    assert list(tmp_path.iterdir()) == [made[0]]
    assert made[0].read_bytes() == ready.read_bytes()


@pytest.mark.parametrize("obstacle", ["no folder", "damaged file"])
def test_faces_are_found_when_the_network_cannot_be_prepared(
    obstacle: str, tmp_path: Path, models: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if obstacle == "no folder":
        (tmp_path / "file").touch()
        monkeypatch.setenv("DEELWIJS_MODELS", str(tmp_path / "file" / "models"))
    else:
        (tmp_path / network.prepare(models).name).write_bytes(b"half a network")
        monkeypatch.setenv("DEELWIJS_MODELS", str(tmp_path))
    network.load.cache_clear()
    try:
        image, boxes = portrait_row(2, 80)
        faces = detect(image)
        assert all(is_found(box, faces) for box in boxes)
    finally:
        network.load.cache_clear()


def test_a_network_that_disagrees_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preparing, "agreement_of", lambda *_: 0.5)
    monkeypatch.setattr(preparing, "_quantise", lambda plain, made: made.write_bytes(plain.read_bytes()))
    with pytest.raises(network.NetworkError, match=r"0\.50"):
        network.prepare(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_room_finds_faces_and_cannot_tell_them_apart() -> None:
    """No library for recognition is imported, and no name speaks of it."""
    allowed = {"PIL", "click", "deelwijs", "numpy", "onnx", "onnxruntime", "pillow_heif"}
    forbidden = (
        "embed",
        "recogni",
        "identif",
        "compare",
        "cluster",
        "landmark",
        "similar",
        "emotion",
        "gender",
    )
    standard = set(sys.stdlib_module_names)
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            names = [getattr(node, field, None) for field in ("name", "id", "attr", "arg")]
            assert not [n for n in names if isinstance(n, str) and n.lower().startswith(forbidden)], path
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                imported = [node.module or ""]
            assert {name.split(".")[0] for name in imported} <= allowed | standard, path
    assert set(Face.__dataclass_fields__) == {"box", "score", "certain"}
