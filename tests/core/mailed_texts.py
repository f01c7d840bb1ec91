# ruff: noqa: E501  the lines of mails
"""Replies by email as mail programs send them: name, plain text, and what its author wrote.

The forms are those of the programs in 2024 to 2026; names, addresses and words are examples."""

ONE = "Thank you, that helps me a lot."
TWO = "Thank you, that helps me a lot.\n\nDid the nausea get better after a week?"

EXAMPLES = [
    ("nothing but words", ONE, ONE),
    (
        "Gmail, English",
        f"{ONE}\n\nOn Mon, Nov 16, 2026 at 8:05 AM Alongside <team@example.org> wrote:\n\n> Ines replied in a discussion\n"
        "> you follow.\n>\n> > And what Maria wrote\n",
        ONE,
    ),
    (
        "Gmail, two lines of attribution",
        f"{TWO}\n\nOn Mon, Nov 16, 2026 at 8:05 AM Alongside <a-very-long-address-of-the-team@community.example.org>\n"
        "wrote:\n\n> Ines replied\n",
        TWO,
    ),
    (
        "Gmail, Spanish",
        "Muchas gracias.\n\nEl lun, 16 nov 2026 a las 8:05, Alongside (<team@example.org>) escribió:\n\n> Inés respondió\n",
        "Muchas gracias.",
    ),
    (
        "Gmail, Spanish, three lines",
        "Muchas gracias.\n\nEl lun, 16 nov 2026 a las 8:05, Una comunidad con un nombre largo de verdad\n"
        "(<avisos@comunidad.example.org>)\nescribió:\n\n> Inés respondió\n",
        "Muchas gracias.",
    ),
    (
        "Gmail for Android, signature",
        f"{ONE}\n\n-- \nMaria\n\nOn Mon, Nov 16, 2026, 8:05 AM Alongside <team@example.org> wrote:\n\n> Ines replied\n",
        ONE,
    ),
    (
        "Apple Mail, English",
        f"{ONE}\n\n> On Nov 16, 2026, at 8:05 AM, Alongside <team@example.org> wrote:\n> \n> Ines replied\n",
        ONE,
    ),
    (
        "iPhone, English",
        f"{ONE}\n\nSent from my iPhone\n\n> On Nov 16, 2026, at 8:05 AM, Alongside <team@example.org> wrote:\n> \n"
        "> \ufeff\n> Ines replied\n",
        ONE,
    ),
    (
        "iPhone, Spanish",
        "Muchas gracias.\n\nEnviado desde mi iPhone\n\n> El 16 nov 2026, a las 8:05, Alongside <team@example.org> "
        "escribió:\n> \n> Inés respondió\n",
        "Muchas gracias.",
    ),
    (
        "Apple Mail without marks",
        f"{ONE}\n\nOn Nov 16, 2026, at 8:05 AM, Alongside <team@example.org> wrote:\n\nInes replied in a discussion.\n",
        ONE,
    ),
    (
        "Outlook, English",
        f"{ONE}\r\n\r\n________________________________\r\nFrom: Alongside <team@example.org>\r\n"
        "Sent: Monday, November 16, 2026 8:05 AM\r\nTo: Maria <maria@example.org>\r\nSubject: Ines replied\r\n\r\nInes "
        "replied in a discussion you follow.\r\n",
        ONE,
    ),
    (
        "Outlook for Windows, without a line",
        f"{ONE}\n\nFrom: Alongside <team@example.org> \nSent: Monday, November 16, 2026 8:05 AM\nTo: Maria "
        "<maria@example.org>\nSubject: Ines replied\n\nInes replied in a discussion you follow.\n",
        ONE,
    ),
    (
        "Outlook, Spanish",
        "Muchas gracias.\n\nDe: Alongside <team@example.org> \nEnviado el: lunes, 16 de noviembre de 2026 8:05\n"
        "Para: Maria <maria@example.org>\nAsunto: Inés respondió\n\nInés respondió en una conversación que sigue.\n",
        "Muchas gracias.",
    ),
    (
        "Outlook.com, Spanish",
        "Muchas gracias.\n\n________________________________\nDe: Alongside <team@example.org>\nEnviado: lunes, 16 de "
        "noviembre de 2026 8:05\nPara: Maria <maria@example.org>\nAsunto: Inés respondió\n\nInés respondió.\n",
        "Muchas gracias.",
    ),
    (
        "Outlook for iOS",
        f"{ONE}\n\nGet Outlook for iOS<https://aka.ms/o0ukef>\n________________________________\nFrom: Alongside "
        "<team@example.org>\nSent: Monday, November 16, 2026 8:05:11 AM\nTo: Maria <maria@example.org>\nSubject: Hello\n\nInes\n",
        ONE,
    ),
    (
        "Outlook for Android, Spanish",
        "Muchas gracias.\n\nObtener Outlook para Android<https://aka.ms/AAb9ysg>\n________________________________\n"
        "From: Alongside <team@example.org>\nSent: Monday, November 16, 2026 8:05:11 AM\nTo: Maria\nSubject: Hola\n\nInés\n",
        "Muchas gracias.",
    ),
    (
        "Outlook, bold headers",
        f"{ONE}\n\n*From:* Alongside <team@example.org>\n*Sent:* Monday, November 16, 2026 8:05 AM\n*To:* Maria\n"
        "*Subject:* Ines replied\n\nInes replied\n",
        ONE,
    ),
    (
        "old Outlook, English",
        f"{ONE}\n\n-----Original Message-----\nFrom: Alongside\nSent: Monday\n\nInes replied\n",
        ONE,
    ),
    (
        "old Outlook, Spanish",
        "Muchas gracias.\n\n-----Mensaje original-----\nDe: Alongside\nEnviado el: lunes\n\nInés respondió\n",
        "Muchas gracias.",
    ),
    (
        "Mail for Windows",
        f"{ONE}\n\nSent from Mail for Windows\n\nFrom: Alongside\nSent: Monday, November 16, 2026 8:05 AM\nTo: Maria\n"
        "Subject: Ines replied\n\nInes replied\n",
        ONE,
    ),
    (
        "Thunderbird, English",
        f"{ONE}\n\nOn 11/16/26 08:05, Alongside wrote:\n> Ines replied in a discussion\n> you follow.\n",
        ONE,
    ),
    (
        "Thunderbird, Spanish",
        "Muchas gracias.\n\nEl 16/11/26 a las 8:05, Alongside escribió:\n> Inés respondió\n",
        "Muchas gracias.",
    ),
    (
        "Thunderbird, the answer below",
        f"On 11/16/26 08:05, Alongside wrote:\n> Ines replied in a discussion\n> you follow.\n\n{ONE}\n\n-- \nMaria\n",
        ONE,
    ),
    (
        "answers between the lines",
        "On 11/16/26 08:05, Alongside wrote:\n> Did you sleep?\n\nNo, not at all.\n\n> Did you eat?\n\nA little soup.\n",
        "No, not at all.\n\n\nA little soup.",
    ),
    (
        "Yahoo, English",
        f"{ONE}\n\nSent from Yahoo Mail for iPhone\n\n\nOn Monday, November 16, 2026, 8:05 AM, Alongside "
        "<team@example.org> wrote:\n\nInes replied in a discussion you follow.\n",
        ONE,
    ),
    (
        "Yahoo, Spanish",
        "Muchas gracias.\n\n    El lunes, 16 de noviembre de 2026, 08:05:00 a. m. CST, Alongside <team@example.org> "
        "escribió:  \n \n Inés respondió\n",
        "Muchas gracias.",
    ),
    (
        "Proton, English",
        f"{ONE}\n\nSent with Proton Mail secure email.\n\nOn Monday, November 16th, 2026 at 8:05 AM, Alongside "
        "<team@example.org> wrote:\n\n> Ines replied\n",
        ONE,
    ),
    (
        "Samsung, English",
        f"{ONE}\n\n\nSent from my Galaxy\n\n\n-------- Original message --------\nFrom: Alongside <team@example.org> \n"
        "Date: 11/16/26  8:05 AM  (GMT-06:00) \nTo: maria@example.org \nSubject: Ines replied \n\nInes replied\n",
        ONE,
    ),
    (
        "Samsung, Spanish",
        "Muchas gracias.\n\n\nEnviado desde mi Galaxy\n\n\n-------- Mensaje original --------\nDe: Alongside "
        "<team@example.org> \nFecha: 16/11/26  8:05  (GMT-06:00) \nA: maria@example.org \nAsunto: Inés respondió \n\nInés\n",
        "Muchas gracias.",
    ),
    (
        "forwarded below",
        f"{ONE}\n\nBegin forwarded message:\n\nFrom: Alongside\nSubject: Ines replied\n\nInes replied\n",
        ONE,
    ),
    (
        "hard line ends",
        "I slept badly in the first week, and walking in the morning helped me\nmost, even if it was only to the corner "
        "and back again with the dog.\nThen it got better.\n\nAnd you?\n",
        "I slept badly in the first week, and walking in the morning helped me most, even if it was only to the corner "
        "and back again with the dog. Then it got better.\n\nAnd you?",
    ),
    (
        "flowed",
        "I slept badly in the first week, \nand walking helped.\n",
        "I slept badly in the first week, and walking helped.",
    ),
    (
        "a list and short lines stay",
        "What helped me:\n- tea\n- a walk\n\nWarm wishes\nMaria\n",
        "What helped me:\n- tea\n- a walk\n\nWarm wishes\nMaria",
    ),
    (
        "words like those of mail programs",
        "On Monday I saw the doctor. She wrote:\nnothing.\n\nFrom: my side, all is well.\nThanks,\nI mean it.\n",
        "On Monday I saw the doctor. She wrote:\nnothing.\n\nFrom: my side, all is well.\nThanks,\nI mean it.",
    ),
    (
        "a sentence about a phone",
        "Sent from my heart to all of you here, this is what I learned in a year:\nrest.\n",
        "Sent from my heart to all of you here, this is what I learned in a year:\nrest.",
    ),
    ("nothing above the quote", "On Mon, Nov 16, 2026 at 8:05 AM Alongside <team@example.org> wrote:\n\n> Ines\n", ""),
    ("only a signature", "\n\nSent from my iPhone\n", ""),
    ("nothing", "", ""),
]
HTML_EXAMPLES = [
    (
        "Gmail",
        '<div dir="ltr"><div>Thank you, that helps.</div><div><br></div><div>And you?</div></div><br>'
        '<div class="gmail_quote gmail_quote_container"><div dir="ltr" class="gmail_attr">On Mon, Nov 16, 2026 Alongside '
        'wrote:<br></div><blockquote class="gmail_quote"><p>Ines replied</p></blockquote></div>',
        "Thank you, that helps.\n\nAnd you?",
    ),
    (
        "Outlook",
        "<html><head><style>p { margin: 0 }</style></head><body><div>Thank you &amp; all.</div>"
        '<div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>From:</b> Alongside</div><div>Ines replied</div></body>',
        "Thank you & all.",
    ),
    (
        "Apple Mail",
        '<html><body>Thank you.<br id="lineBreakAtBeginningOfSignature"><div dir="ltr">Sent from my iPhone</div>'
        '<div dir="ltr"><br><blockquote type="cite">On Nov 16, Alongside wrote:<br></blockquote></div></body></html>',
        "Thank you.",
    ),
    ("list", "<p>What helped:</p><ul><li>tea</li><li>a walk</li></ul>", "What helped:\n\n- tea\n- a walk"),
]
