"""Opens a backup file with nothing of ours: decrypt.py FILE PASSWORD-FILE > ARCHIVE

From the description of the format alone, for a comparison with the agent byte by byte.
"""

import hashlib
import sys

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SALT = b"ProxPanel-Backup-Encryption-2024"

with open(sys.argv[1], "rb") as file:
    content = file.read()
with open(sys.argv[2], "rb") as file:
    password = file.read()

magic, licence, rest = content.split(b"\n", 2)
assert magic == b"PROXPANEL_ENCRYPTED_BACKUP_V2", magic
assert licence.startswith(b"LICENSE_KEY="), licence
for key in (SALT + password, password + SALT):
    try:
        archive = AESGCM(hashlib.sha256(key).digest()).decrypt(rest[:12], rest[12:], None)
        break
    except InvalidTag:
        pass
else:
    sys.exit("No order of salt and password opens the file.")
sys.stdout.buffer.write(archive)
