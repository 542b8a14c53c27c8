"""A contract of our own for import-linter."""

from typing import Any

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FaceContract(Contract):
    """A room's closed files are imported by the room itself, by nobody below or beside it, and by the ways in.

    A file is closed when its name is one of `closed`, or starts with one of them and an underscore
    (`repository_keys`). `open_to` are the rooms that may enter anywhere: the wiring and the ways in. `tolerated` is a
    list of debts, `importer -> imported`: an entry that is no longer needed breaks the contract, so it only shrinks.
    """

    type_name = "face"

    root = fields.StringField()
    closed = fields.ListField(subfield=fields.StringField())
    open_to = fields.ListField(subfield=fields.StringField())
    tolerated = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:  # noqa: FBT001 - import-linter's shape
        """Find imports that pass by a room's face."""
        root = str(self.root)
        found = {
            f"{importer} -> {module}"
            for module in sorted(graph.modules)
            if self._is_closed(module, root)
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not self._may_enter(importer, module, root)
        }
        given: Any = self.tolerated
        tolerated: set[str] = set(given or ())
        wrong = sorted(found - tolerated) + [f"{each} (tolerated, and gone)" for each in sorted(tolerated - found)]
        return ContractCheck(kept=not wrong, metadata={"wrong": wrong})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """Say which imports they are."""
        for line in check.metadata["wrong"]:
            output.print_error(line, bold=False)
        output.new_line()

    def _is_closed(self, module: str, root: str) -> bool:
        parts = module.split(".")
        if len(parts) < 3 or parts[0] != root:
            return False
        names: list[Any] = self.closed  # type: ignore[assignment]
        return any(parts[2] == name or parts[2].startswith(f"{name}_") for name in names)

    def _may_enter(self, importer: str, module: str, root: str) -> bool:
        room = module.split(".")[1]
        from_room = importer.removeprefix(f"{root}.").split(".")[0]
        rooms: list[Any] = self.open_to  # type: ignore[assignment]
        return from_room == room or from_room in rooms
