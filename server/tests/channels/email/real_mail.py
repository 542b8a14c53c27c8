"""Postfix, Dovecot and Pigeonhole as private instances on unprivileged ports: the real thing, where Debian has it."""

import contextlib
import grp
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from tests.channels.email.servers import free_port

_POSTFIX = Path("/usr/lib/postfix/sbin")
_OWNER = 5000
SIZE_LIMIT = 2_000_000

_DOVECOT = """\
base_dir = {root}/run
protocols = imap lmtp
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
auth_mechanisms = plain login
log_path = {root}/dovecot.log
mail_location = maildir:{root}/vmail/%u
mail_uid = {owner}
mail_gid = {owner}
first_valid_uid = {owner}
default_internal_user = dovecot
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {root}/users
}}
userdb {{
  driver = static
  args = uid={owner} gid={owner} home={root}/vmail/%u
}}
namespace inbox {{
  inbox = yes
  mailbox Sent {{
    auto = subscribe
    special_use = \\Sent
  }}
}}
service imap-login {{
  inet_listener imap {{
    port = {imap}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service lmtp {{
  inet_listener lmtp {{
    address = 127.0.0.1
    port = {lmtp}
  }}
}}
protocol lmtp {{
  mail_plugins = sieve
  postmaster_address = postmaster@example.test
}}
recipient_delimiter = +
submission_host = 127.0.0.1:{smtp}
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_vacation_send_from_recipient = yes
}}
"""

_MAIN = """\
compatibility_level = 3.6
queue_directory = {root}/pf/queue
data_directory = {root}/pf/data
command_directory = /usr/sbin
daemon_directory = /usr/lib/postfix/sbin
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mx.example.test
mydestination =
virtual_mailbox_domains = example.test, customer.test
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = permit_mynetworks, reject
maillog_file = {root}/pf/mail.log
maillog_file_prefixes = {top}
alias_maps =
recipient_delimiter = +
message_size_limit = {size}
"""

_VACATION = """\
require ["vacation"];
vacation :days 1 :addresses ["{address}"] "I am away.";
"""


def available() -> bool:
    """Say whether the servers are installed and we may start them."""
    return os.geteuid() == 0 and shutil.which("dovecot") is not None and (_POSTFIX / "master").exists()


class RealMail:
    """A small mail system: support@example.test and vera@customer.test, passwords `pw`."""

    password = "pw"
    users = ("support@example.test", "vera@customer.test", "away@customer.test")

    def __init__(self) -> None:
        self.root = Path(tempfile.mkdtemp(prefix="otklik-mail-"))
        self.smtp, self.imap, self.lmtp = free_port(), free_port(), free_port()

    def start(self) -> None:
        """Write the configuration, start both servers and wait for their ports."""
        self.root.chmod(0o755)
        words = {
            "root": self.root,
            "top": Path("/", self.root.parts[1]),
            "owner": _OWNER,
            "smtp": self.smtp,
            "imap": self.imap,
            "lmtp": self.lmtp,
            "size": SIZE_LIMIT,
        }
        self._start_dovecot(words)
        self._start_postfix(words)
        for port in (self.imap, self.lmtp, self.smtp):
            self._wait_for(port)

    def _start_dovecot(self, words: Mapping[str, object]) -> None:
        for folder in ("run", "vmail"):
            (self.root / folder).mkdir()
        os.chown(self.root / "vmail", _OWNER, _OWNER)
        users = "".join(f"{user}:{{PLAIN}}{self.password}\n" for user in self.users)
        (self.root / "users").write_text(users)
        (self.root / "users").chmod(0o644)
        (self.root / "dovecot.conf").write_text(_DOVECOT.format(**words))
        self._run("dovecot", "-c", str(self.root / "dovecot.conf"))

    def _start_postfix(self, words: Mapping[str, object]) -> None:
        for folder in ("pf", "pf/queue", "pf/data"):
            (self.root / folder).mkdir()
        postfix = pwd.getpwnam("postfix")
        os.chown(self.root / "pf/data", postfix.pw_uid, grp.getgrgid(postfix.pw_gid).gr_gid)
        (self.root / "pf/main.cf").write_text(_MAIN.format(**words))
        (self.root / "pf/master.cf").write_text(self._master())
        self._run("postfix", "-c", str(self.root / "pf"), "start")

    def _master(self) -> str:
        """Make master.cf from the distribution's: our port, and no chroot anywhere."""
        lines = []
        for line in Path("/usr/share/postfix/master.cf.dist").read_text().splitlines():
            if re.match(r"smtp\s+inet", line):
                lines.append(f"127.0.0.1:{self.smtp} inet n - n - - smtpd")
            elif re.match(r"[a-z]\S*\s+(?:unix|unix-dgram|inet)\s", line):
                fields = line.split(None, 7)
                fields[4] = "n" if fields[4] == "y" else fields[4]
                lines.append(" ".join(fields))
            else:
                lines.append(line)
        return "\n".join(lines) + "\n"

    def send_away(self, user: str) -> None:
        """Let a mailbox answer with a vacation notice."""
        home = self.root / "vmail" / user
        home.mkdir(exist_ok=True)
        script = home / ".dovecot.sieve"
        script.write_text(_VACATION.format(address=user))
        for path in (home, script):
            os.chown(path, _OWNER, _OWNER)

    def stop(self) -> None:
        """Stop both and remove everything."""
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("postfix", "-c", str(self.root / "pf"), "stop")
        with contextlib.suppress(subprocess.CalledProcessError):
            self._run("doveadm", "-c", str(self.root / "dovecot.conf"), "stop")
        shutil.rmtree(self.root, ignore_errors=True)

    @staticmethod
    def _run(*command: str) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)

    @staticmethod
    def _wait_for(port: int) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                return
            time.sleep(0.2)
        raise RuntimeError(f"nobody listens on port {port}")
