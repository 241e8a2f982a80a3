"""Which role in a state an office title names (see make_authority.py)."""

import re

# The scraper's short title of the office; the first that matches names the role.
_NOT = re.compile(
    r"deputy|vice|assistant|delegate|state for|minister of state|first lady|spouse|shadow"
    r"|ambassador|advis|chief of staff|secretary to|office of|under|former|associate"
    r"|military cabinet",
    re.IGNORECASE,
)
ROLES: tuple[tuple[str, str], ...] = (
    (
        "president",
        r"^(acting |interim |transitional |executive )?presidents?( of the (republic"
        r"|swiss confederation|state|government|nation|islamic republic.*|russian federation"
        r"|united states|people's republic.*))?$"
        r"|^(supreme|paramount|taliban) leader$|^state president$",
    ),
    (
        "monarch",
        r"^(king|queen|emperor|amir|emir|sultan|grand duke|pope|prince|sovereign prince"
        r"|sultan and prime minister)\b(?!.*consort)",
    ),
    (
        "prime minister",
        r"^(acting |interim |caretaker )?(prime minister|premier|chancellor"
        r"|federal chancellor|taoiseach|president of the (government|council of ministers)"
        r"|chairman of the council of ministers|minister of state \(monaco\)"
        r"|head of government)( sheikh| dr\.| sir)?$",
    ),
    (
        "foreign minister",
        r"(minister|secretary) (of|for) (state for )?.{0,40}?(foreign|external) "
        r"(and [a-z]+ )?(affairs|relations|policy)|^foreign (minister|secretary)"
        r"|^(united states )?secretary of state$|minister of (external|foreign) relations",
    ),
    (
        "defence minister",
        r"(minister|secretary) (of|for) (national )?defen[cs]e|^defen[cs]e "
        r"(minister|secretary)|secretary of national defense",
    ),
    (
        "interior minister",
        r"(minister|secretary) (of|for) (the )?(interior|internal affairs"
        r"|home affairs|public security|homeland security)|^(interior minister|home secretary)",
    ),
    (
        "finance minister",
        r"(minister|secretary) (of|for) (the )?(finance|treasury)"
        r"|^(finance minister|chancellor of the exchequer)"
        r"|^united states secretary of the treasury",
    ),
    (
        "justice minister",
        r"(minister|secretary) (of|for) justice|^(justice minister"
        r"|attorney general)$",
    ),
    (
        "speaker",
        r"^(speaker|president|chair|chairman|chairperson) of the (state duma|house of "
        r"representatives|house of commons|knesset|national assembly|verkhovna rada|senate"
        r"|parliament|bundestag|sejm|chamber of deputies|federation council"
        r"|legislative yuan|supreme rada)",
    ),
    ("spokesperson", r"spoke?(sperson|sman|swoman|person)|press secretary"),
    (
        "security chief",
        r"director of (the )?(central intelligence|foreign intelligence|federal "
        r"security|mossad)|national security advis|secretary of the security council"
        r"|secretary of the national security",
    ),
    (
        "army chief",
        r"chief of (the )?(general staff|defen[cs]e staff|army staff|joint chiefs)"
        r"|commander-in-chief of the armed forces|chairman of the joint chiefs",
    ),
)
_SECOND: tuple[tuple[str, str], ...] = (
    ("vice president", r"^(first |second |executive )?vice[- ]presidents?$"),
    (
        "deputy prime minister",
        r"^(first |second )?(deputy prime minister|vice premier"
        r"|vice prime minister|deputy premier)s?$",
    ),
    (
        "deputy foreign minister",
        r"^(first )?deputy (minister of foreign affairs"
        r"|foreign minister|secretary of state)$",
    ),
    ("ambassador to the un", r"(ambassador|permanent representative) to the united nations"),
    (
        "chief of staff",
        r"chief of staff (of the presidential|to the president)|^white house chief"
        r" of staff|kremlin chief of staff|head of the office of the president|presidential chief"
        r" of staff",
    ),
)


def role_of(office: str) -> str:
    """Return the role that an office title names, empty when we keep none for it.

    >>> role_of("Minister of Foreign Affairs"), role_of("Deputy Minister of Foreign Affairs")
    ('foreign minister', 'deputy foreign minister')
    >>> role_of("President of the Senate"), role_of("Minister of Fishing")
    ('speaker', '')
    """
    title = office.strip().lower()
    for role, pattern in _SECOND:
        if re.search(pattern, title):
            return role
    if _NOT.search(title) and "security advis" not in title:
        return ""
    return next((role for role, pattern in ROLES if re.search(pattern, title)), "")
