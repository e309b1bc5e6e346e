"""What may never be kept is nowhere: not in the database, not in a file, at no moment after reading."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from openpyxl import Workbook

from deelwijs.people.models import Person
from tests.people.export import cell, tables, zipped

pytestmark = pytest.mark.usefixtures("at_once")

# Numbers that pass the test of a burgerservicenummer, and words that stand nowhere else.
CANARIES = (
    "111222333",
    "123456782",
    "Kanariegeheim",
    "Kanariekruid",
    "Kanaristan",
    "Kanarivader",
    "kanariegewicht",
)


def oneroster() -> tuple[str, bytes]:
    content = tables()
    content["demographics.csv"][0] += ["americanIndianOrAlaskaNative", "cityOfBirth", "bsn"]
    for row in content["demographics.csv"][1:]:
        row[2:] = ["Kanariekruid", "Kanaristan", "Kanarivader", "Kanaristan", "111222333"]
    cell(content, "users.csv", "p1", "password", "Kanariegeheim")
    cell(content, "users.csv", "p1", "identifier", "123456782")
    return "export.zip", zipped(content)


def edexml() -> tuple[str, bytes]:
    secrets = (
        "<etniciteit>Kanariekruid</etniciteit><land>Kanaristan</land><land_vader>Kanarivader</land_vader>"
        "<bsn>111222333</bsn><gewicht>kanariegewicht</gewicht><sofinummer>123456782</sofinummer>"
    )
    text = (
        "<EDEX><school><brincode>99XX</brincode></school><leerlingen>"
        f'<leerling key="1"><achternaam>Bos</achternaam><roepnaam>Bo</roepnaam>{secrets}</leerling>'
        "</leerlingen></EDEX>"
    )
    return "edex.xml", text.encode()


def sds() -> tuple[str, bytes]:
    files = {
        "orgs.csv": "sourcedId,name,type\ns,School,school\n",
        "users.csv": "sourcedId,username,givenName,familyName,password,activeDirectoryMatchId\n"
        "p,p@x.example,Bo,Bos,Kanariegeheim,x\n",
        "roles.csv": "userSourcedId,orgSourcedId,role\np,s,student\n",
        "demographics.csv": "userSourcedId,birthDate,birthCountry,ethnicityCodes\n"
        "p,2011-01-01,Kanaristan,Kanariekruid\n",
        "classes.csv": "sourcedId,orgSourcedId,title\nc,s,3C\n",
        "enrollments.csv": "classSourcedId,userSourcedId,role\nc,p,student\n",
        "relationships.csv": "userSourcedId,relationshipUserSourcedId,relationshipRole\n",
    }
    return "sds.zip", _zip(files)


def _zip(files: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


HEADING = ["Leerlingnummer", "Naam", "Geboortedatum", "Burgerservicenummer", "Wachtwoord", "Etniciteit",
           "Geboorteland", "Nationaliteit vader", "Gewicht"]  # fmt: skip
ROW = ["1", "Bo Bos", "4-9-2011", "111222333", "Kanariegeheim", "Kanariekruid", "Kanaristan", "Kanarivader",
       "kanariegewicht"]  # fmt: skip


def csv_list() -> tuple[str, bytes]:
    return "leerlingen.csv", f"{';'.join(HEADING)}\n{';'.join(ROW)}\n".encode()


def shifted_csv() -> tuple[str, bytes]:
    """A row that lost a cell: everything stands one column to the left."""
    return "leerlingen.csv", f"{';'.join(HEADING[:4])}\n1;Bo Bos;111222333;x\n2;Al;123456782;y\n".encode()


def excel() -> tuple[str, bytes]:
    book = Workbook()
    book.active.append(HEADING)
    book.active.append(ROW)
    out = io.BytesIO()
    book.save(out)
    return "leerlingen.xlsx", out.getvalue()


DELIVERIES = {one.__name__: one for one in (oneroster, edexml, sds, csv_list, shifted_csv, excel)}


def database() -> str:
    """Every cell of every table."""
    with connection.cursor() as cursor:
        texts = []
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names from the database itself)
            texts += [repr(row) for row in cursor.fetchall()]
    return "\n".join(texts)


def files(folder: Path) -> bytes:
    return b"\n".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def assert_clean(folder: Path, html: str = "") -> None:
    everything = files(folder) + database().encode() + html.encode()
    for canary in CANARIES:
        for charset in ("utf-8", "utf-16-le"):
            assert canary.encode(charset) not in everything, canary


@pytest.mark.parametrize("name", DELIVERIES)
@pytest.mark.parametrize("end", ["weg/", ""])
def test_no_canary_is_left(desk: Client, tmp_path: Path, name: str, end: str) -> None:
    file_name, data = DELIVERIES[name]()
    address = desk.post("/mensen/inlezen/", {"file": SimpleUploadedFile(file_name, data)}).headers["Location"]
    page = desk.get(address)
    assert_clean(tmp_path / "data", page.content.decode())
    listed = b"".join(desk.get(f"{address}fouten.csv").streaming_content)  # type: ignore[attr-defined]
    assert_clean(tmp_path / "data", listed.decode())
    desk.post(address + end)
    assert_clean(tmp_path / "data", desk.get("/mensen/inlezen/keren/").content.decode())
    if end == "" and name != "shifted_csv":
        assert Person.objects.filter(source_id__isnull=False).exists(), "it was really read in"
