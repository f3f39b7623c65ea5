"""Words of the badge of being offline, of the dialog behind it, and of the self-test."""

from __future__ import annotations

SINCE = "No outside connection since {since}"
REFUSED = "{count} refused"
PASSED, FAILED, NOT_RUN = "self-test passed {when}", "self-test failed {when}", "self-test not run"
RUNNING = "self-test running"
BADGE = "What was seen of the network, and what holds on this system"

MENU = "Test being offline"
TESTING = "Testing being offline"
DONE_PASSED = "The self-test of being offline passed; it is in the log"
DONE_FAILED = "The self-test of being offline failed; what failed is in the log, and behind the badge at the top"

TITLE = "Being offline on this system"
SEEN_HEAD = "What was seen"
SEEN_NONE = "Since {since}, when this case was opened, no connection to another machine was asked for."
SEEN_REFUSED = (
    "Since {since}, when this case was opened, {count} asked for and refused. {addresses}. None was made, as far as "
    "this could be seen."
)
MEANS_HELD = (
    "By which means: the system itself gives this program, and all that it has started, no socket of a network. Code "
    "that is not Python's is held by that, too. Refused attempts are counted where Python made them."
)
MEANS_WATCHED = (
    "By which means: Python's own record of connections, which refuses them. Code that is not Python's is not seen by "
    "it: this reports, it does not prove."
)
MEANS_CHILDREN = (
    "By which means: the system gives the processes that read evidence no socket of a network. The program itself is "
    "watched by Python's own record of connections alone, which does not see code that is not Python's."
)
FILES_HELD = (
    "Processes that read evidence can open no file but Attest's own, the system's libraries and the models they are "
    "given, and write only in a folder that goes with them (Landlock, version {abi})."
)
FILES_OPEN = "Processes that read evidence can open the files that your account can; they are given the path of none."
FILES_UNKNOWN = "No process that reads evidence has been started yet; what holds of it is told once one has."
NOT_HELD_HEAD = "What does not hold here"
ALL_HELD = "Nothing that this version asks the system for was missing."
TEST_HEAD = "The last self-test of this case on this machine"
TEST_NONE = "It was not run with this version of Attest on this machine, or its result is not in this case's log."
TEST_PASSED = "Passed, {when}."
TEST_FAILED = "Failed, {when}. What failed: {failed}."
TEST_SOMETHING = "a call to an address elsewhere, or a limit that did not hold"
TEST_COUNTED = "Of its system calls, {count} went to another address."
TEST_NOT_COUNTED = "Its system calls were not counted."
TEST_NAMESPACE = "It ran in a network without interfaces."
TEST_NO_NAMESPACE = "It ran on this machine's own network."
RUN = "Run the self-test"
MORE = "How the self-test works, and what holds on which system, stands in docs/security.md."
