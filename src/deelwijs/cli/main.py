"""The ``deelwijs`` command. Each subcommand loads only when it is used, so none waits for another."""

from __future__ import annotations

from importlib import import_module

import click

COMMANDS = {
    "advise": "deelwijs.cli.advise:advise_command",
    "bench": "deelwijs.cli.bench:bench",
    "board": "deelwijs.cli.school:board",
    "check": "deelwijs.cli.check:check",
    "check-text": "deelwijs.cli.check_text:check_text_command",
    "faces": "deelwijs.cli.faces:faces",
    "ledger": "deelwijs.cli.ledger:ledger",
    "people": "deelwijs.cli.people:people",
    "protocol": "deelwijs.cli.protocol:protocol",
    "school": "deelwijs.cli.school:school",
    "serve": "deelwijs.cli.serve:serve",
    "setup": "deelwijs.cli.setup:setup",
    "verify": "deelwijs.cli.verify:verify",
}


class LazyGroup(click.Group):
    """A group of commands that are imported by name when they are asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name=None, version="0.1.0", message="Deelwijs %(version)s")
def main() -> None:
    """Deelwijs: het socialmediaprotocol van uw school in de praktijk.

    Vraag uitleg over een opdracht met: deelwijs OPDRACHT --help
    """
