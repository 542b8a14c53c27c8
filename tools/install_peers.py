"""Installs the Node programs of the tests, exactly as locked: `python tools/install_peers.py`.

They stand in server/tests/peers: independent clients and judges of the messengers' protocols. Nothing of them is in
the product.
"""

import sys

from build_web import ROOT, CannotBuild, find_npm, install


def main() -> int:
    """Return 0 when they are in place."""
    try:
        install(ROOT / "server" / "tests" / "peers", find_npm())
    except CannotBuild as error:
        sys.stderr.write(f"peers: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
