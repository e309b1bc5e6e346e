#!/usr/bin/env python3
"""Set Deelwijs up, run it, test it. Needs Python 3.11 or newer, and nothing else.

python3 start.py run     the demo school, on http://127.0.0.1:8000
python3 start.py test    every check and test
python3 start.py cli     the ``deelwijs`` command

Only the standard library: this file runs before anything is installed. Its syntax also parses on
older Pythons, so that they answer with a message instead of a syntax error.
"""

import argparse
import errno
import hashlib
import os
import shlex
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

if sys.version_info < (3, 11):
    sys.exit(
        "Deelwijs heeft Python 3.11 of nieuwer nodig; dit is Python {}.{}.\n"
        "Installeer een nieuwere Python en start die: bijvoorbeeld python3.12 start.py run\n"
        "(English: Deelwijs needs Python 3.11 or newer.)".format(*sys.version_info[:2])
    )
if os.name != "posix":
    sys.exit(
        "Deelwijs draait op Linux en macOS. Gebruik op Windows de Linux-omgeving WSL.\n"
        "(English: Linux and macOS only; on Windows use WSL.)"
    )

import fcntl  # exists on POSIX only

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
RUN_LOCK, DEV_LOCK, UV_LOCK = "requirements.lock", "requirements-dev.lock", "requirements-setup.lock"
DATA = Path(os.environ.get("DEELWIJS_DATA") or ROOT / "var").absolute()

NO_NETWORK = (
    "name resolution",
    "dns error",
    "failed to lookup address",
    "name or service not known",
    "nodename nor servname",
    "network is unreachable",
    "connection refused",
    "newconnectionerror",
    "could not connect",
    "error sending request",
    "timed out",
    "proxyerror",
    "no matching distribution found for uv",
)


class SetupError(Exception):
    """Something the person who starts Deelwijs can put right: what is wrong, and what helps."""

    def __init__(self, what, remedy, english):
        super().__init__(what)
        self.what, self.remedy, self.english = what, remedy, english


def say(text, end="\n"):
    print(text, end=end, flush=True)


# --- Commands -----------------------------------------------------------------------------------


def run(host, port):
    """Serve the demo school; set up first what is not there yet."""
    refuse_taken_port(host, port)
    with alone():
        prepare(RUN_LOCK)
        environment = product_environment(host)
        prepare_data(environment)
    refuse_taken_port(host, port)  # minutes may have passed, and a second start may have been faster
    become(["-m", "deelwijs.cli", "serve", "--host", host, "--port", str(port)], environment)


def test(suite, pytest_options):
    """Run every check and test; the list of them stands in ``tests/run.py``."""
    with alone():
        prepare(DEV_LOCK)
    os.chdir(ROOT)
    become(["-m", "tests.run", suite, *pytest_options], clean_environment())


def cli(arguments):
    """Run the ``deelwijs`` command on the data that ``run`` serves."""
    with alone():
        prepare(RUN_LOCK)
    become(["-m", "deelwijs.cli", *arguments], product_environment())


def become(arguments, environment):
    """Go on as the environment's Python: signals, streams and exit code are its own."""
    os.execve(PYTHON, [str(PYTHON), *arguments], environment)


# --- The environment ----------------------------------------------------------------------------


def prepare(lock):
    """Make ``.venv`` hold exactly what a lock file asks for; do nothing when it already does."""
    stamp, wanted = VENV / ("stamp-" + Path(lock).stem), fingerprint(lock)
    if PYTHON.exists() and stamp.exists() and stamp.read_text() == wanted:
        return
    refuse_unwritable(ROOT)
    with step("Python-omgeving maken"):
        make_venv()
    with step("Pakketten ophalen en installeren"):
        install(lock)
        link_project()
    stamp.write_text(wanted)


def fingerprint(lock):
    """Changes with everything that an installation depends on, this folder's place included."""
    parts = [(ROOT / name).read_bytes() for name in (lock, UV_LOCK, "pyproject.toml")]
    parts.append(f"{sys.version} {sys.base_prefix} {ROOT}".encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def make_venv():
    """Make ``.venv``, or again when it was made half or with another Python."""
    ask = f"import pip, sys; print(sys.version_info[:2] == {tuple(sys.version_info[:2])})"
    if PYTHON.exists():
        answer = subprocess.run([PYTHON, "-c", ask], capture_output=True, text=True, check=False)
        if answer.stdout.strip() == "True":
            return
    made = execute([sys.executable, "-m", "venv", "--clear", VENV])
    if made.returncode and ("ensurepip" in made.stdout or "No module named venv" in made.stdout):
        version = "{}.{}".format(*sys.version_info[:2])
        raise SetupError(
            "Python kan hier geen eigen omgeving maken: het onderdeel venv of ensurepip ontbreekt.",
            f"Installeer het en start opnieuw. Op Debian en Ubuntu: sudo apt install python{version}-venv",
            "Python's venv or ensurepip is missing; install it first.",
        )
    refuse_failure(made, "het maken van de Python-omgeving")


def install(lock):
    """Install a lock's packages, each checked against its hash."""
    environment = clean_environment()
    if not os.access(os.environ.get("HOME", "/"), os.W_OK):
        environment["UV_CACHE_DIR"] = str(VENV / "cache")
    pip = [PYTHON, "-m", "pip", "--disable-pip-version-check", "--retries", "1", "--timeout", "15", "install"]
    wanted = ["--no-deps", "--require-hashes", "-r"]
    refuse_failure(execute([*pip, "-q", *wanted, ROOT / UV_LOCK], environment), "het ophalen van uv")
    uv = [VENV / "bin" / "uv", "pip", "install", "--python", PYTHON]
    if execute([*uv, *wanted, ROOT / lock], environment).returncode == 0:
        return
    # uv does not read pip's configuration (a mirror, a certificate); pip does, and is only slower.
    refuse_failure(execute([*pip, "-q", *wanted, ROOT / lock], environment), "het ophalen van de pakketten")


def link_project():
    """Put the product itself in the environment, without a build that would download a builder."""
    (site_packages,) = (VENV / "lib").glob("python*/site-packages")
    (site_packages / "deelwijs.pth").write_text(str(ROOT / "src") + "\n", encoding="utf-8")
    command = VENV / "bin" / "deelwijs"
    # A shell script, because a path with a space or of more than 127 characters breaks a "#!" line.
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(str(PYTHON))} -m deelwijs.cli "$@"\n', encoding="utf-8")
    command.chmod(0o755)


def clean_environment():
    """The environment without what would let another Python's packages in, or every start compile anew."""
    foreign = {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in foreign}
    return {**kept, "VIRTUAL_ENV": str(VENV)}


# --- The data -----------------------------------------------------------------------------------


def product_environment(host="127.0.0.1"):
    """Settings for a demo on this machine; what the caller has set goes first."""
    defaults = {
        "DEELWIJS_DATA": str(DATA),
        "DEELWIJS_DEMO": "1",
        "DEELWIJS_HOSTS": ",".join(dict.fromkeys(["localhost", "127.0.0.1", host])),
    }
    return {**defaults, **clean_environment(), "DEELWIJS_DATA": str(DATA)}


def prepare_data(environment):
    """Make the database and the demo school, unless nothing changed since they were made."""
    stamp, wanted = DATA / "setup-stamp", data_fingerprint()
    embedded = not environment.get("DEELWIJS_DATABASE")
    if embedded and stamp.exists() and stamp.read_text() == wanted and (DATA / "deelwijs.sqlite3").exists():
        return
    refuse_unwritable(DATA)
    say("Database en gegevens klaarzetten")
    demo = ["--demo"] if environment["DEELWIJS_DEMO"].lower() in {"1", "true", "yes", "ja"} else []
    made = subprocess.run([PYTHON, "-m", "deelwijs.cli", "setup", *demo], env=environment, check=False)
    if made.returncode:
        raise SystemExit(made.returncode)  # it has said itself what is wrong
    stamp.write_text(wanted)


def data_fingerprint():
    """Changes when a migration or the demo school changes, and every day: demo birthdays move along.

    A library brings migrations too: the lock says which version, the settings whether it is in use.
    """
    package = ROOT / "src" / "deelwijs"
    files = sorted([*package.glob("*/migrations/*.py"), *package.glob("demo/**/*.py")])
    files += [package / "config" / "settings.py", ROOT / RUN_LOCK]
    digest = hashlib.sha256((time.strftime("%Y-%m-%d ") + os.environ.get("DEELWIJS_DEMO", "1")).encode())
    for file in files:
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


# --- What can be wrong --------------------------------------------------------------------------


def refuse_taken_port(host, port):
    """Stop when nobody can listen at this address."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise port_problem(host, port, error) from error


def port_problem(host, port, error):
    """Say why nobody can listen at this address."""
    if error.errno == errno.EADDRINUSE:
        return SetupError(
            f"Poort {port} is al in gebruik. Misschien draait Deelwijs al: http://{host}:{port}",
            f"Stop het programma dat de poort gebruikt, of kies een andere: --port {port + 1}",
            f"port {port} is in use; choose another with --port.",
        )
    if error.errno == errno.EACCES:
        return SetupError(
            f"Poort {port} mag alleen door de systeembeheerder worden gebruikt.",
            "Kies een poort vanaf 1024: --port 8000",
            "ports below 1024 need root.",
        )
    return SetupError(
        f"Dit is geen adres van deze computer: {host}",
        "Laat --host weg, of geef een adres van deze computer.",
        f"{host} is not an address of this machine.",
    )


def refuse_unwritable(folder):
    """Stop when nothing can be written in a folder that must hold something."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    probe = folder / f".writable-{os.getpid()}"
    try:
        probe.write_bytes(b"x")
    finally:
        probe.unlink(missing_ok=True)


def disk_problem(error):
    """Say what the disk refused."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return SetupError("De schijf is vol.", "Maak ruimte en start opnieuw.", "the disk is full.")
    return SetupError(
        f"Hier kan niets worden geschreven of gelezen: {error.filename or ROOT} ({error.strerror})",
        "Geef uzelf rechten op de map, of wijs met DEELWIJS_DATA een andere map aan voor de gegevens.",
        "cannot write here; check permissions or set DEELWIJS_DATA.",
    )


def refuse_failure(result, doing):
    """Stop when a command did not succeed, in words that say what to do about it."""
    if result.returncode == 0:
        return
    output = result.stdout.lower()
    if "no space left" in output or "disk quota exceeded" in output:
        raise disk_problem(OSError(errno.ENOSPC, ""))
    if any(sign in output for sign in NO_NETWORK):
        raise SetupError(
            f"Geen verbinding met internet bij {doing}.",
            "De eerste start haalt pakketten op. Controleer de verbinding (of HTTPS_PROXY) en start opnieuw;"
            " daarna is internet niet meer nodig.",
            "no network; the first start downloads packages.",
        )
    last_words = "\n".join(result.stdout.strip().splitlines()[-12:])
    raise SetupError(
        f"Er ging iets mis bij {doing}:\n{last_words}",
        "Start opnieuw. Blijft het misgaan, verwijder dan de map .venv en start nog een keer.",
        "installation failed; see the output above.",
    )


# --- Small tools --------------------------------------------------------------------------------


@contextmanager
def alone():
    """Hold off a second start until this one has set everything up."""
    with Path(__file__).open("rb") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Deelwijs wordt al klaargezet door een andere start; deze wacht daarop.")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield


@contextmanager
def step(title):
    """Show a step while it works, and how long it took."""
    say(title, end=" ")
    started = time.monotonic()
    try:
        yield
    except BaseException:
        say("niet gelukt")
        raise
    say(f"klaar ({time.monotonic() - started:.1f} s)")


def execute(command, environment=None):
    """Run a command and keep its words for when it fails; a dot every few seconds shows life."""
    process = subprocess.Popen(
        [str(part) for part in command],
        env=environment or clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        cwd=ROOT,
    )
    while True:
        try:
            output, _ = process.communicate(timeout=3)
        except subprocess.TimeoutExpired:
            say(".", end="")
        else:
            return subprocess.CompletedProcess(command, process.returncode, output)


def read_arguments(arguments):
    """Understand the command line of ``run`` and ``test``."""
    parser = argparse.ArgumentParser(prog="start.py", description="Deelwijs klaarzetten, starten, testen.")
    commands = parser.add_subparsers(dest="command", required=True)
    serve = commands.add_parser("run", help="start Deelwijs met de demoschool")
    serve.add_argument("--host", default="127.0.0.1", help="adres waarop Deelwijs luistert (127.0.0.1)")
    serve.add_argument("--port", type=int, default=8000, help="poort waarop Deelwijs luistert (8000)")
    tests = commands.add_parser(
        "test", help="alle controles en tests", epilog="Andere opties gaan naar pytest."
    )
    tests.add_argument("suite", nargs="?", default="default", choices=["default", "real", "faults", "all"])
    commands.add_parser("cli", help="de opdracht deelwijs", add_help=False)
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command != "test":
        parser.error("onbekend: " + " ".join(rest))
    return known, rest


def main(arguments):
    """Do what was asked; a problem becomes words and exit code 1."""
    try:
        if arguments[:1] == ["cli"]:
            cli(arguments[1:])
        known, rest = read_arguments(arguments)
        if known.command == "run":
            run(known.host, known.port)
        test(known.suite, rest)
    except KeyboardInterrupt:
        say("\nGestopt.")
        return 130
    except (SetupError, OSError) as error:
        problem = error if isinstance(error, SetupError) else disk_problem(error)
        print(f"\n{problem.what}\n{problem.remedy}\n(English: {problem.english})", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
