"""Short papers as cases hold them: what passed between lawyer and client is held, what tells of a lawyer is not."""

from __future__ import annotations

import pytest

from ingest.privilege import signs
from provenance.records import Part

PRIVILEGED = {
    "consultation note": (
        "Consultation with client at Penholt police station, 9 June, 14.10 to 14.50. Client says he was\n"
        "at the tea stall. Disclosure read to him. Advised no comment, given how thin the evidence is.\n"
    ),
    "advised client": (
        "K Tarrow - custody, 9/6\n"
        "Saw client in cell. Explained disclosure. Advised client to make a prepared\n"
        "statement and no comment after. Client agrees. Bail back 1 July.\n"
    ),
    "telephone note": (
        "T/c to client re hearing on 4 July. Client instructs that he will plead not guilty. Advised "
        "him on\ncredit for plea and on the evidence of the footage. 2 units.\n"
    ),
    "note in shorthand": (
        "Clt seen at PS. Clt denies robbery, alibi = kiosk. Adv clt given re adverse inference. Advice "
        "given: no\ncomment i/v. DSCC 260509123.\n"
    ),
    "mail from solicitor": (
        "From: S Meade <s.meade@halloran-solicitors.example>\nTo: Kit Tarrow <kit@mail.example>\n"
        "Subject: Tuesday\n\n"
        "Kit, please be at the station for ten. We can talk about the interview before.\n"
    ),
    "mail to solicitor": (
        "From: kit@mail.example\nTo: s.meade@meadelaw.co.uk\nSubject: what I remember\n\n"
        "I did not tell the\npolice about the bag. Does this matter for my case?\n"
    ),
    "mail inside a firm": (
        "From: a.bell@bell-chambers.example\nTo: clerk@bell-chambers.example\nSubject: R v Tarrow\n\n"
        "The witness\nis weak. I would not call him at trial.\n"
    ),
    "mail through cjsm": (
        "From: s.meade@halloran-solicitors.co.uk.cjsm.net\nTo: kit@mail.example.cjsm.net\n"
        "Subject: Hearing\n\nThe court has moved the hearing.\n"
    ),
    "mail below an answer": (
        "From: kit@mail.example\nTo: mum@mail.example\nSubject: Fwd: Tuesday\n\nSee below mum x\n\n"
        "From: S Meade <s.meade@halloran-solicitors.example>\nTo: Kit Tarrow <kit@mail.example>\n"
        "Subject: Tuesday\n\nSay nothing in the interview until I am there.\n"
    ),
    "subject": (
        "From: claims@insurer.example\nTo: jo@mail.example\n"
        "Subject: RE: Tarrow v Rail - without prejudice\n\nWe offer £400.\n"
    ),
    "subject, marked": (
        "From: a@firm.example\nTo: b@mail.example\nSubject: Your matter: confidential & privileged\n\nSee you at ten.\n"
    ),
    "counsel's advice with no more than its title": (
        "IN THE MAGISTRATES' COURT AT PENHOLT\nREX\nv\nKIT TARROW\n\nFURTHER ADVICE\n\n"
        "1. I have been asked by those who instruct me to advise\nMr Tarrow whether the second count can be met.\n"
    ),
    "advice from chambers": (
        "Re: Kit Tarrow\nWRITTEN ADVICE\n1. The footage does not help him.\n2. He will want to hear that from me.\n"
        "Ada Bell\nStonegate Chambers\n"
    ),
    "counsel's opinion": (
        "JOINT OPINION\nWe are instructed on behalf of Mr Tarrow, and are to advise him together.\n"
        "In our view the search was lawful.\n"
    ),
    "letter of two turns": (
        "HALLORAN & MEADE LLP\nSolicitors\nDear Kit\n"
        "I have looked at your defence. I would plead guilty to the\n"
        "second charge. Come and see me on Monday.\nYours sincerely\nS. Meade\n"
    ),
    "letter from the client": (
        "Dear Ms Meade\nAs my solicitor you need to know that I had the bag. Should I tell the police?\n"
        "My hearing is on Friday.\nKit\n"
    ),
    "client asks": (
        "Halloran & Meade Solicitors, Corn Street\nDear Mr Halloran\n"
        "I want to instruct you. Please advise me if I should\nanswer questions. My trial is in July.\n"
    ),
    "notes for a solicitor": "Notes for my solicitor\n1. I was at the kiosk at 14.20.\n2. The bag was on the steps.\n",
    "questions for a barrister": "Questions for my barrister - Friday\nCan they use the footage?\n",
    "transcript of a call": "Transcript of call with his solicitor, HMP, 12 June\nA: What do I say about the bag?\n",
    "proof": "PROOF OF EVIDENCE\nDefendant: Kit TARROW   Our ref: SM/42\nI will say that I was at the kiosk.\n",
    "comments": "Client's comments on prosecution statements\nMarsh: wrong about the coat.\nSolicitor: SM\n",
    "brief": "BRIEF TO COUNSEL TO APPEAR FOR THE DEFENDANT\nCounsel is asked to apply for bail.\n",
    "in-house": (
        "MEMORANDUM\nTo: Chief Constable\nFrom: Force Solicitor, Legal Services Department\n"
        "Your position on the claim is\npoor. My advice is to settle.\n"
    ),
    "prosecutor": (
        "MG3\nREPORT TO CROWN PROSECUTOR FOR CHARGING DECISION\nProsecutor's advice: the evidence of the bag is thin.\n"
    ),
    "without prejudice": "Without prejudice\nDear Sirs\nOur client would accept £4,000.\n",
}

OPEN = {
    "witness tells of a solicitor": (
        "WITNESS STATEMENT\nStatement of: Ann BRIGGS\nI told my solicitor about it and my solicitor\n"
        "advised me to go to the police. I spoke to PC Dean about the interview on Monday.\n"
    ),
    "custody record": (
        "CUSTODY RECORD\n14:10 Solicitor Ms Meade arrives. 14:12 DP in consultation with solicitor.\n"
        "14:50 Consultation\nends. 15:00 Interview begins, solicitor present. 15:20 DP bailed.\n"
    ),
    "interview": (
        "RECORD OF INTERVIEW\nPersons present: DC Hale, K Tarrow, Ms Meade (solicitor)\n"
        "DC Hale: You do not have to say\n"
        "anything. Ms Meade: I have advised my client to answer no comment. Tarrow: No comment.\n"
    ),
    "letter to police": (
        "HALLORAN & MEADE LLP\nSolicitors\nDear Officer\n"
        "We act for Mr Tarrow. Our client will attend for interview.\nPlease send disclosure to our ref.\n"
        "Yours faithfully\n"
    ),
    "mail to police": (
        "From: s.meade@halloran-solicitors.example\nTo: hale@brackshire.police.uk\n"
        "Subject: Tarrow, interview\n\nMy client will attend on Tuesday. Please send disclosure.\n"
    ),
    "mail to the CPS": (
        "From: s.meade@halloran-solicitors.co.uk.cjsm.net\nTo: caseworker@cps.gov.uk\n"
        "Subject: R v Tarrow\n\nPlease serve the unused material. The trial is on 4 July.\n"
    ),
    "mail between firms": (
        "From: s.meade@halloran-solicitors.example\nTo: j.west@westlegal.example\nSubject: Claim\n\n"
        "Please find our\nclient's defence attached.\n"
    ),
    "mail among friends": (
        "From: jo@mail.example\nTo: kit@mail.example\nSubject: court\n\n"
        "My cousin lawrence@lawson.example says the\nhearing is on Monday. You should get a solicitor.\n"
    ),
    "expert's opinion": (
        "Report on a fall\nOPINION\nI have been asked by the police, who instruct me, for my opinion on the marks.\n"
        "The injury is one that a step of that height can cause.\n"
    ),
    "advice on a leaflet": "ADVICE\nKeep doors locked at night. Do not open to callers you do not know.\n",
    "newsletter": (
        "From: news@cityview.example\nTo: all@cityview.example\n"
        "Subject: Training on without prejudice talks\n\nBook your place on our course about settlement.\n"
    ),
    "social worker": (
        "Visit note\n"
        "Attended client at home. Client says that she is worried about the rent. Advised client to see "
        "the\ncouncil. Client agrees.\n"
    ),
    "estate agent": "Met client at the house. Client instructs us to sell. Advised him on the price.\n",
    "officer's notebook": (
        "Pocket note book, PC 12 DEAN\n"
        "15.02 Spoke to duty solicitor, who states client will answer no comment in\n"
        "interview. 15.10 Custody sergeant told.\n"
    ),
    "officer's memo": (
        "To: DS Cole\nFrom: PC Dean\n"
        "The suspect's solicitor was called at 14.10. He made no comment in interview.\n"
        "Please arrange bail.\n"
    ),
    "article": (
        "What is legal advice privilege?\n"
        "Legal advice is protected so that a client may speak to a solicitor in\n"
        "confidence. The court will not order disclosure. The prosecution may not see it.\n"
    ),
    "policy": (
        "Policy on solicitors in custody\n"
        "Every detained person may have legal advice. The custody officer must note the\n"
        "time at which the solicitor was called.\n"
    ),
    "chat": "Kit: my brief says say nothing\nJo: get a better solicitor lol\nKit: court is friday\n",
    "shop mail": (
        "From: sales@lawnmowers.example\nTo: kit@mail.example\nSubject: your claim\n\n"
        "Your claim for a new blade is settled.\n"
    ),
    "court list": (
        "PENHOLT MAGISTRATES' COURT\n"
        "R v Tarrow: plea and trial hearing. Solicitor: Halloran & Meade. Counsel: A. Bell.\n"
    ),
    "served statement": "DEFENCE STATEMENT\nTo: the Court and the prosecutor\nThe nature of the defence is alibi.\n",
    "bank": (
        "Dear Mr Tarrow\nYour case has been passed to our claims team. Please send your bank's details.\n"
        "Yours sincerely\n"
    ),
}


def codes(text: str) -> set[str]:
    return {notice.code for notice in signs([Part(0, "block", text)])}


@pytest.mark.parametrize("name", PRIVILEGED)
def test_held(name: str) -> None:
    assert codes(PRIVILEGED[name])


@pytest.mark.parametrize("name", OPEN)
def test_not_held(name: str) -> None:
    assert not codes(OPEN[name])


def test_a_mail_whose_head_is_one_paragraph_each() -> None:
    lines = PRIVILEGED["mail from solicitor"].split("\n")
    assert signs([Part(n, "paragraph", line + "\n") for n, line in enumerate(lines)])


def test_the_page_of_a_sign() -> None:
    pages = [Part(0, "page", "Exhibit list\n", page=1), Part(1, "page", PRIVILEGED["consultation note"], page=2)]
    assert [n.place for n in signs(pages) if n.code == "attendance_note"][-1] in ("page=1", "page=2")
