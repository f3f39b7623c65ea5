"""Longer accounts in plain words, as they are taken down: what differs in them, and nothing else, has to be found."""

from __future__ import annotations

from accounts_case import Accounts

MARINA = Accounts(
    {
        "Peter GALE": (
            "I keep a narrowboat at Fenwick Marina. On the evening of Friday 17 April 2026 I was on deck having a cup "
            "of tea. It was getting dark. I heard an engine and saw a small boat come in without lights. There were "
            "three people in it. One of them, a tall man in a yellow oilskin, stepped on to the pontoon and walked to "
            "the fuel store. I watched him break the padlock with a crowbar. That was at about ten to nine, because "
            "the news had not started. He carried out two jerry cans. He had a beard. He got back into the boat and "
            "they went off upstream, towards the lock. I telephoned the marina office at 8.55 pm. Nobody answered. I "
            "would put him at about forty. He did not look at me. The dog on the next boat barked the whole time."
        ),
        "Wendy SLOANE": (
            "I am the night manager of Fenwick Marina. On Friday 17 April 2026 I started work at 6 pm. I was in the "
            "office doing the accounts. At 9.25 pm I heard somebody breaking the padlock of the fuel store. I looked "
            "out of the window. A man came out with a jerry can in each hand. He was wearing an orange jacket. I "
            "could see there were two people in the boat waiting for him. He was clean shaven, I saw his face in the "
            "lamp. The boat went downstream in the direction of the weir. The telephone in the office did not ring "
            "that evening. I rang the police at 9.30 pm. I have been told that five cans are missing. My own car is a "
            "blue Fiesta."
        ),
        "Marcus BELL": (
            "On 17 April 2026 I was fishing from the bank opposite Fenwick Marina with my nephew. We packed up at "
            "half past nine. A little after nine a boat with no lights passed me going downstream. There were two "
            "lads in the boat and a man at the tiller. The man at the tiller had a dark coat. I did not see anyone at "
            "the fuel store. My nephew says he saw a woman on the pontoon. I had caught three bream."
        ),
    },
    (
        ("colour", "yellow", "orange"),
        ("number", "three people", "two people"),
        ("denial", "beard", "clean"),
        ("direction", "upstream", "downstream"),
    ),
)
BUS = Accounts(
    {
        "Sunita RAO": (
            "I was a passenger on the number 9 bus on Tuesday 3 March 2026. I got on at the hospital at 4.10 pm. A "
            "boy of about fifteen in a grey hoodie was sitting behind the driver. When we got to Quay Street a man "
            "got on and began to shout at the driver. The man slapped the driver across the face. He was a white man "
            "with ginger hair and he had a can of beer in his left hand. An old lady told him to stop. The boy in the "
            "hoodie pulled him away. The man then got off and ran across the road into the park. The driver was "
            "bleeding from her nose. It was 4.35 pm when it happened, I looked at the display."
        ),
        "Derek OWEN": (
            "I drive the number 9. On Tuesday 3 March 2026 I was not driving, I was travelling home as a passenger in "
            "uniform. My colleague Carol HINDS was at the wheel. At about 4.30 pm, in Quay Street, a man got on. He "
            "would not pay. He shouted at Carol and then he punched her in the face. He had black hair, very short. "
            "He was holding a bottle of cider. It was me who pulled him off her. He ran off towards the bus station. "
            "I would say he was in his fifties. I called the police on my radio."
        ),
        "Carol HINDS": (
            "I have driven buses for eleven years. On Tuesday 3 March 2026 I was driving the number 9. In Quay Street "
            "a man got on and refused to pay his fare. I told him to get off. He hit me once with his open hand. My "
            "nose bled. Derek pulled him away from me. I did not see where he went. I did not see a bottle. He had "
            "reddish hair. I have not been back to work since. The time was 16:35 by the ticket machine."
        ),
    },
    (
        ("action", "slapped", "punched"),
        ("colour", "ginger", "black"),
        ("direction", "park", "bus station"),
    ),
)
FARM = Accounts(
    {
        "Alun PRICE": (
            "I farm at Ty Coch. On the night of 21 February 2026 I was woken by the dogs. I looked at the bedside "
            "clock and it was 1.40 am. I went to the window. There was a white van in the yard with its back doors "
            "open. I saw two men loading my quad bike. One of them saw me and they jumped in. The van went down the "
            "lane and turned left at the bottom, towards Llanfair. I got a part of the number, it ended in KDX. I ran "
            "after it in my slippers but it was gone. Rhys from next door came over. I had not locked the barn. The "
            "quad bike is red."
        ),
        "Rhys MORGAN": (
            "I live at the bottom of the lane below Ty Coch. In the early hours of 21 February 2026 I was up with a "
            "calving cow. At 2.15 am a dark van came down the lane with no lights on. It turned right at the bottom "
            "and went off towards the main road. There were three men in the front of it. I thought nothing of it at "
            "the time. I went up to see Alun. He told me that the barn had been locked. He was very shaken. His quad "
            "is a red Honda."
        ),
        "PC 881 TUDOR": (
            "I attended Ty Coch Farm at 0305 hours on 21 February 2026. I spoke to Mr PRICE and Mr MORGAN. The lock "
            "on the barn had been cut. I saw tyre marks in the lane turning left at the junction. I was told that the "
            "van was white. I made a search of the lane with a negative result. There were no other vehicles in the "
            "yard. I recovered a pair of gloves."
        ),
    },
    (
        ("colour", "white", "dark"),
        ("number", "two men", "three men"),
        ("direction", "left", "right"),
        ("denial", "not locked", "been locked"),
    ),
)
FLAT = Accounts(
    {
        "Tanya WEST": (
            "I live in Flat 4. On Sunday 14 June 2026 I had friends round for dinner. At about 11 pm I heard a woman "
            'screaming in the flat above. Then I heard a man say "Get out". There was a thud. I went out on to the '
            "landing and met Mr KEANE coming down the stairs. He was carrying a suitcase. He had blood on his shirt, "
            "which was white. He said he had cut himself. He went out of the back door. I rang 999 from the hall. The "
            "ambulance came at 11.20 pm. I know Mr KEANE by sight, he has lived there for two years."
        ),
        "Josh ADEYEMI": (
            "I was visiting Tanya WEST on Sunday 14 June 2026. There were six of us at the table. I heard shouting "
            "upstairs at about half past eleven. It was a man and a woman. I did not hear any screaming. I went out "
            "with Tanya. Mr KEANE came down the stairs. He had nothing in his hands. He was wearing a blue shirt and "
            "there was no blood on it. He left by the front door and I heard a car start. I rang for the ambulance "
            "myself, from my mobile."
        ),
        "Liam KEANE": (
            "On Sunday 14 June 2026 I was at home with my wife. We had an argument. I never touched her. She fell "
            "over the cat. I left at about 10.30 pm by the front door to get some air. I was wearing a blue shirt. I "
            "took nothing with me. I walked to the canal and sat there. I did not see anybody on the stairs."
        ),
    },
    (
        ("time", "11 pm", "half past eleven"),
        ("colour", "white", "blue"),
        ("denial", "blood", "no blood"),
        ("place", "back door", "front door"),
    ),
)
SHOP = Accounts(
    {
        "Farah SIDDIQUI": (
            "I am a sales assistant at Brightwell Jewellers in Abbey Row. On Thursday 5 February 2026 I was behind "
            "the main counter. Shortly before closing, at 5.20 pm, two people in motorcycle helmets came through the "
            "front door. One had a sledgehammer and the other had a blue holdall. The one with the hammer smashed the "
            "left-hand cabinet. He hit it four times. My manager, Mr LENNOX, pressed the alarm. They took about "
            "thirty rings. They got on to a black scooter and rode off up Abbey Row towards the cathedral. A security "
            "man from the bank tried to stop them. I was very frightened. I have worked there for six years."
        ),
        "Gerald LENNOX": (
            "I manage Brightwell Jewellers. On Thursday 5 February 2026 we were about to close. At 5.35 pm two men "
            "wearing crash helmets came in by the front door. One was carrying an axe and the other a red bag. The "
            "taller one broke the glass of the cabinet on the right. I counted three blows. I pressed the panic "
            "button under the desk. It was all over in a minute. I ran out after them. They were on a white moped and "
            "they turned down towards the river. I estimate the loss at forty thousand pounds. My assistant was "
            "hiding behind the counter."
        ),
        "Ian CROSS": (
            "I am a security guard at the bank in Abbey Row. On 5 February 2026 I heard glass breaking and an alarm. "
            "I saw two men run out of the jewellers. A man in a suit was chasing them. They jumped on a black scooter "
            "with no number plate. It went up past me towards the cathedral. I did not try to stop them, I was too "
            "far away. I noted the time in my book as 17:21. It was raining heavily."
        ),
    },
    (
        ("colour", "blue", "red"),
        ("colour", "black", "white"),
        ("number", "four times", "three blows"),
        ("direction", "cathedral", "river"),
    ),
)
SCHOOL = Accounts(
    {
        "Jane ORME": (
            "I am the caretaker of St Anne's School. On Monday 11 May 2026 I locked the gates at 6 pm as usual. At "
            "about 7.15 pm I saw smoke coming from the bicycle shed. I saw three girls climbing over the wall. One of "
            "them had long fair hair and a denim jacket. Another was holding a petrol can. They ran across the "
            "playing field to the allotments. I fetched the extinguisher. The shed was locked, I am sure of it. The "
            "fire brigade came at 7.40 pm."
        ),
        "Bob TURVEY": (
            "I was working on my allotment on Monday 11 May 2026. At about half past six there was a bang and I saw "
            "flames from the school. Two boys came over the school wall. Neither of them was carrying anything. One "
            "had a leather jacket on, brown I think. They went off down Chapel Lane. Nobody came through the "
            "allotments, I would have seen them. I had seen the door of the shed standing open earlier in the day. I "
            "telephoned the fire brigade. I was planting beans."
        ),
    },
    (
        ("time", "7.15", "half past six"),
        ("direction", "allotments", "Chapel Lane"),
        ("denial", "locked", "open"),
    ),
)
# Three who tell the same.
CAFE = Accounts(
    {
        "Nora BYRNE": (
            "On Saturday 2 May 2026 at 12.30 pm I met my sister in the Corner Cafe. We sat by the window. There was a "
            "couple at the next table. The woman had red hair and a green dress. The man was wearing a dark suit. "
            "They were arguing. At one point she threw her coffee at him. He stood up and left. He forgot his "
            "umbrella. I paid the bill, which was £14.60. The waitress was very kind."
        ),
        "Grace LIM": (
            "I am a waitress at the Corner Cafe. On Saturday 2 May 2026 I was serving from ten until four. At about "
            "half past twelve two ladies came in and sat by the window. At the next table were a man and a woman. The "
            "man had on a dark grey suit. She was wearing a green dress. They had two coffees and a scone. She threw "
            "her drink over him. He walked out. He left an umbrella, which I put behind the counter. One of the "
            "ladies paid with a ten pound note and a five. A boy in a blue coat came in later and asked for change. I "
            "finished at 4.15 pm."
        ),
        "Oscar VALE": (
            "I was in the Corner Cafe with my wife on Saturday 2 May 2026. She was wearing her green dress. We had a "
            "disagreement about money and she threw coffee at me. I got up and went home. I took the number 12 bus. I "
            "was wearing my charcoal suit. I got home at about 1.30 pm. I have two suits."
        ),
    },
    (),
)
MORE = {
    "marina": MARINA,
    "bus": BUS,
    "farm": FARM,
    "flat": FLAT,
    "shop": SHOP,
    "school": SCHOOL,
    "cafe": CAFE,
}
