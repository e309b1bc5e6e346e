from deelwijs.cli.main import main

main(prog_name="deelwijs")
