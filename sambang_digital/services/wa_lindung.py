"""Words by which a message is about violence at home, against children, or of a sexual kind.

Whoever writes that may be watched by the person it is about, on a phone that lies around, in a chat that stays legible. So it is
moved to the private page. Rather once too often: the way there is short, and nothing is refused.
"""

import re

DIRECT = re.compile(
    r"\b(kdrt|kekerasan (?:dalam|di|pada) (?:rumah|keluarga|anak)\w*|\w*cabul\w*|pedofil\w*|\w*(?:perkosa|merkosa)\w*|\w*sodomi\w*|"
    r"inses|incest|pelecehan (?:seksual|anak)|kekerasan seksual|(?:di|me)lecehkan (?:anak|secara seksual))\b"
)
HURT = re.compile(
    r"\b(?:di|ter|meng|mem|men|me)?(?:pukul|mukul|tampar|nampar|tendang|nendang|aniaya|siksa|nyiksa|cekik|sekap|nyekap|bacok|hajar|"
    r"gebuk|keroyok|ngeroyok|sundut|nyundut|jambak|lecehkan|telantarkan|terlantarkan|nelantarkan|ancam|bunuh)(?:i|in|an|kan|nya)?\b|"
    r"\b(?:kekerasan|pelecehan|penganiayaan|penyiksaan|ancaman)\b"
)
HOME = re.compile(
    r"\b(?:suami|istri|isteri|bini|mertua|balita|bayi|bocah|murid|santri(?:wati)?|"
    r"(?:ayah|bapak|bapa|ibu|mama|papa|ortu|orang tua)(?: tiri| kandung)?(?: saya| aku| gue| gua| kami)|"
    r"(?:ayah|bapak|ibu) (?:tiri|kandung)|anak(?:nya|ku| saya| kecil| tiri| kandung| tetangga| perempuan| di bawah umur)|"
    r"anak(?! (?:muda|buah|geng|motor|punk|stm|sekolah lain|anak muda))(?:-anak(?! muda))?)\b"
)
NEAR = 60
"""Letters between somebody at home and what is done to them."""


def is_guarded(text: str) -> bool:
    """Whether these words belong on the private page."""
    words = " ".join(re.sub(r"[^\w\s-]", " ", text.lower()).split())
    if DIRECT.search(words):
        return True
    hurts = [one.span() for one in HURT.finditer(words)]
    return any(
        begin - one.end() <= NEAR and one.start() - end <= NEAR for one in HOME.finditer(words) for begin, end in hurts
    )
