"""Chat templates are strangers' programs: they set the prompt, or are left aside."""

from __future__ import annotations

import time

import pytest
from tiny_gguf import CHATML

from provenance.language import Prompt
from summarise.model.template import ChatTemplate

ASKED = Prompt("You read.", "Write claims. ", "the brief", "the passages", "\nNow answer.")
LLAMA_2 = (
    "{% if messages[0]['role'] == 'system' %}{% set loop_messages = messages[1:] %}"
    "{% set system_message = messages[0]['content'] %}{% else %}{% set loop_messages = messages %}"
    "{% set system_message = false %}{% endif %}{% for message in loop_messages %}"
    "{% if (message['role'] == 'user') != (loop.index0 % 2 == 0) %}"
    "{{ raise_exception('Conversation roles must alternate user/assistant') }}{% endif %}"
    "{% if loop.index0 == 0 and system_message != false %}"
    "{% set content = '<<SYS>>\\n' + system_message + '\\n<</SYS>>\\n\\n' + message['content'] %}"
    "{% else %}{% set content = message['content'] %}{% endif %}"
    "{{ bos_token + '[INST] ' + content.strip() + ' [/INST]' }}{% endfor %}"
)
GEMMA = (
    "{{ bos_token }}{% if messages[0]['role'] == 'system' %}{{ raise_exception('No system role') }}{% endif %}"
    "{% for message in messages %}{{ '<start_of_turn>' + message['role'] + '\\n' + message['content'] | trim }}"
    "{{ '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}"
)
LLAMA_3 = (
    "{%- if strftime_now is defined %}{% set day = strftime_now('%d %b %Y') %}{% else %}{% set day = '26 Jul 2024' %}"
    "{% endif %}{{- bos_token }}{%- for message in messages %}{{- '<|start_header_id|>' + message['role'] }}"
    "{{- '<|end_header_id|>\\n\\nToday: ' + day + '\\n' + message['content'] | trim + '<|eot_id|>' }}{%- endfor %}"
    "{%- if add_generation_prompt %}{{- '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{%- endif %}"
)
LOOPS = "{% for a in range(99999) %}{% for b in range(99999) %}{% for c in range(99999) %}"
HOSTILE = (
    f"{LOOPS}{'{% endfor %}' * 3}{{{{ messages }}}}",
    f"{LOOPS}{{{{ messages }}}}{'{% endfor %}' * 3}",
    f"{{% for a in 'x' %}}{LOOPS * 8}{'{% endfor %}' * 25}",  # more loops than Python compiles
    "{% set x = 'a' * 99999999999999 %}{{ messages }}",
    "{{ 9 ** 9 ** 9 }}{{ messages }}",
    "{% set n = namespace(x=99999) %}{% for a in range(99) %}{% set n.x = n.x * n.x %}{% endfor %}{{ messages }}",
    "{{ 'x' | center(99999999999999) }}{{ messages }}",
)


def whole(template: str) -> str:
    pieces = ChatTemplate(template, "<s>", "</s>").pieces(ASKED)
    return f"{pieces.head}{ASKED.aim}{pieces.middle}{ASKED.body}{pieces.tail}"


@pytest.mark.parametrize("template", [CHATML, LLAMA_2, GEMMA, LLAMA_3], ids=["chatml", "llama 2", "gemma", "llama 3"])
def test_known_templates_hold_every_part_once(template: str) -> None:
    told = whole(template)
    for part in ("You read.", "Write claims.", ASKED.aim, ASKED.body, "Now answer."):
        assert told.count(part) == 1
    assert told.startswith("<s>") and ChatTemplate(template).sha256
    places = [told.index(p) for p in ("You read.", "Write claims.", ASKED.aim, ASKED.body, "Now answer.")]
    assert places == sorted(places)


def test_a_template_that_knows_no_system_hears_it_from_the_user() -> None:
    assert "user\nYou read." in whole(GEMMA) and "system" not in whole(GEMMA)


@pytest.mark.parametrize(
    "template",
    [
        "",
        "{% for %}",
        "{{ messages[1].content * 2 }}",
        "{{ messages[0].role }} and nothing of what was asked",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.system('touch /tmp/attest-was-here') }}",
        "{{ 1 / 0 }}",
        "{{ no.such.thing }}",
        "{{ raise_exception('never') }}",
        "{% for x in range(999999999) %}x{% endfor %}",
        "{% macro again() %}{{ again() }}{% endmacro %}{{ again() }}",
        *HOSTILE,
    ],
)
def test_a_template_that_fails_or_loses_words_is_left_aside(template: str) -> None:
    begun = time.monotonic()
    told = whole(template)
    assert all(part in told for part in (ASKED.system, ASKED.opening, ASKED.aim, ASKED.body, ASKED.closing))
    assert ChatTemplate(template).sha256 == ""
    assert time.monotonic() - begun < 5
