"""Sentences on backups, on putting a case back, and on damage."""

SENTENCES = {
    "no_room": "{path} has {free} free, and {needed} are needed; nothing was written. Free some space, or choose "
    "another place.",
    "not_a_backup": "{path} is not a backup that Attest wrote; nothing was changed. Choose the folder that holds "
    "backup.json.",
    "backup_damaged": "The backup {path} is damaged: {file} is missing or is not as it was written. Nothing was put "
    "back. Use another copy of it.",
    "backup_newer": "The backup {path} was written by a newer Attest; nothing was put back. Use the newer version.",
    "backup_not_opened": "{folder} is what a backup holds, and is not worked on; nothing was changed. Put it back in a "
    "new folder: attest restore BACKUP --out FOLDER",
    "nothing_saved": "Nothing of the case's record could be read; nothing was written. Keep the folder: the originals "
    "lie in its folder originals, named by their SHA-256. Use a backup.",
    "rescue_protected": "{path} is of a protected case; nothing was written. That is done by command line, where the "
    "passphrase is asked for: attest restore --help",
    "migration_not_undone": "The case stays as it is: {why}. To go back to an earlier state, use a backup: attest "
    "restore BACKUP --out FOLDER",
}
