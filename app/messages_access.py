"""Sentences for what goes wrong with protected cases and their users; see `app.messages`."""

SENTENCES = {
    "case_protected": "{folder} is a protected case; nothing was opened. Say who you are ('--user') and give your "
    "passphrase: it is asked for, or read from ATTEST_PASSPHRASE or '--password-file'.",
    "passphrase_missing": "No passphrase was given for {user}, and nobody can be asked here; nothing was opened. Set "
    "ATTEST_PASSPHRASE, or give a file with '--password-file'.",
    "wrong_passphrase": "This is not the passphrase of {user}; nothing was opened, and the attempt is noted. Try "
    "again; who forgot it gets a new one from an administrator of the case.",
    "passphrase_wait": "Too many wrong passphrases for {user}; nothing was tried. Wait {seconds} s and try again.",
    "passphrase_first": "{user} was given a first passphrase by somebody else; nothing was done. Choose your own "
    "first: attest users CASE passphrase, or in the window.",
    "weak_passphrase": "This passphrase is too easy to guess; nothing was changed. Take at least {least} characters "
    "that can be typed: three or four words that do not belong together do well.",
    "same_passphrase": "The new passphrase is the old one; nothing was changed. Choose another.",
    "unknown_user": "{name} has no access to this case; nothing was opened or changed. Those who have: {names}.",
    "user_needed": "This case has several users; nothing was opened. Say who you are with '--user' or ATTEST_USER: "
    "{names}.",
    "access_withdrawn": "The access of {user} to this case was withdrawn; nothing was opened. Ask an administrator of "
    "the case.",
    "last_administrator": "{name} is the only administrator of this case; nothing was changed. Make somebody else one "
    "first, or nobody could give access any more.",
    "not_protected": "This case is not protected, so it has no users; nothing was changed. 'attest protect CASE' "
    "protects it.",
    "already_protected": "This case is protected already; nothing was changed. 'attest users CASE' lists who has "
    "access.",
    "keys_damaged": "The keys of this case are damaged ({detail}); nothing was opened or changed. Put case.keys back "
    "from a backup, or open the case with its recovery key: attest users CASE recover",
    "keys_changed": "case.keys was changed outside Attest: the entry of {whose} is not the one that the case's log "
    "tells of, so no new key was made. Find out who could write to the folder; then give access again to whose entry "
    "it is (attest users CASE add), or make a new recovery key, and change the keys.",
    "bad_recovery_half": "The {which} half of the recovery key cannot be used: {why}. Nothing was opened; look at the "
    "paper again.",
    "no_recovery_key": "This case cannot be opened with this recovery key: {why}. Nothing was changed.",
    "original_damaged": "The file is not what was written when it was encrypted ({detail}); nothing of it is shown. "
    "Put it back from a backup.",
    "not_allowed": "{user} may not do this ({act}) in this case: {roles}. Nothing was changed. Ask an administrator of "
    "the case ({administrators}).",
}
