import json
from pathlib import Path

from click.testing import CliRunner

from deelwijs.cli.faces import faces
from deelwijs.publications.problems import PROBLEMS
from deelwijs.vision.decode import PhotoProblem
from deelwijs.vision.drawings import portrait_row
from tests.vision.pictures import exif, saved


def test_one_line_per_photo_and_the_others_go_on(tmp_path: Path) -> None:
    image, _ = portrait_row(2, 80)
    first, text, last = tmp_path / "één.jpg", tmp_path / "brief.jpg", tmp_path / "twee.png"
    first.write_bytes(saved(image.rotate(90, expand=True), "JPEG", exif=exif(orientation=6)))
    text.write_text("Beste ouders,")
    last.write_bytes(saved(image, "PNG"))
    files = [str(path) for path in (first, text, tmp_path / "weg.jpg", tmp_path, last)]
    result = CliRunner().invoke(faces, ["--candidates", *files])
    assert result.exit_code == 1
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert [line["file"] for line in lines] == [str(first), str(last)]
    for line in lines:
        assert (line["width"], line["height"]) == image.size
        assert len(line["faces"]) >= 2
        assert set(line["faces"][0]) == {"box", "score", "certain"}
        assert len(line["faces"][0]["box"]) == 4
    complaints = result.stderr.splitlines()
    assert [line.split(": ")[0] for line in complaints] == files[1:4]
    assert "geen foto" in complaints[0]


def test_without_the_flag_only_certain_faces(tmp_path: Path) -> None:
    photo = tmp_path / "foto.png"
    photo.write_bytes(saved(portrait_row(2, 80)[0], "PNG"))
    result = CliRunner().invoke(faces, [str(photo)])
    assert result.exit_code == 0
    assert all(face["certain"] for face in json.loads(result.stdout)["faces"])


def test_every_refusal_has_its_words() -> None:
    assert set(PROBLEMS) == {problem.value for problem in PhotoProblem}
    assert all(words.endswith(".") and words.count(". ") == 1 for words in PROBLEMS.values())
