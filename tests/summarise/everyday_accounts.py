"""Small everyday cases with what differs between their accounts; whatever else seems to differ is of other things."""

from __future__ import annotations

from accounts_case import Accounts

EVERYDAY = {
    "till": Accounts(
        {
            "Mina SHAH": (
                "On Friday 6 March 2026 I was on the till at Dawes Newsagents in Pinner Lane. At 8.40 pm a man in a "
                "grey hoodie came in. He pointed a screwdriver at me. He told me to open the till. I opened it. He "
                "took about £350 from the till. He also took a bottle of vodka. He ran out and turned left. I pressed "
                "the alarm at 8.43 pm. My brother Amit was in the stockroom."
            ),
            "Amit SHAH": (
                "I own Dawes Newsagents. On Friday 6 March 2026 I was in the stockroom at about 8.40 pm. I heard my "
                "sister shout. I came out and saw a man leaning over the counter. He was pointing a kitchen knife at "
                "my sister. He took £600 from the till, I have the till roll. He ran out and turned right into Pinner "
                "Lane. I paid £200 for the camera last year. It was not working."
            ),
            "Lorna BEST": (
                "On Friday 6 March 2026 I was at the bus stop across from Dawes Newsagents. A man in a grey hoodie "
                "ran out of the shop at 8.55 pm. He dropped a bottle. He got into a silver car. I took £20 from the "
                "cash machine afterwards. Mina SHAH came out crying."
            ),
        },
        (
            ("number", "350", "600"),
            ("direction", "left", "right"),
        ),
    ),
    "wedding": Accounts(
        {
            "Dale IRWIN": (
                "On Saturday 21 March 2026 I was at a wedding at the Grange Hotel. The fight happened in the marquee. "
                "Kevin MOSS was hit by Barry TODD with a chair. Kevin fell over. Somebody called the police at 11.05 "
                "pm. The police arrived at 11.20 pm. I drove home with my wife."
            ),
            "Zoe FRITH": (
                "On Saturday 21 March 2026 I was a guest at the Grange Hotel. The fight happened in the hotel bar. I "
                "saw Stuart VINE hit Kevin MOSS with a bottle. I called an ambulance myself. The police arrived at "
                "about 11.45 pm. The band was still playing in the marquee. I got home at 1 am."
            ),
            "Kevin MOSS": (
                "On Saturday 21 March 2026 I was at the Grange Hotel. I was struck from behind. I do not know who "
                "struck me. I was taken to hospital. I had paid Barry TODD £80 for the taxi."
            ),
        },
        (
            ("place", "marquee", "bar"),
            ("person", "TODD", "VINE"),
            ("time", "11.20", "11.45"),
        ),
    ),
    "courier": Accounts(
        {
            "Edith WARD": (
                "On 11 May 2026 a man telephoned me at 9.30 am. He said he was from the bank. I took £4,500 out of "
                "the bank in Hope Street. I put it in an envelope. A courier came to my door at 1.15 pm. I gave him "
                "the envelope in the porch. He had a blue van. The registration of the van was BX19 TLK. I was very "
                "upset."
            ),
            "Owen PRATT": (
                "On 11 May 2026 I collected an envelope from Mrs WARD. I drive a blue van. The registration of my van "
                "is BX19 TKL. I was paid £50. I did not open the envelope. I gave it to a man at the services."
            ),
            "Clive HURST": (
                "On 11 May 2026 I was working at the bank in Hope Street. Mrs WARD took £5,400 out of the bank. I "
                "asked her what it was for. She said it was for a builder. I have worked there for nine years."
            ),
        },
        (
            ("number", "4,500", "5,400"),
            ("number", "TLK", "TKL"),
        ),
    ),
    "shots": Accounts(
        {
            "Abdi NUR": (
                "On 30 March 2026 I was in the car park of the Falcon. I heard an argument. A man in a long coat "
                "fired three shots at a black Audi. The Audi drove off towards the flyover. I hid behind a wall. I "
                "rang 999 at 22:14."
            ),
            "Carla MUNN": (
                "On 30 March 2026 I was getting into my car in the car park of the Falcon. A man in a long coat fired "
                "one shot into the air. The Audi drove off towards the flyover. Police arrived at 22:30."
            ),
            "Jermaine POLE": (
                "On 30 March 2026 I was in the black Audi at the Falcon. Nobody fired a shot. A tyre burst. We drove "
                "off. Police arrived at 22:31."
            ),
        },
        (
            ("number", "three shots", "one shot"),
            ("denial", "fired", "Nobody fired"),
        ),
    ),
    "shopping": Accounts(
        {
            "Faye DOBBS": (
                "On 12 May 2026 I went to the Co-op at 9.15 am. I took £40 out of the cash machine. Two lads were "
                "fighting in the car park. One hit the other with a stick. A man ran into the shop at about 9.20 am. "
                "I paid £12 for my shopping. The manager called the police at 9.25 am."
            ),
            "Glen MAPP": (
                "On 12 May 2026 I was working at the Co-op. At 11.40 am I took £300 out of the safe. A man came into "
                "the shop just before half past nine and asked for help. I hit the shutter with a broom to close it. "
                "The fight in the car park was over by then. A customer paid £30 for wine. There was an argument in "
                "the kitchen about holidays."
            ),
            "Ines ROCHA": (
                "On 12 May 2026 I was in the car park of the Co-op. A lad hit another lad with a stick. The police "
                "arrived at 9.40 am. An ambulance arrived at 9.50 am. The police left at 10.30 am. My car was hit by "
                "a trolley in March. I had an argument in the car park with my husband about it. My number is 07700 "
                "900123."
            ),
        },
        (),
    ),
    "chippy": Accounts(
        {
            "Beth COLE": (
                "On Friday 12 June 2026 I was serving at the Golden Fry in Marsh Lane. Two lads started to argue in "
                "the queue. Jake PERRY was punched by Sol MARTIN. Sol MARTIN then hit him with a tray. The argument "
                "started in the queue and they went outside. I rang the police at 9.50 pm. The police arrived at "
                "10.05 pm. £20 was stolen from the tip jar."
            ),
            "Omar DIN": (
                "On Friday 12 June 2026 I was in the queue at the Golden Fry. Jake PERRY punched Sol MARTIN first. "
                "Nobody hit Jake PERRY. The police arrived at about 10.20 pm. I paid £8 for my chips. I got home at "
                "11 pm."
            ),
            "Jake PERRY": (
                "On Friday 12 June 2026 I went to the Golden Fry with Sol MARTIN. Sol MARTIN punched me in the mouth. "
                "I did not hit anybody. I lost a tooth. The police arrived at 10.05 pm."
            ),
        },
        (
            ("denial", "punched", "Nobody hit"),
            ("time", "10.05", "10.20"),
            ("denial", "did not hit anybody", "punched"),
        ),
    ),
    "flat_fire": Accounts(
        {
            "Nell BROOK": (
                "On 20 January 2026 I was asleep in Flat 3. The alarm went off at 3.05 am. The fire started in the "
                "kitchen of Flat 5. I carried my son down the stairs. The fire brigade arrived at 3.20 am. Rory KANE "
                "was standing in the street. He said that he had left a pan on."
            ),
            "Rory KANE": (
                "On 20 January 2026 I was in Flat 5. I was watching television in the lounge. The alarm went off at "
                "3.05 am. The fire started in the hallway. I did not cook anything. The fire brigade arrived at 3.50 "
                "am. I stood in the street."
            ),
            "Dina SOTO": (
                "On 20 January 2026 I was in Flat 2. I heard an alarm at about three in the morning. Rory KANE was in "
                "the street. I drove to my sister's. I do not know where the fire started."
            ),
        },
        (
            ("place", "kitchen", "hallway"),
            ("time", "3.20", "3.50"),
        ),
    ),
    "nightclub": Accounts(
        {
            "Tia WELLS": (
                "On 28 February 2026 I was at the Atlas nightclub. Ben FORD was stabbed by a man in a white shirt. "
                "The stabbing happened in the toilets. I heard two bangs later on, which were fireworks. The "
                "ambulance arrived at 2.10 am. I was with my friend Ros. I saw the knife, it had a black handle."
            ),
            "Ros IVEY": (
                "On 28 February 2026 I was at the Atlas nightclub with Tia. The stabbing happened in the car park. "
                "Ben FORD was stabbed with a broken bottle. Nobody fired a gun. The ambulance arrived at 2.12 am. I "
                "held his hand."
            ),
            "Dev RAO": (
                "On 28 February 2026 I was the doorman at the Atlas nightclub. Ben FORD came to me in the foyer and "
                "he was bleeding. He was stabbed with a knife. The ambulance arrived at 2.40 am. I searched a man in "
                "a white shirt in the car park."
            ),
        },
        (
            ("place", "toilets", "car park"),
            ("action", "bottle", "knife"),
            ("time", "2.12", "2.40"),
        ),
    ),
    "station": Accounts(
        {
            "Una ROSS": (
                "On 4 March 2026 I was at the station. A man hit the ticket machine with his fist. The 10.15 train "
                "came in. The train left at 10.20 am. A boy was sick on platform 2. I paid £30 for a ticket. The "
                "guard called the police at 10.25 am. A woman was hit by a trolley. I saw the man on platform 3 "
                "later."
            ),
            "Vic LAMB": (
                "On 4 March 2026 I was at the station. A man hit the ticket machine with a bag. The train left at "
                "10.50 am. It was the train to York. I called a taxi at 10.55 am. I paid £4 for a coffee. A girl was "
                "hit with a snowball. There was an argument about seats in the buffet. Police came at about 10.30 am."
            ),
            "Wyn PARK": (
                "On 4 March 2026 I was on platform 2. My train arrived at 9.40 am. Another train arrived at 9.55 am. "
                "The argument was about a seat. A man threw a cup at the window. A lad threw a stone at the signal. "
                "He said it cost £30. I called my wife at 10.40 am."
            ),
        },
        (),
    ),
    "quiz": Accounts(
        {
            "Gil ASHE": (
                "On 8 April 2026 I was in the pub. The quiz started at 8 pm. Ann took £50 from the kitty for the "
                "prize. The row between Tom BELL and his wife was in the car park. Tom BELL pushed the door open. Tom "
                "BELL hit the table with his hand. I left at 10.30 pm. Joe left at 11 pm."
            ),
            "Hal BIRD": (
                "On 8 April 2026 I was in the pub with Gil. The second half of the quiz started at 9 pm. Ann took £20 "
                "from the kitty for the drinks. Tom BELL hit the bell with a hammer, as he always does. I had a row "
                "with my brother in the bar. I left at 10.45 pm. A police car was in the car park."
            ),
            "Ivy CARR": (
                "On 8 April 2026 I was behind the bar. I took £300 out of the till at closing time. Tom BELL was "
                "pushed into a hedge last week by his brother. Hal BIRD hit me with a cushion for a joke. The quiz "
                "ended at 10.15 pm. Two men left at 10.20 pm."
            ),
        },
        (),
    ),
    "bank": Accounts(
        {
            "Elsa WYNN": (
                "I am a cashier at the bank in Temple Street. On 24 June 2026 two men came in at 11.20 am. One had a "
                "rifle. He fired once into the ceiling. They took £12,000 from the tills. A customer was hit with the "
                "butt of the rifle. They left at 11.24 am. The police arrived at 11.31 am."
            ),
            "Bob TRAYNE": (
                "On 24 June 2026 I was in the bank in Temple Street. Two men came in at 11.20 am. No shots were "
                "fired. They took about £8,000 from the tills, I was told. I lay on the floor. They left by the back "
                "door. The police arrived at 11.40 am."
            ),
            "PC Ann MARL": (
                "On 24 June 2026 I went to the bank in Temple Street with PC DOWD. We arrived at 11.32 am. There was "
                "a hole in the ceiling. £9,000 was found in a bag in Well Lane. I arrested Dan RUDGE in Well Lane at "
                "12.05 pm."
            ),
            "PC Tim DOWD": (
                "On 24 June 2026 I was with PC MARL. We arrived at the bank at 11.32 am. Dan RUDGE was arrested in "
                "Moor Street. A bag was found in Well Lane. The bag had £9,000 in it."
            ),
        },
        (
            ("denial", "fired", "No shots"),
            ("number", "12,000", "8,000"),
            ("time", "11.31", "11.40"),
            ("place", "Well Lane", "Moor Street"),
        ),
    ),
    "errands": Accounts(
        {
            "Amy DUKE": (
                "On 11 December 2026 I did my shopping in Ely Road. I saw two women arguing in the car park. One of "
                "the women hit the other with a bag. A van hit a post at 10.10 am. I took £30 from the cash machine. "
                "My bus came at 10.30 am. I rang Zoe at 10.40 am. Somebody stole £30 from my purse."
            ),
            "Ray FINN": (
                "On 11 December 2026 I worked in Ely Road. Two women were arguing in the office about pay. The "
                "manager hit the desk with a stapler. A van hit a wall at 10.50 am. I took £300 from the safe to the "
                "bank. My bus came at 8.30 am. I rang Zoe at 11.40 am. Somebody stole £10 from my coat."
            ),
            "Zoe KERR": (
                "On 11 December 2026 Amy rang me at 10.40 am. Ray rang me at 11.40 am. The police arrived in Ely Road "
                "at 10.20 am and left at 10.45 am. They came back at 11.10 am. A man pushed a trolley into the road. "
                "No shots were fired in the film that I watched. My number is 07700 900877 and Amy's number is 07700 "
                "900878."
            ),
        },
        (),
    ),
}
