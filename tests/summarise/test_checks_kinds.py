"""Two deeds of one verb, owners, limits, parts, what was only said: each true claim is supported, no false one is."""

from __future__ import annotations

import pytest

from summarise.support import Cited, judge

BORNE = [
    ("I tripped Otto and Otto tripped the clerk.", "Otto tripped the clerk."),
    ("I tripped Otto and Otto tripped the clerk.", "The witness tripped Otto."),
    ("The nurse of the patient cut me.", "The patient's nurse cut the witness."),
    ("Nils, who was beside Otto, cut me.", "Nils cut the witness."),
    ("A group of men kicked me.", "Men kicked the witness."),
    ("I met Nils with Otto, but Moira was late.", "Nils was with Otto."),
    ("The man hit Ann. Ben hit the woman.", "The man hit Ann."),
    ("Otto was suspected of poisoning the dog.", "Otto was suspected of poisoning the dog."),
    ("Moira reckons the barn was empty.", "Moira reckons the barn was empty."),
    ("She agreed to sell the lorry.", "She agreed to sell the lorry."),
    ("She will sell the lorry.", "She will sell the lorry."),
    ("She kept the will in the safe.", "She kept the will in the safe."),
    ("We'll sell the lorry at noon.", "We'll sell the lorry at noon."),
]
NOT_BORNE = [
    ("Moira slapped Nils and Nils slapped the porter.", "Moira slapped the porter."),
    ("I tripped Otto and Otto tripped the clerk.", "I tripped the clerk."),
    ("Nils scratched Moira and the porter scratched Nils.", "Nils scratched the porter."),
    ("My cousin's lodger took the bicycle.", "My cousin took the bicycle."),
    ("The nurse of the patient cut me.", "The patient cut me."),
    ("Moira's lorry was struck by Otto's bus.", "Moira struck Otto's bus."),
    ("Nils, who was beside Otto, cut me.", "Otto cut me."),
    ("My boss's son kicked me.", "My son kicked me."),
    ("It is untrue that she bit the porter.", "She bit the porter."),
    ("She is alleged to have bitten the porter.", "She bit the porter."),
    ("Otto was suspected of poisoning the dog.", "Otto poisoned the dog."),
    ("She was acquitted of burning the barn.", "She burned the barn."),
    ("She pretended to lock the gate.", "She locked the gate."),
    ("She avoided touching the lamp.", "She touched the lamp."),
    ("She stopped short of kicking the dog.", "She kicked the dog."),
    ("They came close to burning the barn.", "They burned the barn."),
    ("I doubt that the gate was locked.", "The gate was locked."),
    ("It is unlikely that the gate was locked.", "The gate was locked."),
    ("There was no evidence that the gate was locked.", "The gate was locked."),
    ("I dreamt that she bit the porter.", "She bit the porter."),
    ("Rumour has it that the barn was empty.", "The barn was empty."),
    ("Moira reckons the barn was empty.", "The barn was empty."),
    ("She was ordered to sell the lorry.", "She sold the lorry."),
    ("She agreed to sell the lorry.", "She sold the lorry."),
    ("She will sell the lorry.", "She sold the lorry."),
]


@pytest.mark.parametrize(("passage", "claim"), BORNE)
def test_what_the_passage_bears_is_supported(passage: str, claim: str) -> None:
    found = judge(claim, [Cited(passage)])
    assert found.support == "supported", found.reasons


@pytest.mark.parametrize(("passage", "claim"), NOT_BORNE)
def test_what_it_does_not_bear_is_not_supported(passage: str, claim: str) -> None:
    found = judge(claim, [Cited(passage)])
    assert found.support != "supported" and found.reasons
