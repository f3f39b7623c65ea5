"""Sentences written down with their times before they were read: half of them traps, of no story that is known."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from summarise.timeline.account import Account
from summarise.timeline.paper import Paper
from summarise.timeline.read import Lost, Read, Said

MADE = Paper(2025, date(2025, 6, 20))
ON = "On Tuesday 10 June 2025 I was at home."  # whose day holds for the sentence that follows it
HOME = "10/11"  # what that sentence is: the whole of the day
# Sentences, and what they tell: "10 22:00" a moment in June; "10 20:00/11 06:00" from one to the other, of whole days
# without clocks; "6/2 …" another month; "apart …" words that are listed apart.
SENTENCES: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    # Whole days, and parts of them
    (("I was on patrol on the night of 10 June 2025.", "I began at 10 pm.", "At 02:05 an alarm went off."),
     ("10 20:00/11 06:00", "10 22:00", "11 02:05")),
    (("During the morning of 10 June 2025 I cleaned the hall.", "At 11.15 the bell rang."),
     ("10 05:00/10 12:00", "10 11:15")),
    (("In the early hours of 11 June 2025 a window was broken.", "I rang the police at 03:40."),
     ("11 00:00/11 06:00", "11 03:40")),
    (("This was the evening of Friday 13 June 2025.", "She left at 7.45 pm."), ("13 17:00/14 00:00", "13 19:45")),
    (("Overnight on 12 June 2025 the fence was cut.",), ("12 20:00/13 06:00",)),
    # Ranges with both ends
    (("Between 12 and 13 June 2025 my shed was emptied.",), ("12/14",)),
    (("From 5 to 8 June 2025 we were in Wales.", "I found the door open at 6 pm on 8 June 2025."),
     ("5/9", "08 18:00")),
    (("The flat was empty 5–8 June 2025.",), ("5/9",)),
    (("Over the weekend of 14/15 June 2025 the yard stood open.",), ("14/16",)),
    (("The lock was forced overnight 14/15 June 2025.", "The alarm company rang at 1.30 am."),
     ("14 20:00/15 06:00", "15 01:30")),
    (("It was taken on the night of 14 to 15 June 2025.",), ("14 20:00/15 06:00",)),
    (("Between Friday 13 and Sunday 15 June 2025 nobody used the van.",), ("13/16",)),
    (("It went between 30 May and 2 June 2025.",), ("5/30/6/3",)),
    (("Between 12/06/2025 and 14/06/2025 the meter was changed.",), ("12/15",)),
    (("Between 6 pm on 14 June 2025 and 8 am on 15 June 2025 the trailer was taken.",), ("14 18:00/15 08:00",)),
    (("The weekend of 14 June 2025 was wet.",), ("14/16",)),
    # Days named by others
    ((ON, "My brother had rung the day before at 4 pm.", "I went to bed at 11 pm."),
     (HOME, "09 16:00", "10 23:00")),
    ((ON, "The next morning at 9 I rang the council."), (HOME, "11 09:00")),
    ((ON, "Two days later at noon he was back."), (HOME, "12 12:00")),
    ((ON, "That evening at 8.30 the lights failed."), (HOME, "10 20:30")),
    ((ON, "The evening before at about 7 pm she had been crying."), (HOME, "09 19:00")),
    ((ON, "The day after, at 10:15 in the morning, I went to the station."), (HOME, "11 10:15")),
    ((ON, "Three nights later at 11 pm I heard it again."), (HOME, "13 23:00")),
    ((ON, "He had promised it the previous week.", "Later that day, at 5 pm, he called."), (HOME, "10 17:00")),
    (("On 10 June 2025 at 23:40 I shut up.", "At midnight on 10 June 2025 the lights went out."),
     ("10 23:40", "11 00:00")),
    (("At midnight on 10 June 2025 the lights went out.",), ("apart midnight",)),
    # What is told, but not as happened
    ((ON, "If she had left at 8 pm she would have met us."), (HOME, "apart 8 pm")),
    ((ON, "Had I been in the yard at 9 pm I would have heard it."), (HOME, "apart 9 pm")),
    ((ON, "He did not ring at 7 pm."), (HOME, "apart 7 pm")),
    ((ON, "My uncle never came back at 22:00."), (HOME, "apart 22:00")),
    ((ON, "He denies that he was there at 9 pm."), (HOME, "apart 9 pm")),
    ((ON, "The office closes at 5.30 pm."), (HOME, "apart 5.30 pm")),
    ((ON, "I usually finish at 5 pm."), (HOME, "apart 5 pm")),
    ((ON, "The plan was to meet at 9 pm outside the bank."), (HOME, "apart 9 pm")),
    ((ON, "We were going to drive up at 9 pm."), (HOME, "apart 9 pm")),
    ((ON, "She told me that she would be home by 6 pm."), (HOME, "apart by 6 pm")),
    ((ON, "I was supposed to start at 10 pm but I got in at 10.20 pm."), (HOME, "apart 10 pm", "10 22:20")),
    # What looks so and did happen
    ((ON, "I did not get home until 7 pm."), (HOME, "10 19:00")),
    ((ON, "When I got there at 7 pm he was not in."), (HOME, "10 19:00")),
    ((ON, "I don't know her name, but at 7 pm she came in."), (HOME, "10 19:00")),
    ((ON, "The shop was shut when I came by at 6 pm."), (HOME, "10 18:00")),
    ((ON, "At 9 pm he did not answer the door."), (HOME, "10 21:00")),
    ((ON, "I was going home at 9 pm when I saw the smoke."), (HOME, "10 21:00")),
    # Numbers that only look like times
    ((ON, "I live at 10.30 Mill Lane."), (HOME,)),
    ((ON, "The ticket was £10.30 and the taxi came to 11.40."), (HOME,)),
    ((ON, "She lives at flat 12.15 on the top floor."), (HOME,)),
    ((ON, "It is at page 10.30 of the bundle."), (HOME,)),
    ((ON, "The oven was at 19.30 degrees, the eggs at 2.40 a dozen."), (HOME,)),
    ((ON, "The final score was 21:19 to the visitors."), (HOME,)),
    ((ON, "Mix it at a ratio of 10:15 with water."), (HOME,)),
    # Written when the rules were done, to see how they hold
    (("I was staying with my aunt for the night of 12 June 2025.", "A car came at about 11.30 pm.",
      "It drove off at ten past one."),
     ("12 20:00/13 06:00", "12 23:30", "13 01:10")),
    (("On the afternoon of Thursday 12 June 2025 I walked the dog.", "At 4.15 I passed the lock."),
     ("12 12:00/12 18:00", "12 16:15")),
    (("Sometime between the 12th and 14th June 2025 the bike went.",), ("12/15",)),
    (("The burglary was on either 12 or 13 June 2025.",), ("12/14",)),
    (("We were abroad 1st to 9th June 2025 inclusive.",), ("1/10",)),
    (("I last saw the ring on Friday 6 June 2025 at about 5 pm and noticed it gone on Monday 9 June 2025 at 7.30 am.",),
     ("06 17:00", "09 07:30")),
    (("From 10 pm on 11 June 2025 to 6 am on 12 June 2025 I was on watch.",), ("11 22:00/12 06:00",)),
    ((ON, "A week earlier, at 3 pm, we had met."), (HOME, "03 15:00")),
    ((ON, "The following evening at 8 pm he came round."), (HOME, "11 20:00")),
    ((ON, "The night before at 11 pm there was shouting."), (HOME, "09 23:00")),
    ((ON, "At 9.40 pm that night I locked the back door.", "Just after half past one I heard steps."),
     (HOME, "10 21:40", "11 01:30")),
    ((ON, "I should have finished at 6 pm."), (HOME, "apart 6 pm")),
    ((ON, "He hadn't come home by 11 pm."), (HOME, "apart by 11 pm")),
    ((ON, "I intended to catch the 21:15 but I rang her at 9 pm instead."), (HOME, "10 21:00")),
    ((ON, "They'd agreed that the van would leave at 22:00."), (HOME, "apart 22:00")),
    ((ON, "On weekdays the depot shuts at 7 pm."), (HOME, "apart 7 pm")),
    ((ON, "I didn't think anything of it, but at 8 pm the van was still there."), (HOME, "10 20:00")),
    ((ON, "Whatever she says, I saw him at 8 pm."), (HOME, "10 20:00")),
    ((ON, "I had intended to stay, though I left at 8 pm."), (HOME, "10 20:00")),
    ((ON, "She would not let me in at 8 pm."), (HOME, "apart 8 pm")),
    ((ON, "He refused to leave and at 8 pm I called you."), (HOME, "10 20:00")),
    ((ON, "My address is 12.30 Canal Street."), (HOME,)),
    ((ON, "A coffee is 3.40 and a tea 2.10."), (HOME,)),
    ((ON, "It measured 11.20 by 12.40 metres."), (HOME,)),
    ((ON, "Body temperature was at 36.20 when tested."), (HOME,)),
    ((ON, "The home side led 15:10 by then."), (HOME,)),
)  # fmt: skip


def read(texts: tuple[str, ...]) -> list[Read | Lost]:
    return list(Account([Said(10 * n, 10 * n + 9, text) for n, text in enumerate(texts)], MADE).times())


def told(one: Read | Lost) -> str:
    """What was read, as it is written above."""
    if isinstance(one, Lost):
        return f"apart {one.words}"
    if one.start == one.end:
        return f"{one.start:%d %H:%M}"
    plain = f"{one.start:%H:%M}{one.end:%H:%M}" == "00:0000:00"
    if not plain:
        return f"{one.start:%d %H:%M}/{one.end:%d %H:%M}"
    june = one.start.month == one.end.month == 6
    return "/".join(f"{d.day}" if june else f"{d.month}/{d.day}" for d in (one.start, one.end))


@pytest.mark.parametrize(("texts", "expected"), SENTENCES, ids=lambda x: x[-1][:40])
def test_the_times_that_a_person_reads_in_them(texts: tuple[str, ...], expected: tuple[str, ...]) -> None:
    assert Counter(told(one) for one in read(texts)) == Counter(expected)
